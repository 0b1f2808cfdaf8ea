import { isWord, nameOf, partsOf, type Token, tokensOf, within } from './tokens.ts'

/** A constraint as CREATE TABLE has it; what the pragmas do not tell: its name, a check's text, whether it can be deferred. */
export type Declared = {
  kind: 'PRIMARY KEY' | 'UNIQUE' | 'CHECK' | 'FOREIGN KEY'
  /** Null where it was given none. */
  name: string | null
  columns: string[]
  /** As the statement has it, without its name. */
  text: string
  deferrable: boolean
}

const tableConstraints = ['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN']

/** The constraints of a table, in their order; none where the statement is no CREATE TABLE. */
export function constraintsIn(createTable: string): Declared[] {
  const tokens = tokensOf(createTable)
  const open = tokens.findIndex((token) => isWord(token, '('))
  if (
    open < 0 ||
    !isWord(tokens[0], 'CREATE') ||
    tokens.slice(0, open).some((token) => isWord(token, 'AS', 'USING'))
  )
    return []
  return partsOf(within(tokens, open).inner).flatMap((part) =>
    isWord(part[0], ...tableConstraints)
      ? declaredIn(createTable, part, null)
      : declaredIn(createTable, part.slice(1), nameOf(createTable, part[0]!)),
  )
}

/** @param column that the constraints stand at; null for those of the table */
function declaredIn(text: string, part: Token[], column: string | null): Declared[] {
  const found: Declared[] = []
  let name: string | null = null
  for (let at = 0; at < part.length; at++) {
    const token = part[at]!
    if (isWord(token, '(')) at = within(part, at).close
    else if (isWord(token, 'CONSTRAINT')) name = nameOf(text, part[++at]!)
    else {
      const read = constraintAt(text, part, at, column)
      if (!read) continue
      found.push({ ...read.declared, name })
      name = null
      at = read.last
    }
  }
  return found
}

type Read = { declared: Omit<Declared, 'name'>; last: number }

function constraintAt(text: string, part: Token[], at: number, column: string | null): Read | null {
  const listAt = (open: number) => {
    if (!isWord(part[open], '(')) return { columns: column === null ? [] : [column], last: open - 1 }
    const { inner, close } = within(part, open)
    return {
      columns: partsOf(inner).map(([first]) => nameOf(text, first!)),
      last: Math.min(close, part.length - 1),
    }
  }
  const read = (kind: Declared['kind'], columns: string[], last: number, deferrable = false): Read => ({
    declared: { kind, columns, text: text.slice(part[at]!.start, part[last]!.end), deferrable },
    last,
  })
  const token = part[at]
  if (isWord(token, 'PRIMARY') && isWord(part[at + 1], 'KEY')) {
    const { columns, last } = listAt(at + 2)
    return read('PRIMARY KEY', columns, last)
  }
  if (isWord(token, 'UNIQUE')) {
    const { columns, last } = listAt(at + 1)
    return read('UNIQUE', columns, last)
  }
  if (isWord(token, 'CHECK') && isWord(part[at + 1], '(')) {
    const { close } = within(part, at + 1)
    return read('CHECK', [], Math.min(close, part.length - 1))
  }
  const isForeign = isWord(token, 'FOREIGN') && isWord(part[at + 1], 'KEY')
  if (!isForeign && !isWord(token, 'REFERENCES')) return null
  const { columns, last: end } = isForeign ? listAt(at + 2) : { columns: [column!], last: at - 1 }
  const last = endOfReference(part, end + 1)
  return read('FOREIGN KEY', columns, last, isDeferrable(part.slice(at, last + 1)))
}

/** From REFERENCES to its last word. Source: sqlite.org/syntax/foreign-key-clause.html */
function endOfReference(part: Token[], references: number): number {
  let last = references + 1
  if (isWord(part[last + 1], '(')) last = Math.min(within(part, last + 1).close, part.length - 1)
  for (;;) {
    const next = part[last + 1]
    if (isWord(next, 'ON')) last += isWord(part[last + 3], 'SET', 'NO') ? 4 : 3
    else if (isWord(next, 'MATCH')) last += 2
    else if (isWord(next, 'DEFERRABLE')) last += isWord(part[last + 2], 'INITIALLY') ? 3 : 1
    else if (isWord(next, 'NOT') && isWord(part[last + 2], 'DEFERRABLE'))
      last += isWord(part[last + 3], 'INITIALLY') ? 4 : 2
    else return Math.min(last, part.length - 1)
  }
}

function isDeferrable(part: Token[]): boolean {
  const at = part.findIndex((token) => isWord(token, 'DEFERRABLE'))
  return at >= 0 && !isWord(part[at - 1], 'NOT')
}

/** What an index is over, as CREATE INDEX has it: names and expressions, without their order. */
export function keysIn(createIndex: string): string[] {
  const tokens = tokensOf(createIndex)
  const open = tokens.findIndex((token) => isWord(token, '('))
  if (open < 0) return []
  return partsOf(within(tokens, open).inner).map((part) => {
    const key = part.filter(
      (token, at) => !(at > 0 && at === part.length - 1 && isWord(token, 'ASC', 'DESC')),
    )
    return createIndex.slice(key[0]!.start, key.at(-1)!.end)
  })
}
