import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DatabaseQuery, DatabasesQuery, ElementCreationTaskQuery } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { withParts } from '../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { register, startTask } from '../server/tasks.ts'
import {
  clientOf,
  leftOver,
  processesOf,
  type QuarryProcess,
  type Relay,
  startRelay,
  useProcesses,
  workerOf,
} from './processes.ts'

const processes = useProcesses()
let directory: string
let first: QuarryProcess
let source: TestDatabase
let relay: Relay
let databaseId: string

const environment = () => ({ DATA_DIR: directory, PORT: '0', SHUTDOWN_GRACE_SECONDS: '1' })

async function startElements(url: string): Promise<string> {
  const client = await clientOf(url, directory)
  const taskId = await startTask(client, databaseId)
  await client.close()
  return taskId
}

async function taskOf(url: string, id: string) {
  const client = await clientOf(url, directory)
  const { task } = await client.request(ElementCreationTaskQuery, { id })
  await client.close()
  return task!
}

const reaches = (url: string, id: string, status: string) =>
  waitUntil(async () => (await taskOf(url, id)).status === status, 40_000, 100)

async function secrets(): Promise<string[]> {
  const names = ['access-token', 'encryption-key', 'postgres/password']
  return Promise.all(names.map((name) => readFile(path.join(directory, name), 'utf8')))
}

beforeAll(async () => {
  source = await createDatabase({ sql: 'create table a (id int primary key); create table b (id int)' })
  relay = await startRelay(Number(new URL(source.connectionString).port))
  directory = await processes.newDirectory()
})
afterAll(async () => {
  await relay?.close()
  await source?.drop()
})

/** One installation's life; each test goes on where the one before it ended. */
describe('npm start', () => {
  let kept: string[]

  it('brings up everything on an empty directory, ready within seconds', async () => {
    const startedAt = Date.now()
    first = processes.start(environment())
    const url = await first.url()
    console.log(`The first start took ${Date.now() - startedAt} ms`)
    expect(Date.now() - startedAt).toBeLessThan(15_000)

    expect((await fetch(new URL('/health/ready', url))).status).toBe(200)
    const client = await clientOf(url, directory)
    databaseId = await register(client, withParts(source.connectionString, { port: relay.port }), 'source')
    await client.close()
    const id = await startElements(url)
    expect(await reaches(url, id, 'COMPLETED')).toBe(true)
    kept = await secrets()
  })

  it('keeps its secrets, and all that it writes, from the other users of the machine', async () => {
    for (const name of ['access-token', 'encryption-key', 'postgres/password'])
      expect((await stat(path.join(directory, name))).mode & 0o777).toBe(0o600)
    expect(Buffer.from(kept[0]!, 'base64url')).toHaveLength(32)
    expect(Buffer.from(kept[1]!, 'base64url')).toHaveLength(32)
    const readable = (await readdir(directory, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map(async (file) => ((await stat(file).catch(() => null))?.mode ?? 0) & 0o004 && file)
    expect((await Promise.all(readable)).filter(Boolean)).toEqual([])
  })

  it('refuses a second start on the same directory, while the first goes on serving', async () => {
    const second = processes.start(environment())
    expect(await second.ended).toBe(1)
    expect(second.output()).toBe(
      `Quarry could not start: The data directory ${directory} is in use by process ${first.pid}; ` +
        'stop it or set DATA_DIR to another directory\n',
    )
    expect((await fetch(new URL('/health/ready', await first.url()))).status).toBe(200)
  })

  it('starts the worker again that was killed, and its task completes', async () => {
    const url = await first.url()
    const { pid } = (await workerOf(directory))!
    process.kill(pid, 'SIGKILL')
    await first.says('The worker process ended; another one is started')
    expect(await waitUntil(async () => ((await workerOf(directory))?.pid ?? pid) !== pid, 10_000)).toBe(true)
    expect(await reaches(url, await startElements(url), 'COMPLETED')).toBe(true)
  })

  it('ends on SIGTERM with exit code 0, and leaves no process behind', async () => {
    first.signal('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(await processesOf(directory)).toEqual([])
  })

  it('starts again within a moment, with the same secrets and what was registered', async () => {
    const startedAt = Date.now()
    first = processes.start(environment())
    const url = await first.url()
    console.log(`A later start took ${Date.now() - startedAt} ms`)
    expect(Date.now() - startedAt).toBeLessThan(10_000)
    expect(await secrets()).toEqual(kept)
    const client = await clientOf(url, directory)
    const { databases } = await client.request(DatabasesQuery, {})
    const { database } = await client.request(DatabaseQuery, { id: databaseId })
    await client.close()
    expect(databases.nodes).toEqual([{ id: databaseId, name: 'source' }])
    expect(database?.catalog).toMatchObject({ tableCount: 2 })
  })

  it('recovers from a kill -9: the worker ends by itself, the next start takes up what was running', async () => {
    const url = await first.url()
    relay.hold()
    const id = await startElements(url)
    expect(await reaches(url, id, 'RUNNING')).toBe(true)
    first.signal('SIGKILL')
    await first.ended
    expect(await waitUntil(async () => (await workerOf(directory)) === undefined, 20_000, 50)).toBe(true)
    relay.release()

    first = processes.start(environment())
    const later = await first.url()
    expect(await secrets()).toEqual(kept)
    expect(await reaches(later, id, 'COMPLETED')).toBe(true)
    const client = await clientOf(later, directory)
    const { database } = await client.request(DatabaseQuery, { id: databaseId })
    await client.close()
    expect(database?.catalog).toMatchObject({ tableCount: 2 })
  }, 60_000)

  it('ends when its PostgreSQL is killed, with an exit code that says so', async () => {
    const [pid] = (await readFile(path.join(directory, 'postgres/cluster/postmaster.pid'), 'utf8')).split(
      '\n',
    )
    process.kill(Number(pid), 'SIGKILL')
    expect(await first.ended).toBe(1)
    expect(first.output()).toContain('a part that everything needs has ended')
    expect(await leftOver(directory, 10_000)).toEqual([])
  })

  it('run by npm, ends on a Ctrl-C that reaches the whole process group, and leaves nothing behind', async () => {
    const npm = processes.start(environment(), ['start'], 'npm')
    await npm.url()
    npm.signalGroup('SIGINT')
    // npm itself ends by the signal that it got, once its script has ended.
    expect([0, 'SIGINT']).toContain(await npm.ended)
    expect(await leftOver(directory, 5_000)).toEqual([])
    expect(npm.output()).not.toMatch(/could not|"level":(40|50|60)/)
  })
})
