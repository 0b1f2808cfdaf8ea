import { isName, isOneOf, isWord, nameOf, partsOf, type Token, tokensOf, within } from './tokens.ts'

/** What a CREATE TABLE says. */
export type Definition = {
  table: string
  columns: DefinedColumn[]
  /** In their order. */
  constraints: Declared[]
  /** Whether every word of it is understood. Where one is not, such as a collation of a key, only the pragmas say what SQLite made of it. */
  isWhole: boolean
}

export type DefinedColumn = {
  name: string
  /** As SQLite has it, which writes the names of its own types in capitals. */
  type: string
  isNotNull: boolean
  default: string | null
}

export type Declared = {
  kind: 'PRIMARY KEY' | 'UNIQUE' | 'CHECK' | 'FOREIGN KEY'
  /** Null where it was given none. */
  name: string | null
  columns: string[]
  /** As the statement has it, without its name. */
  text: string
  deferrable: boolean
  /** Of a foreign key. */
  reference: Reference | null
}

export type Reference = {
  table: string
  /** None where it is to the primary key. */
  columns: string[]
  onDelete: string
  onUpdate: string
}

const tableConstraints = new Set(['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN'])
/** What ends a type: of the other words, SQLite takes as many for a type as there are. */
const columnConstraints = new Set([
  ...['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'REFERENCES', 'NOT', 'NULL', 'DEFAULT', 'COLLATE', 'AS'],
  ...['GENERATED', 'DEFERRABLE', 'ON'],
])
const othersThanTables = new Set(['AS', 'USING'])
/** Source: sqlite.org/src/file/src/build.c, `sqlite3StdType` */
const ownTypes = new Set(['ANY', 'BLOB', 'INT', 'INTEGER', 'REAL', 'TEXT'])
const actionsOfTwoWords = new Set(['SET', 'NO'])

/** Empty where the statement is no CREATE TABLE with columns. */
export function definitionOf(createTable: string): Definition {
  const tokens = tokensOf(createTable)
  const open = tokens.findIndex((token) => isWord(token, '('))
  const definition: Definition = { table: '', columns: [], constraints: [], isWhole: false }
  if (
    open < 0 ||
    !isWord(tokens[0], 'CREATE') ||
    tokens.slice(0, open).some((token) => isOneOf(token, othersThanTables))
  )
    return definition
  const { inner, close } = within(tokens, open)
  const isPlain = open === 3 && isWord(tokens[1], 'TABLE') && isName(tokens[2]) && close === tokens.length - 1
  definition.table = nameOf(createTable, tokens[open - 1]!)
  const areWhole = partsOf(inner).map((part) => readPart(createTable, part, definition))
  definition.isWhole = isPlain && !areWhole.includes(false)
  return definition
}

/** Whether every word of it is understood. */
function readPart(text: string, part: Token[], { columns, constraints }: Definition): boolean {
  const first = part[0]!
  if (isOneOf(first, tableConstraints)) return readConstraints(text, part, { at: 0, constraints })
  const end = endOfType(part)
  const type = typeIn(text, part, end)
  const column: DefinedColumn = { name: nameOf(text, first), type, isNotNull: false, default: null }
  columns.push(column)
  if (end === part.length) return isName(first)
  return readConstraints(text, part, { at: end, column, constraints }) && isName(first)
}

/** @param at the part's first token behind the column's name and type */
function readConstraints(
  text: string,
  part: Token[],
  { at, column, constraints }: { at: number; column?: DefinedColumn; constraints: Declared[] },
): boolean {
  let isWhole = true
  let name: string | null = null
  while (at < part.length) {
    if (isWord(part[at], 'CONSTRAINT')) {
      name = part[at + 1] ? nameOf(text, part[at + 1]!) : null
      at += 2
      continue
    }
    const read = constraintAt(text, part, at, column?.name ?? null)
    if (read) {
      constraints.push({ ...read.declared, name })
      isWhole &&= read.isWhole
      at = read.end
    } else {
      const end = column ? readTrait(text, part, at, column) : null
      isWhole &&= end !== null
      at = end ?? endOf(part, at)
    }
    name = null
  }
  return isWhole
}

/** Behind a token, or behind the brackets that it opens. */
const endOf = (part: Token[], at: number) => (isWord(part[at], '(') ? within(part, at).close + 1 : at + 1)

/** Where a column's type ends, which may be nothing. */
function endOfType(part: Token[]): number {
  let end = 1
  while (part[end]?.kind === 'word' && !isOneOf(part[end], columnConstraints)) end++
  return end > 1 && isWord(part[end], '(') ? Math.min(endOf(part, end), part.length) : end
}

function typeIn(text: string, part: Token[], end: number): string {
  if (end === 1) return ''
  return end === 2 && isOneOf(part[1], ownTypes)
    ? part[1]!.word
    : text.slice(part[1]!.start, part[end - 1]!.end)
}

/** What a column is besides its constraints. Where it ends, or null where it is none that is understood. */
function readTrait(text: string, part: Token[], at: number, column: DefinedColumn): number | null {
  if (isWord(part[at], 'NULL')) return at + 1
  if (isWord(part[at], 'COLLATE') && isName(part[at + 1])) return at + 2
  if (isWord(part[at], 'NOT') && isWord(part[at + 1], 'NULL')) {
    column.isNotNull = true
    return at + 2
  }
  if (!isWord(part[at], 'DEFAULT')) return null
  const first = part[at + 1]
  if (isWord(first, '(')) {
    const { close } = within(part, at + 1)
    if (!part[close]) return null
    column.default = trimmed(text.slice(first!.end, part[close]!.start))
    return close + 1
  }
  const isSigned = isWord(first, '-') || isWord(first, '+')
  const value = part[at + (isSigned ? 2 : 1)]
  if (!value || value.kind === 'sign' || (isSigned && value.kind !== 'number')) return null
  column.default = text.slice(first!.start, value.end)
  return at + (isSigned ? 3 : 2)
}

/** As SQLite trims. */
const trimmed = (text: string) => text.replace(/^[\t-\r ]+|[\t-\r ]+$/g, '')

type Read = { declared: Omit<Declared, 'name'>; end: number; isWhole: boolean }

function constraintAt(text: string, part: Token[], at: number, column: string | null): Read | null {
  const read = (
    kind: Declared['kind'],
    { columns, end, isWhole }: Columns,
    { deferrable = false, reference = null }: Partial<Pick<Declared, 'deferrable' | 'reference'>> = {},
  ): Read => ({
    declared: {
      kind,
      columns,
      text: text.slice(part[at]!.start, part[end - 1]!.end),
      deferrable,
      reference,
    },
    end,
    isWhole,
  })
  const own = (from: number) =>
    column === null ? columnsAt(text, part, from) : { columns: [column], end: from, isWhole: true }
  const isKey = isWord(part[at + 1], 'KEY')
  if (isWord(part[at], 'PRIMARY') && isKey) {
    const key = own(at + 2)
    return read('PRIMARY KEY', isWord(part[key.end], 'AUTOINCREMENT') ? { ...key, end: key.end + 1 } : key)
  }
  if (isWord(part[at], 'UNIQUE')) return read('UNIQUE', own(at + 1))
  if (isWord(part[at], 'CHECK') && isWord(part[at + 1], '(')) {
    const end = Math.min(endOf(part, at + 1), part.length)
    return read('CHECK', { columns: [], end, isWhole: true })
  }
  const isForeign = isWord(part[at], 'FOREIGN') && isKey
  if (!isForeign && !isWord(part[at], 'REFERENCES')) return null
  const from = isForeign ? columnsAt(text, part, at + 2) : own(at)
  const to = referenceAt(text, part, from.end)
  return read('FOREIGN KEY', { columns: from.columns, end: to.end, isWhole: from.isWhole && to.isWhole }, to)
}

type Columns = { columns: string[]; end: number; isWhole: boolean }

/** Names in brackets; none where there are no brackets. */
function columnsAt(text: string, part: Token[], open: number): Columns {
  if (!isWord(part[open], '(')) return { columns: [], end: open, isWhole: true }
  const { inner, close } = within(part, open)
  const names = partsOf(inner)
  return {
    columns: names.map(([first]) => nameOf(text, first!)),
    end: Math.min(close + 1, part.length),
    isWhole: names.every(
      ([first, ...others]) =>
        isName(first) && (others.length === 0 || (others.length === 1 && isWord(others[0], 'AUTOINCREMENT'))),
    ),
  }
}

/** From REFERENCES to its last word. Source: sqlite.org/syntax/foreign-key-clause.html */
function referenceAt(text: string, part: Token[], at: number) {
  const table = part[at + 1]
  const { columns, end: from, isWhole } = columnsAt(text, part, at + 2)
  const reference: Reference = {
    table: table ? nameOf(text, table) : '',
    columns,
    onDelete: 'NO ACTION',
    onUpdate: 'NO ACTION',
  }
  let end = from
  let isKnown = isWhole && isWord(part[at], 'REFERENCES') && isName(table)
  let deferrable = false
  for (;;) {
    const next = part[end]
    if (isWord(next, 'ON')) {
      const length = isOneOf(part[end + 2], actionsOfTwoWords) ? 4 : 3
      const action = part
        .slice(end + 2, end + length)
        .map(({ word }) => word)
        .join(' ')
      if (isWord(part[end + 1], 'DELETE')) reference.onDelete = action
      else if (isWord(part[end + 1], 'UPDATE')) reference.onUpdate = action
      else isKnown = false
      end += length
    } else if (isWord(next, 'MATCH')) end += 2
    else if (isWord(next, 'DEFERRABLE')) {
      deferrable = true
      end += isWord(part[end + 1], 'INITIALLY') ? 3 : 1
    } else if (isWord(next, 'NOT') && isWord(part[end + 1], 'DEFERRABLE')) {
      deferrable = false
      end += isWord(part[end + 2], 'INITIALLY') ? 4 : 2
    } else return { reference, deferrable, end: Math.min(end, part.length), isWhole: isKnown }
  }
}
