import { createServer, type Server } from 'node:net'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { useProcesses } from '../start/processes.ts'
import { type Exposition, scrape } from './scrape.ts'

vi.setConfig({ testTimeout: 120_000 })
const processes = useProcesses()
const databases: TestDatabase[] = []
afterAll(async () => {
  for (const database of databases) await database.drop()
})

async function newEnvironment() {
  const database = await createDatabase()
  databases.push(database)
  return { DATABASE_URL: database.connectionString, DATA_DIR: await processes.newDirectory(), PORT: '0' }
}

const hold = (port: number) =>
  new Promise<Server>((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
const portOf = (server: Server) => (server.address() as { port: number }).port
const letGo = (server: Server) => new Promise((resolve) => server.close(resolve))

/** The first of two ports that follow one another and are free. */
async function freePair(): Promise<number> {
  for (;;) {
    const first = await hold(0)
    const port = portOf(first)
    const second = await hold(port + 1).catch(() => null)
    await letGo(first)
    if (!second) continue
    await letGo(second)
    return port
  }
}

describe('METRICS_PORT', () => {
  it('is of the API with npm start, and the next one of its worker', async () => {
    const port = await freePair()
    const quarry = processes.start({ ...(await newEnvironment()), METRICS_PORT: String(port) })
    await quarry.url()
    const at = (port: number) => scrape(`http://127.0.0.1:${port}`)
    const api = await at(port)
    expect(api.names).toContain('quarry_subscriptions')
    expect(api.names).not.toContain('quarry_task_attempts_total')
    let worker: Exposition | null = null
    const answers = async () => {
      worker = await at(port + 1).catch(() => null)
      return worker?.value('quarry_workers', { kind: 'ELEMENT_CREATION' }) === 1
    }
    expect(await waitUntil(answers, 30_000, 100)).toBe(true)
    expect(worker!.names).toContain('quarry_task_attempts_total')
    expect(worker!.names).not.toContain('quarry_subscriptions')
    quarry.signal('SIGTERM')
    expect(await quarry.ended).toBe(0)
    await expect(at(port)).rejects.toThrow()
  })

  it('that is in use ends the start of an API, and says what to do', async () => {
    const holder = await hold(0)
    const environment = await newEnvironment()
    expect(await processes.start(environment, ['migrate']).ended).toBe(0)
    const api = processes.start({ ...environment, METRICS_PORT: String(portOf(holder)) }, ['serve'])
    expect(await api.ended).toBe(1)
    expect(api.output()).toContain(
      `The port ${portOf(holder)} of 127.0.0.1 is in use; set METRICS_PORT to another one`,
    )

    // A worker waits for it, as for everything else that it needs.
    const worker = processes.start({ ...environment, METRICS_PORT: String(portOf(holder)) }, ['work'])
    await worker.says('set METRICS_PORT to another one')
    await letGo(holder)
    await worker.says('The worker is ready')
    worker.signal('SIGTERM')
    expect(await worker.ended).toBe(0)
  })
})
