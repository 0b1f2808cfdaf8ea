/** Questions as users ask them, about one database of ours. */
export type Asked = {
  question: string
  /** What is to be drawn, by SQL that was written by hand: the groups, then the measures. Null: not to be planned. */
  rows: string | null
  /** Where it is not to be planned: words of which one at least has to be named. */
  unclear: string[]
}

type Line = [question: string, rows: string] | [question: string, rows: null, unclear: string[]]

export const asked = (lines: Line[]): Asked[] =>
  lines.map(([question, rows, unclear]) => ({ question, rows, unclear: unclear ?? [] }))
