import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QuarryClient } from '../../src/client/client.ts'
import {
  DatabasesQuery,
  ElementCreationTaskQuery,
  RegisterDatabaseMutation,
  StartElementCreationMutation,
  TaskHistoryQuery,
  TestConnectionMutation,
  UpdateDatabaseMutation,
} from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { clientOf, type QuarryProcess, type Relay, startRelay, useProcesses } from '../start/processes.ts'
import { asSuperuser, createRole, type TestRole, withParts } from './sources.ts'

const canary = 'cAnArY-7391-pässwörd'
const processes = useProcesses()
let own: TestDatabase
let source: TestDatabase
let role: TestRole
let relay: Relay
let directory: string
let quarry: QuarryProcess
let client: QuarryClient

beforeAll(async () => {
  own = await createDatabase()
  source = await createDatabase({ sql: 'create table a (id int)' })
  role = await createRole('', undefined, canary)
  relay = await startRelay(Number(new URL(source.connectionString).port))
  directory = await processes.newDirectory()
  quarry = processes.start({
    DATABASE_URL: own.connectionString,
    DATA_DIR: directory,
    PORT: '0',
    LOG_LEVEL: 'trace',
  })
  client = await clientOf(await quarry.url(), directory)
})
afterAll(async () => {
  await client?.close()
  quarry?.signal('SIGTERM')
  await quarry?.ended
  await relay?.close()
  await own?.drop()
  await source?.drop()
  await role?.drop()
})

/** In plain text, as it stands in an address, in hex as PostgreSQL shows bytes, and in base64. */
const traces = [
  canary,
  encodeURIComponent(canary),
  'cAnArY',
  Buffer.from('cAnArY-7391').toString('hex'),
  Buffer.from(canary).toString('base64').slice(0, 20),
]
const found = (text: string) => traces.filter((trace) => text.includes(trace))

/** Every row of every table of a database, as text. */
async function dump(database: string): Promise<string> {
  const tables = await asSuperuser<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
    database,
  )
  const rows = await asSuperuser<{ row: string }>(
    tables.map(({ name }) => `select t::text as row from ${name} t`).join(' union all '),
    database,
  )
  return rows.map(({ row }) => row).join('\n')
}

async function logFiles(): Promise<string> {
  const entries = await readdir(path.join(directory, 'logs'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  expect(files).not.toHaveLength(0)
  return (
    await Promise.all(files.map(({ parentPath, name }) => readFile(path.join(parentPath, name), 'utf8')))
  ).join()
}

describe('the password of a registered database', () => {
  it('is in no answer, event, log line, job, row or activity, whatever succeeds or fails', async () => {
    const answers: unknown[] = []
    const keep = async <T>(request: Promise<T>): Promise<T> => {
      const answer = await request.catch((error) => {
        answers.push(error.message, error.errors)
        throw error
      })
      answers.push(answer)
      return answer
    }
    const target = { user: role.user, password: canary, port: relay.port }
    const right = withParts(source.connectionString, target)
    const test = (connectionString: string) =>
      keep(client.request(TestConnectionMutation, { input: { connectionString } }))

    const { registerDatabase } = await keep(
      client.request(RegisterDatabaseMutation, { input: { name: 'source', connectionString: right } }),
    )
    if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(registerDatabase))
    const { id } = registerDatabase.database
    await test(right)
    for (const wrong of [
      { password: `${canary}!` },
      { database: 'none' },
      { user: 'nobody' },
      { port: 1 },
      { host: 'no-such-host.invalid' },
      { host: '10.0.0.1' },
      { options: '?sslmode=require' },
      { options: `?password=${canary}` },
      { options: `?sslmode=${canary}` },
    ])
      await test(withParts(right, wrong))
    await test(`postgresql://u:12#${canary}@db/d`)
    await test(`u:${canary}@db/d`)
    await keep(client.request(UpdateDatabaseMutation, { input: { id, connectionString: right } }))
    const malformed = { name: 1, connectionString: right } as unknown as {
      name: string
      connectionString: string
    }
    await keep(client.request(RegisterDatabaseMutation, { input: malformed })).catch(() => {})
    await keep(client.request(DatabasesQuery, { search: 'source' }))

    async function run() {
      const { startElementCreation } = await keep(
        client.request(StartElementCreationMutation, { input: { databaseIds: [id] } }),
      )
      if (startElementCreation.__typename !== 'StartElementCreationPayload')
        throw new Error(startElementCreation.__typename)
      return startElementCreation.tasks[0]!.id
    }
    async function end(taskId: string) {
      for await (const event of client.watchTask(taskId)) answers.push(event)
      await keep(client.request(TaskHistoryQuery, { id: taskId }))
      return (await keep(client.request(ElementCreationTaskQuery, { id: taskId }))).task?.status
    }

    const completing = await run()
    expect(await end(completing)).toBe('COMPLETED')
    relay.hold()
    const waiting = await run()
    const isRunning = async () =>
      (await keep(client.request(ElementCreationTaskQuery, { id: waiting }))).task?.status === 'RUNNING'
    expect(await waitUntil(isRunning, 10_000)).toBe(true)
    const activity = JSON.stringify(await asSuperuser('select * from pg_stat_activity'))
    const during = await dump(own.name)
    relay.release()
    expect(await end(waiting)).toBe('COMPLETED')
    await asSuperuser(`alter role ${role.user} password 'another'`)
    expect(await end(await run())).toBe('FAILED')

    expect(answers.length).toBeGreaterThan(20)
    expect(found(JSON.stringify(answers))).toEqual([])
    expect(activity).toContain('quarry worker')
    expect(found(activity)).toEqual([])
    const kept = `${during}\n${await dump(own.name)}`
    expect(kept).toContain('source')
    expect(found(kept)).toEqual([])
    expect(found(await logFiles())).toEqual([])
    expect(quarry.output()).toContain('Attempt 1 of 3 starts')
    expect(found(quarry.output())).toEqual([])
  })

  it('would be found by these means: it is sealed in its row, and in no process list', async () => {
    expect(found(`postgresql://u:${encodeURIComponent(canary)}@db/d`)).not.toEqual([])
    const [row] = await asSuperuser<{ length: number }>(
      `select length(sealed_password) as length from database where name = 'source'`,
      own.name,
    )
    expect(row?.length).toBe(1 + 8 + 12 + 16 + Buffer.byteLength(canary))
    for (const name of await readdir('/proc')) {
      const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
      expect(found(command)).toEqual([])
    }
  })
})
