import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definitionOf } from '../../../src/catalog/sqlite/definition.ts'
import { keysIn } from '../../../src/catalog/sqlite/index-definition.ts'

const space = fc.constantFrom(' ', '\n', '\t', ' /* ( , CHECK */ ', " -- UNIQUE ('\n", '/**/ ')
/** Names that need quotes, and some that only look as if they did. */
const plainName = fc.constantFrom('a', 'B', '_c', 'Straße', '数', 'x1', 'no', 'rowid2', 'action')
const anyName = fc.oneof(
  plainName.map((name) => ({ name, written: name })),
  fc
    .tuple(
      fc.oneof(
        fc.string({ minLength: 1, maxLength: 6 }),
        fc.constantFrom('CHECK', 'a b', '(', ',', "it's", '"', 'a"b', '`', 'primary key', '--', '/*'),
      ),
      fc.constantFrom('"', '`', '['),
    )
    .filter(([name, quote]) => !name.includes('\0') && !(quote === '[' && name.includes(']')))
    .map(([name, quote]) => ({
      name,
      written: quote === '[' ? `[${name}]` : `${quote}${name.replaceAll(quote, quote + quote)}${quote}`,
    })),
)
type Name = { name: string; written: string }
const fold = (name: string) => name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

const check = fc.constantFrom(
  "CHECK (1 <> ')')",
  'CHECK (((1)))',
  "check (')(' <> 'UNIQUE' /* ) */ OR 1)",
  'CHECK(CASE WHEN 1 THEN 2 ELSE 3 END)',
)
const reference = fc.constantFrom(
  { text: 'REFERENCES other', deferrable: false },
  { text: 'REFERENCES "other" (x) ON DELETE SET NULL ON UPDATE NO ACTION', deferrable: false },
  { text: 'references other(x) match full deferrable initially deferred', deferrable: true },
  { text: 'REFERENCES other ON DELETE CASCADE NOT DEFERRABLE', deferrable: false },
  { text: 'REFERENCES other (x) DEFERRABLE', deferrable: true },
)
const ending = fc.record({
  named: fc.option(anyName),
  kind: fc.constantFrom('UNIQUE', 'CHECK', 'FOREIGN KEY' as const),
  check,
  reference,
})
const column = fc.record({
  name: anyName,
  type: fc.constantFrom('', 'INT', 'VARCHAR(10)', 'DECIMAL(10, 2)', 'UNSIGNED BIG INT', '"odd, type"'),
  fallback: fc.constantFrom(
    '',
    "DEFAULT 'UNIQUE, '",
    'DEFAULT (1 + (2))',
    'DEFAULT -1.5',
    'NOT NULL',
    'COLLATE NOCASE',
  ),
  endings: fc.array(ending, { maxLength: 3 }),
})
const table = fc.record({
  name: anyName,
  columns: fc.uniqueArray(column, { minLength: 1, maxLength: 5, selector: ({ name }) => fold(name.name) }),
  endings: fc.array(ending, { maxLength: 4 }),
  space,
})

type Wanted = { kind: string; name: string | null; columns: string[]; text?: string; deferrable?: boolean }

/** A statement, and what must be found in it. */
function written({ name, columns, endings, space }: typeof table extends fc.Arbitrary<infer T> ? T : never) {
  const wanted: Wanted[] = []
  const join = (...words: (string | null)[]) =>
    words.filter((word) => word !== null && word !== '').join(space)
  function constraint(one: (typeof endings)[number], of: Name[], isOfTable: boolean) {
    const name = one.named && join('CONSTRAINT', one.named.written)
    const list = `(${of.map(({ written }) => written).join(`${space},${space}`)})`
    const known = { name: one.named?.name ?? null, columns: of.map(({ name }) => name) }
    if (one.kind === 'CHECK') {
      wanted.push({ ...known, kind: 'CHECK', columns: [], text: one.check })
      return join(name, one.check)
    }
    wanted.push({
      ...known,
      kind: one.kind,
      ...(one.kind === 'FOREIGN KEY' && { deferrable: one.reference.deferrable }),
    })
    if (one.kind === 'UNIQUE') return join(name, 'UNIQUE', isOfTable ? list : null)
    return join(name, isOfTable ? `FOREIGN KEY ${list}` : null, one.reference.text)
  }
  const parts = columns.map((column) =>
    join(
      column.name.written,
      column.type,
      column.fallback,
      ...column.endings.map((one) => constraint(one, [column.name], false)),
    ),
  )
  // A key of two columns cannot refer to one: the first column alone is enough for what is asked here.
  parts.push(...endings.map((one) => constraint(one, [columns[0]!.name], true)))
  return {
    sql: join('CREATE TABLE', name.written, `(${space}${parts.join(`${space},${space}`)}${space})`),
    wanted,
  }
}

describe('the constraints of a CREATE TABLE', () => {
  it('are found among all that SQLite takes, with their names, columns and texts', () => {
    let taken = 0
    fc.assert(
      fc.property(table, (one) => {
        const { sql, wanted } = written(one)
        const database = new DatabaseSync(':memory:')
        try {
          database.exec(sql)
        } catch {
          // SQLite itself does not take it, such as a name of its own.
          return
        }
        taken++
        const kept = database.prepare(`SELECT sql FROM sqlite_schema WHERE type = 'table'`).get()!
          .sql as string
        const found = definitionOf(kept).constraints
        expect(found).toMatchObject(wanted)
        expect(found).toHaveLength(wanted.length)
        const keys = database.prepare('SELECT count(DISTINCT id) AS keys FROM pragma_foreign_key_list(?)')
        expect(found.filter(({ kind }) => kind === 'FOREIGN KEY')).toHaveLength(
          Number(keys.get(one.name.name)!.keys),
        )
        database.close()
      }),
      { numRuns: 1_500 },
    )
    expect(taken).toBeGreaterThan(500)
  })

  it('are none, and no error, where the text is no such statement', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `CREATE TABLE ${text}`),
        ),
        (text) => {
          expect(Array.isArray(definitionOf(text).constraints)).toBe(true)
          expect(Array.isArray(keysIn(text))).toBe(true)
        },
      ),
      { numRuns: 3_000 },
    )
    expect(definitionOf('CREATE TABLE a AS SELECT 1 AS "UNIQUE"').constraints).toEqual([])
    expect(definitionOf('CREATE VIRTUAL TABLE a USING fts5 (CHECK (x))').constraints).toEqual([])
  })
})

describe('the keys of a CREATE INDEX', () => {
  it.each([
    ['CREATE INDEX i ON t (a, "b c" DESC, lower(a) ASC)', ['a', '"b c"', 'lower(a)']],
    [
      `CREATE UNIQUE INDEX "i (x)" ON t (a || ', ' COLLATE NOCASE) WHERE (a > 0)`,
      [`a || ', ' COLLATE NOCASE`],
    ],
    ['CREATE INDEX i ON t (coalesce(a, (b)) -- c, d\n, c)', ['coalesce(a, (b))', 'c']],
  ])('of %j are in its order', (sql, keys) => {
    expect(keysIn(sql)).toEqual(keys)
  })
})
