import { PageError } from './page-error.ts'

/**
 * A cursor names a place in one list by the values that the list is ordered by. The list's name goes with them: the values
 * of another list would be taken for a place in this one.
 */
export const encodeCursor = (list: string, values: readonly unknown[]): string =>
  encodeValues([list, ...values])

/** @throws PageError for what is no cursor of that list */
export function decodeCursor(list: string, cursor: string): unknown[] {
  try {
    const [of, ...values] = decodeValues(cursor)
    if (of === list) return values
  } catch {
    // Falls through: whatever it was, it is no cursor.
  }
  throw new PageError('That is no cursor of this list')
}

/** As the ORM writes its own cursors. */
export const encodeValues = (values: readonly unknown[]) =>
  Buffer.from(JSON.stringify(values)).toString('base64url')
export const decodeValues = (text: string): unknown[] =>
  JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
