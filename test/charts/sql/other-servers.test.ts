import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PostgresConnection } from '../../../src/databases/postgresql/connection.ts'
import { asSuperuser } from '../../databases/sources.ts'
import {
  type InstalledPostgres,
  startInstalledPostgres,
} from '../../filtered/definitions/installed-postgres.ts'
import { connectTo, readSql, refusalOf, useSource } from './source.ts'

const limits = { rows: 100, bytes: 1_000_000, timeoutMs: 10_000 }

describe('on a server of another release', () => {
  let server: InstalledPostgres
  let connection: PostgresConnection

  beforeAll(async () => {
    server = await startInstalledPostgres()
    const client = new pg.Client({ connectionString: server.connectionString('postgres') })
    await client.connect()
    await client.query(`
      CREATE FUNCTION json_value(json, text) RETURNS text LANGUAGE sql AS 'SELECT pg_advisory_lock(1)::text';
      CREATE FUNCTION json_array(int, int) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''mine''::text';
      CREATE TABLE t (id int, born date); INSERT INTO t VALUES (1, '2024-01-01')`)
    await client.end()
    connection = await connectTo(server.connectionString('postgres'))
  }, 120_000)
  afterAll(async () => {
    await connection?.close()
    await server?.stop()
  })

  it('ordinary queries are run', async () => {
    const major = Number.parseInt(connection.serverVersion, 10)
    expect(major).toBeLessThan(18)
    const { rows } = await readSql(
      connection,
      "select date_trunc('month', born)::date, count(*) over (), row_number() over () from t join lateral (select 1 as x) y on true where id in (1, 2)",
      limits,
    )
    expect(rows).toEqual([['2024-01-01', 1, 1]])
  })

  it('words that it takes for functions are judged as functions', async () => {
    expect(await refusalOf(connection, `select json_value('{}', 'a')`)).toMatch(
      /public\.json_value\(\): it is VOLATILE/,
    )
    expect((await readSql(connection, 'select json_array(1, 2)', limits)).rows).toEqual([['mine']])
  })

  it('what it does not know yet is refused in its words', async () => {
    expect(
      await refusalOf(connection, `select * from json_table('{}', '$' columns (a int path '$.a')) x`),
    ).toMatch(/^syntax error at or near "\w+" \(line 1, column \d+\)$/)
    expect(await refusalOf(connection, 'select uuidv7()')).toBe(
      'function uuidv7() does not exist (line 1, column 8)',
    )
  })

  it('what only it understands is refused, and it is said how queries are read', async () => {
    expect(await refusalOf(connection, 'select 1 from t system_user')).toBe(
      `syntax error at or near "system_user"; queries are read as PostgreSQL 18 does, the database is ${connection.serverVersion} (line 1, column 17)`,
    )
  })
})

describe('where the login is set to read strings otherwise', () => {
  const source = useSource('create table t (id int)')

  it('they are read as they were checked', async () => {
    await asSuperuser(`alter database ${source.database.name} set standard_conforming_strings = off`)
    const connection = await connectTo(source.database.connectionString)
    // With backslashes as escapes the first string would end at the last quote but one, and the lock would be taken.
    const sql = String.raw`select '\' as a, ' || pg_advisory_lock(1) --'`
    const { columns, rows } = await readSql(connection, sql, limits)
    expect([columns.length, rows]).toEqual([2, [['\\', ' || pg_advisory_lock(1) --']]])
    expect(
      await connection.query('select 1 from pg_locks where pid = pg_backend_pid() and locktype = $1', [
        'advisory',
      ]),
    ).toEqual([])
    await connection.close()
  })
})
