import { createServer } from 'node:net'
import { afterAll, expect, it } from 'vitest'
import { createQuarryClient } from '../../src/client/client.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase } from '../postgres.ts'
import { register, startTask } from '../server/tasks.ts'
import { startRelay, useProcesses } from '../start/processes.ts'
import { collect, upTo } from './watched.ts'

const processes = useProcesses()
const ends: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const end of ends.reverse()) await end()
})

/** None that the system gives to connections: one of those could have it while the server is away. */
async function freePort(): Promise<string> {
  const port = 20_000 + Math.floor(Math.random() * 10_000)
  const server = createServer()
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (!isFree) return freePort()
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

it.each(['websocket', 'sse'] as const)(
  'a server that is killed and started again while a task runs takes no event from those who watch over %s',
  async (transport) => {
    const token = 'the-token-of-the-killed'
    const own = await createDatabase()
    ends.push(own.drop)
    const environment = {
      DATABASE_URL: own.connectionString,
      DATA_DIR: await processes.newDirectory(),
      ACCESS_TOKEN: token,
      PORT: await freePort(),
    }
    expect(await processes.start(environment, ['migrate']).ended).toBe(0)
    let api = processes.start(environment, ['serve'])
    const worker = processes.start(environment, ['work'])
    await worker.says('The worker is ready')
    const client = createQuarryClient({ url: await api.url(), token, transport })
    ends.push(client.close)

    // What a task reads is kept back until the server has gone.
    const tables = Array.from({ length: 300 }, (_, n) => `create table t${n} (id int primary key)`).join(';')
    const source = await createDatabase({ sql: tables })
    ends.push(source.drop)
    const address = new URL(source.connectionString)
    const relay = await startRelay(Number(address.port))
    ends.push(() => relay.close())
    address.port = String(relay.port)
    const databaseId = await register(client, address.href, 'source')
    relay.hold()
    const { seen, ended } = collect(client.watchTask(await startTask(client, databaseId)))
    expect(await waitUntil(() => seen.some(({ type }) => type === 'STARTED'), 10_000)).toBe(true)

    api.signal('SIGKILL')
    expect(await api.ended).toBe('SIGKILL')
    expect(await waitUntil(() => client.connection.state === 'lost', 5_000)).toBe(true)
    const seenBefore = seen.length
    relay.release()
    api = processes.start(environment, ['serve'])
    await api.url()
    await ended
    expect(seen.length).toBeGreaterThan(seenBefore)
    expect(seen.map(({ sequence }) => sequence)).toEqual(upTo(seen.length))
    expect(seen.at(-1)!.type).toBe('COMPLETED')
    for (const part of [api, worker]) part.signal('SIGTERM')
    expect(await Promise.all([api.ended, worker.ended])).toEqual([0, 0])
  },
  90_000,
)
