/** Rows as somebody pasted them. */
export type ParsedRows =
  | { rows: Record<string, unknown>[]; columns: string[] }
  /** What is wrong, a sentence each, with the line where it is. */
  | { wrongs: string[] }

/** Wrongs beyond these would only say the same again. */
export const mostWrongs = 5
