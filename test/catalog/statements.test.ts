import pg from 'pg'
import { describe, expect, it, vi } from 'vitest'
import { CatalogTablesQuery } from '../../src/client/operations.ts'
import { useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()

const schema = `
  do $$ begin for i in 1..120 loop
    execute format('create table t%s (id int primary key, up int references t%s, note text check (note <> %L))',
      lpad(i::text, 3, '0'), lpad(greatest(i - 1, 1)::text, 3, '0'), '');
    execute format('create index on t%s (note)', lpad(i::text, 3, '0'));
  end loop; end $$`

/** The statements that the API sends while `work` runs, but for those of its task queue. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = []
  type Session = { connectionParameters: { application_name?: string } }
  const client = pg.Client.prototype as unknown as { query(...args: unknown[]): unknown }
  const send = client.query
  const spy = vi.spyOn(client, 'query').mockImplementation(function (this: Session, ...args) {
    const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text: string }).text
    const isOfApi = this.connectionParameters.application_name === 'quarry api'
    if (isOfApi && !text.includes('pgboss')) statements.push(text)
    return send.apply(this, args)
  })
  try {
    await work()
    return statements
  } finally {
    spy.mockRestore()
  }
}

describe('a page of tables with all that hangs on them', () => {
  it('costs the same few statements, however many tables it has', async () => {
    const source = await catalogs.source(schema)
    await catalogs.createElements(source.id)
    const page = (first: number) =>
      statementsOf(async () => {
        const { database } = await catalogs.quarry.client.request(CatalogTablesQuery, {
          id: source.id,
          first,
        })
        const { nodes } = database!.tables
        expect(nodes).toHaveLength(first)
        expect(nodes.every(({ columns, indexes }) => columns.length === 3 && indexes.length === 2)).toBe(true)
        expect(nodes.every(({ references }) => references[0]!.targetColumns.length === 1)).toBe(true)
        expect(nodes.every(({ referencedBy }) => referencedBy[0]!.sourceTable.name.startsWith('t'))).toBe(
          true,
        )
      })
    // Both sides of the relationships ask for their other tables: together, or one after the other as answers arrive and turns come.
    for (const size of [10, 50, 100]) {
      const { length } = await page(size)
      expect(length).toBeGreaterThanOrEqual(7)
      expect(length).toBeLessThanOrEqual(12)
    }
  })
})
