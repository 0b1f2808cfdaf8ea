import { describe, expect, it } from 'vitest'
import type { CatalogReader } from '../../src/catalog/source.ts'
import { openReader, useEdgeDatabase } from './edge-database.ts'

const database = useEdgeDatabase()

async function idsOf(reader: CatalogReader, schema: string): Promise<Map<string, string>> {
  const { tables } = await reader.tables()
  return new Map(tables.filter((table) => table.schema === schema).map(({ name, id }) => [name, id]))
}

describe('beside other sessions that change the catalog', () => {
  it('a table dropped since the reading began takes no other table with it', async () => {
    const other = await database.connect()
    await other.query(`
      CREATE SCHEMA dropping;
      CREATE TABLE dropping.stays (id int PRIMARY KEY, n int DEFAULT 1 CHECK (n > 0));
      CREATE INDEX ON dropping.stays ((n + 1));
      CREATE TABLE dropping.goes (id int PRIMARY KEY REFERENCES dropping.stays, n int DEFAULT 2 CHECK (n > 0));
      CREATE INDEX ON dropping.goes ((n + 1))`)
    const reader = await openReader(await database.connect())
    const ids = await idsOf(reader, 'dropping')
    const [stays, goes] = [ids.get('stays')!, ids.get('goes')!]
    await other.query('DROP TABLE dropping.goes')

    const columns = await reader.columns([goes, stays])
    expect(columns.get(stays)?.map((column) => column.default)).toEqual([null, '1'])
    expect(columns.get(goes)?.map((column) => column.default)).toEqual([null, '2'])
    const constraints = await reader.constraints([goes, stays])
    expect(constraints.get(stays)?.map(({ kind }) => kind)).toEqual(['CHECK', 'PRIMARY_KEY'])
    expect(constraints.has(goes)).toBe(false)
    const indexes = await reader.indexes([goes, stays])
    expect(indexes.get(stays)?.map(({ columns: keys }) => keys)).toEqual([['(n + 1)'], ['id']])
    expect(indexes.get(goes)).toMatchObject([
      { name: 'goes_expr_idx', columns: [], definition: null },
      { name: 'goes_pkey', columns: ['id'] },
    ])
    const relationships = await reader.relationships([goes, stays])
    expect(relationships.get(stays)).toEqual([])
    expect(relationships.get(goes)).toMatchObject([{ columns: ['id'], target: { name: 'stays' } }])
    await reader.close()
  })

  it('tables that come and go, temporary ones too, never fail a reading nor leave a trace of their own', async () => {
    const other = await database.connect()
    const [session, undisturbed] = [
      await database.connect(),
      await database.read({ selection: [{ schema: 'b' }] }),
    ]
    let done = false
    let changes = 0
    async function change() {
      await other.query('CREATE SCHEMA churning')
      while (!done) {
        await other.query(`CREATE TABLE churning.now (id int PRIMARY KEY, n int DEFAULT 1 CHECK (n > 0));
          CREATE INDEX ON churning.now ((n + 1)); CREATE TEMP TABLE private (id int PRIMARY KEY CHECK (id > 0))`)
        await other.query('DROP TABLE churning.now; DROP TABLE private')
        changes += 1
      }
    }
    async function readRepeatedly() {
      try {
        for (let reading = 0; reading < 25 || changes < 25; reading += 1) {
          const read = await database.read({}, session)
          const schemas = new Set(read.tables.map(({ schema }) => schema))
          expect([...schemas].filter((schema) => schema.startsWith('pg_'))).toEqual([])
          expect(read.tables.filter(({ schema }) => schema === 'b')).toEqual(undisturbed.tables)
        }
      } finally {
        done = true
      }
    }
    await Promise.all([change(), readRepeatedly()])
  })

  it('a table locked by another session fails only what must be looked up in it, and only for that table', async () => {
    const other = await database.connect()
    await other.query(
      'CREATE SCHEMA locking; CREATE TABLE locking.plain (id serial PRIMARY KEY, n int UNIQUE)',
    )
    await other.query(`CREATE TABLE locking.checked (id int REFERENCES locking.plain CHECK (id > 0));
      CREATE INDEX ON locking.checked (id DESC)`)
    const session = await database.connect()
    await session.query(`SET lock_timeout = '200ms'`)
    const reader = await openReader(session)
    const ids = await idsOf(reader, 'locking')
    const [plain, checked] = [ids.get('plain')!, ids.get('checked')!]
    await other.query('BEGIN; LOCK TABLE locking.plain, locking.checked IN ACCESS EXCLUSIVE MODE')

    const columns = await reader.columns([plain, checked])
    expect(columns.get(plain)?.[0]?.default).toBe("nextval('locking.plain_id_seq'::regclass)")
    expect((await reader.relationships([plain, checked])).get(checked)).toMatchObject([
      { target: { name: 'plain' } },
    ])

    await expect(reader.constraints([plain, checked])).rejects.toMatchObject({ code: '55P03' })
    const constraints = await reader.constraints([plain])
    expect(constraints.get(plain)?.map(({ kind }) => kind)).toEqual(['UNIQUE', 'PRIMARY_KEY'])

    await expect(reader.indexes([plain, checked])).rejects.toMatchObject({ code: '55P03' })
    const indexes = await reader.indexes([plain])
    expect(indexes.get(plain)?.map(({ columns: keys }) => keys)).toEqual([['n'], ['id']])
    expect(await idsOf(reader, 'locking')).toEqual(ids)
    await other.query('ROLLBACK')
    expect((await reader.constraints([checked])).get(checked)).toHaveLength(1)
    await reader.close()
  })
})

describe('a reader', () => {
  it('stays in its snapshot after a read that failed', async () => {
    const other = await database.connect()
    const session = await database.connect()
    const reader = await openReader(session)
    const before = await reader.tables()
    await other.query('CREATE TABLE other.came_later (id int)')
    await expect(reader.columns(['not an oid'])).rejects.toMatchObject({ code: '22P02' })
    expect(await reader.tables()).toEqual(before)
    await reader.close()
    const { of } = await database.read({}, session)
    expect(of('other', 'came_later').columns).toHaveLength(1)
  })

  it('writes nothing and leaves the session as it was', async () => {
    const session = await database.connect()
    await session.query('SET search_path = a, b; SET jit = on')
    const reader = await openReader(session)
    await expect(session.query('CREATE TABLE b.not_here (id int)')).rejects.toMatchObject({ code: '25006' })
    await reader.close()
    const { rows } = await session.query(
      `SELECT current_setting('search_path') AS path, current_setting('jit') AS jit`,
    )
    expect(rows).toEqual([{ path: 'a, b', jit: 'on' }])
  })

  it('closes without an error after its connection was lost', async () => {
    const session = await database.connect()
    const reader = await openReader(session)
    const { rows } = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const ended = new Promise((resolve) => session.once('end', resolve))
    const other = await database.connect()
    await other.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid])
    await ended
    await expect(reader.tables()).rejects.toThrow()
    await reader.close()
  })
})
