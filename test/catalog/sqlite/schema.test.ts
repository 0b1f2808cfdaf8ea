import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as sql from '../../../src/catalog/sqlite/queries.sql.ts'
import { type Schema, schemaOf } from '../../../src/catalog/sqlite/schema.ts'
import { statements } from './statements.ts'

const statementsThatTell: Record<Exclude<keyof Schema, 'definition'>, string> = {
  columns: sql.columns,
  primaryKey: sql.primaryKeys,
  uniques: sql.uniques,
  indexes: sql.indexes,
  foreignKeys: sql.foreignKeys,
}
const kinds = Object.keys(statementsThatTell) as (keyof typeof statementsThatTell)[]

function fileOf(texts: string[]): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  for (const text of texts)
    try {
      database.exec(text)
    } catch {
      // SQLite itself does not take it, such as a key over no column.
    }
  return database
}

/** What is known of each table, next to what the pragmas say. Keys are numbered from either end: their order alone counts. */
function compared(database: DatabaseSync) {
  const ask = (text: string, ...values: string[]) => {
    const rows = database.prepare(text).all(...values)
    return rows.map((row) => ({ ...row, ...('id' in row && { id: 0 }) }))
  }
  const rows = ask("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'index')")
  const schema = schemaOf(rows as unknown as sql.SchemaRow[])
  const tables = ask("SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT GLOB 'sqlite_*'")
  return tables.flatMap((row) =>
    kinds.map((kind) => {
      const table = String((row as { name?: unknown }).name)
      const known = schema[kind](table)?.map((row) => ({ ...row, ...('id' in row && { id: 0 }) }))
      return { kind, known, asked: ask(statementsThatTell[kind], JSON.stringify([table])) }
    }),
  )
}

const byName = (one: object, other: object) =>
  (one as { name: string }).name < (other as { name: string }).name ? -1 : 1

describe('what the statements of a file say of its tables', () => {
  it('is what the pragmas say, or is left to them, however the statements are written', () => {
    const found = { columns: 0, primaryKey: 0, uniques: 0, indexes: 0, foreignKeys: 0 }
    let left = 0
    fc.assert(
      fc.property(statements, (texts) => {
        const database = fileOf(texts)
        for (const { kind, known, asked } of compared(database)) {
          if (!known) left++
          else if (kind === 'uniques' || kind === 'indexes')
            expect(known.toSorted(byName)).toMatchObject(asked.toSorted(byName))
          else expect(known).toEqual(asked)
          if (known) found[kind] += known.length
        }
        database.close()
      }),
      { numRuns: 1_500 },
    )
    for (const kind of kinds) expect(found[kind]).toBeGreaterThan(50)
    expect(left).toBeGreaterThan(300)
  })
})
