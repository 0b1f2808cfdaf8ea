import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export type TestDatabase = { connectionString: string; name: string; drop(): Promise<void> }

/** Creates a database on the tests' server and runs `sql` in it (any number of statements). */
export async function createDatabase(options: { sql?: string } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const url = new URL(inject('postgresUrl'))
  await run(url.href, `create database ${name}`)
  url.pathname = name
  const connectionString = url.href
  const drop = () => run(inject('postgresUrl'), `drop database if exists ${name} with (force)`)
  try {
    if (options.sql) await run(connectionString, options.sql)
  } catch (error) {
    await drop()
    throw error
  }
  return { connectionString, name, drop }
}

async function run(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
