import { afterAll, beforeAll, expect, it } from 'vitest'
import type { QuarryClient } from '../../src/client/client.ts'
import { withParts } from '../databases/sources.ts'
import { databaseOf, ofTen, rowsOf, shop, start } from '../filtered/task/installation.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { clientOf, useProcesses } from './processes.ts'

const processes = useProcesses()
let source: TestDatabase
let client: QuarryClient
beforeAll(async () => {
  source = await createDatabase({ sql: shop })
})
afterAll(async () => {
  await client?.close()
  await source?.drop()
})

it('npm start makes filtered databases on its own PostgreSQL, for logins that get at nothing else there', async () => {
  const directory = await processes.newDirectory()
  const quarry = processes.start({ DATA_DIR: directory, PORT: '0' })
  client = await clientOf(await quarry.url(), directory)
  const taskId = await start(client, {
    source: { connectionString: source.connectionString },
    plan: ofTen,
  })
  const { connectionString, host } = await databaseOf(client, taskId)
  expect(host).toBe('127.0.0.1')
  expect(await rowsOf(connectionString, 'select count(*)::int from line')).toEqual([{ count: 300 }])
  for (const database of ['quarry', 'postgres', 'template1'])
    await expect(rowsOf(withParts(connectionString, { database }), 'select 1')).rejects.toThrow(
      `permission denied for database "${database}"`,
    )
  quarry.signal('SIGTERM')
  expect(await quarry.ended).toBe(0)
}, 90_000)
