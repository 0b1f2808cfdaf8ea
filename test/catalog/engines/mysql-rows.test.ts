import { describe, expect, it } from 'vitest'
import type { CheckRow, ColumnRow, IndexRow } from '../../../src/catalog/mysql/queries.sql.ts'
import { checkOf, columnOf, indexOf, keyConstraintsOf, tableOf } from '../../../src/catalog/mysql/rows.ts'
import { metadataKinds } from '../../../src/catalog/source.ts'
import type { Session } from '../../../src/databases/mysql/session.ts'

const session: Session = {
  engine: 'MYSQL',
  serverVersion: '8.4.0',
  version: [8, 4, 0],
  tellsCase: true,
  sqlModes: new Set(),
}
const names = { table_schema: 'shop', table_name: 'sale' }

const column = (row: Partial<ColumnRow>) =>
  columnOf(
    {
      ...names,
      ...{ name: 'a', position: 1, type: 'int', kind: 'int', nullable: 'YES', default: null, extra: '' },
      comment: '',
      ...row,
    },
    { position: 1, session, include: new Set(metadataKinds) },
  )
const key = (row: Partial<IndexRow>): IndexRow => ({
  ...names,
  ...{ name: 'by_a', not_unique: 1, position: 1, column: 'a', prefix: null, direction: 'A', method: 'BTREE' },
  ...{ expression: null, hidden: 0 },
  ...row,
})

/** As the documentation of MySQL 8 has them, and reports of others on quotes. No MySQL has written these. */
describe("rows of the shape that MySQL's documentation gives information_schema", () => {
  it.each([
    ['varchar', "it's", '', "'it''s'"],
    ['varchar', 'a\\b', '', "'a\\\\b'"],
    ['int', '7', '', '7'],
    ['decimal', '1.50', '', '1.50'],
    ['enum', 'middle', '', "'middle'"],
    ['bit', "b'101'", '', "b'101'"],
    ['varbinary', '0x00FF', '', '0x00FF'],
    [
      'timestamp',
      'CURRENT_TIMESTAMP(3)',
      'DEFAULT_GENERATED on update CURRENT_TIMESTAMP(3)',
      'CURRENT_TIMESTAMP(3)',
    ],
    [
      'varchar',
      "concat(_utf8mb4\\'a\\',_utf8mb4\\'b\\')",
      'DEFAULT_GENERATED',
      "concat(_utf8mb4'a',_utf8mb4'b')",
    ],
    ['json', 'json_array()', 'DEFAULT_GENERATED', 'json_array()'],
  ])('have the default of a column of %s written %s (%s) as SQL has it', (kind, text, extra, expected) => {
    expect(column({ kind, type: kind, default: text, extra })).toMatchObject({
      default: expected,
      isGenerated: false,
      isIdentity: false,
    })
  })

  it('have generated, invisible and numbered columns as what they are', () => {
    expect(column({ extra: 'VIRTUAL GENERATED' })).toMatchObject({ isGenerated: true, default: null })
    expect(column({ extra: 'STORED GENERATED INVISIBLE' })).toMatchObject({ isGenerated: true })
    expect(column({ default: '7', extra: 'INVISIBLE' })).toMatchObject({ isGenerated: false, default: '7' })
    expect(
      column({
        name: 'my_row_id',
        type: 'bigint unsigned',
        extra: 'auto_increment INVISIBLE',
        nullable: 'NO',
      }),
    ).toMatchObject({ isIdentity: true, nullable: false, default: null })
  })

  it('have functional key parts as expressions, which are no constraint of a column', () => {
    const rows = [
      key({ not_unique: 0, column: null, expression: "json_unquote(`doc`->\\'$.a\\')", direction: 'D' }),
      key({ not_unique: 0, position: 2, column: 'title', prefix: 10 }),
    ]
    expect(indexOf(rows)).toMatchObject({
      unique: true,
      columns: ["json_unquote(`doc`->'$.a')", 'title'],
      definition: "UNIQUE KEY `by_a` ((json_unquote(`doc`->'$.a')) DESC, `title`(10)) USING BTREE",
    })
    expect(keyConstraintsOf([rows])).toEqual([])
    expect(keyConstraintsOf([[key({ not_unique: 0 })]])).toMatchObject([{ kind: 'UNIQUE', columns: ['a'] }])
    expect(indexOf([key({ hidden: 1 })]).definition).toBe('KEY `by_a` (`a`) USING BTREE IGNORED')
  })

  it('have checks without the backslashes, and those that are not enforced as such', () => {
    const check = (row: Partial<CheckRow>) =>
      checkOf({ ...names, name: 'c', clause: '', has_escapes: 1, ...row }).definition
    expect(check({ clause: "(json_type(`paths`) = _utf8mb4\\'ARRAY\\') NOT ENFORCED" })).toBe(
      "CHECK (json_type(`paths`) = _utf8mb4'ARRAY') NOT ENFORCED",
    )
    expect(check({ has_escapes: 0, clause: "(`a` <> '\\'')" })).toBe("CHECK (`a` <> '\\'')")
  })

  it('have partitioned tables and views as those, and no comment of a view', () => {
    const table = (type: string, options: string, comment: string) =>
      tableOf(
        { ...names, type, engine: type === 'VIEW' ? null : 'InnoDB', estimate: 5, options, comment },
        { id: 'x', readable: true, comments: true },
      )
    expect(table('BASE TABLE', 'partitioned', 'said')).toMatchObject({
      kind: 'PARTITIONED_TABLE',
      comment: 'said',
    })
    expect(table('VIEW', '', 'VIEW')).toMatchObject({ kind: 'VIEW', comment: null, estimatedRowCount: null })
  })
})
