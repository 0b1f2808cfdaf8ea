import fc from 'fast-check'

/** One of what stands between the bars. */
const one = (of: string) => fc.constantFrom(...of.split(' | '))
const often = (usual: fc.Arbitrary<string>, odd: fc.Arbitrary<string>) =>
  fc.oneof({ arbitrary: usual, weight: 15 }, { arbitrary: odd, weight: 1 })
const listOf = (of: fc.Arbitrary<string>, minLength: number, maxLength = minLength) =>
  fc.array(of, { minLength, maxLength }).map((names) => `(${names.join(', ')})`)
const joined = (...words: fc.Arbitrary<string>[]) => fc.tuple(...words).map((words) => words.join(' '))

const space = fc.constantFrom(' ', '\n', '\t ', ' /* , ( */ ', ' -- )\n', '/**/ ', '/*/ ) */ ')
/** The same names in other letters and quotes, so that they meet. */
const columnName = often(
  one('a | "A" | b | [b] | "b c" | `B C`'),
  one(
    `b_1 | 数 | é | É | ab$ | 😀 | "q""q" | 't' | rowid | "rowid" | "null" | "CHECK" | action | key | no | always | generated | ſet | "x,y"`,
  ),
)
const tableName = often(
  one('one | ONE | "two 2" | [three]'),
  one('数 | "fo""ur" | missing | sqlite_schema | "View"'),
)
const type = often(
  one(' | INTEGER | integer | text | DECIMAL(10, 2) | VARCHAR (40) | DATETIME'),
  one(
    `Int | TEXT | REAL | blob | any | UNSIGNED BIG INT | double  precision | "INTEGER" | 'odd' | NUM(+1,-2) | INTEGER /* x */ | ſet | NO ACTION | INTEGER(5) | LONG/**/TEXT(3)`,
  ),
)
const value = one(
  `'it''s, (' | 1 | -1.5 | + 2 | - 3 | 1e-5 | .5 | 0x1F | x'00ff' | NULL | CURRENT_TIMESTAMP | true | ( 1 + (2) ) | (')') | (\n1 -- )\n) | "text" | word | [w] | (-1)`,
)
const traits = fc.oneof(
  often(
    one('NOT NULL | NULL | COLLATE NOCASE | not  null'),
    one('COLLATE "nocase" | NOT NULL ON CONFLICT FAIL'),
  ),
  value.map((value) => `DEFAULT ${value}`),
)
const actions = often(
  one(' | ON DELETE CASCADE | on update set  null ON DELETE NO ACTION | DEFERRABLE INITIALLY DEFERRED'),
  one('ON INSERT CASCADE | MATCH FULL ON DELETE set default | ON UPDATE RESTRICT NOT DEFERRABLE'),
)
const name = often(fc.constant(''), one('CONSTRAINT c | CONSTRAINT "d e" | CONSTRAINT x CONSTRAINT y'))
const referenceTo = (columns: fc.Arbitrary<string>) =>
  joined(fc.constant('REFERENCES'), tableName, fc.oneof(fc.constant(''), columns), actions)

const ofColumn = joined(
  name,
  fc.oneof(
    { arbitrary: traits, weight: 8 },
    { arbitrary: often(fc.constant('UNIQUE'), fc.constant('UNIQUE ON CONFLICT IGNORE')), weight: 3 },
    {
      arbitrary: one('PRIMARY KEY | PRIMARY KEY ASC | PRIMARY KEY DESC | PRIMARY KEY AUTOINCREMENT'),
      weight: 1,
    },
    { arbitrary: one("CHECK (1 <> ')') | CHECK(a)"), weight: 1 },
    { arbitrary: one('AS (1) | GENERATED ALWAYS AS (2) STORED | DEFERRABLE | NOT DEFERRABLE'), weight: 1 },
    { arbitrary: referenceTo(listOf(columnName, 1)), weight: 6 },
  ),
)
const keyed = joined(columnName, often(fc.constant(''), one('DESC | COLLATE BINARY | COLLATE NOCASE | ASC')))
const ofTable = joined(
  name,
  fc.oneof(
    joined(one('UNIQUE | PRIMARY KEY | UNIQUE'), listOf(keyed, 1, 3)),
    columnName.map((name) => `PRIMARY KEY (${name} AUTOINCREMENT)`),
    one("CHECK (a > 0) | CHECK ('UNIQUE (a)' <> '') | CHECK (1) CHECK (2)"),
    fc
      .integer({ min: 1, max: 2 })
      .chain((width) =>
        joined(fc.constant('FOREIGN KEY'), listOf(columnName, width), referenceTo(listOf(columnName, width))),
      ),
  ),
)
const table = fc
  .record({
    name: one(`child | [Child 2] | "two 2" | three | \`数\` | "fo""ur" | 'five'`),
    columns: fc.uniqueArray(fc.tuple(columnName, type, fc.array(ofColumn, { maxLength: 2 })), {
      minLength: 2,
      maxLength: 5,
      selector: ([name]) => name.replace(/["'`[\]]/g, '').toLowerCase(),
    }),
    constraints: fc.array(ofTable, { maxLength: 2 }),
    space,
    ending: often(fc.constant(''), one('WITHOUT ROWID | STRICT')),
  })
  .map(({ name, columns, constraints, space, ending }) => {
    const parts = columns.map(([name, type, constraints]) => [name, type, ...constraints].join(space))
    const inner = [...parts, ...constraints].join(`${space},${space}`)
    return `CREATE TABLE${space}${name}${space}(${inner}${space}) ${ending}`
  })
/** Most are made in vain, as their words are no names of their columns: these are there to be referred to. */
const target = fc.constantFrom(
  'CREATE TABLE one (a INTEGER PRIMARY KEY, b TEXT, "b c" INT NOT NULL)',
  'CREATE TABLE "two 2" ("A" TEXT, b, `数` TEXT UNIQUE, PRIMARY KEY (b, a))',
  'CREATE TABLE three (b INT)',
)
const index = joined(
  one('CREATE INDEX | CREATE UNIQUE INDEX'),
  one('i | "j k" | [l] | Ümlaut | i2 | IF NOT EXISTS m'),
  fc.constant('ON'),
  tableName,
  listOf(often(keyed, one('lower(a) | a || 1 | NULL | "a text" | (a) | b COLLATE "nocase"')), 1, 3),
  often(fc.constant(''), one('WHERE a > 0 | where(b IS NULL)')),
)
const change = one(
  'ALTER TABLE one RENAME TO "new name" | ALTER TABLE one RENAME COLUMN a TO "z z" | ALTER TABLE one DROP COLUMN b | ALTER TABLE three ADD COLUMN more TEXT DEFAULT 1 | CREATE VIEW "View" AS SELECT 1 AS a | CREATE TABLE made AS SELECT 1 AS a, 2.5 AS "b c"',
)

/** Statements that make a file of SQLite, of which it does not take all. */
export const statements = fc
  .tuple(
    target,
    fc.array(fc.oneof(table, target), { minLength: 1, maxLength: 3 }),
    fc.array(index, { maxLength: 3 }),
    fc.oneof(fc.constant([]), fc.array(change, { maxLength: 2 })),
  )
  .map(([target, tables, indexes, changes]) => [target, ...tables, ...indexes, ...changes])
