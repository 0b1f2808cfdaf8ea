import { afterAll, afterEach, beforeAll, inject } from 'vitest'
import { withParts } from '../databases/sources.ts'
import { startTrap, type Trap } from '../filtered/task/traps.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register } from '../server/tasks.ts'
import { type QuarryProcess, useProcesses } from '../start/processes.ts'

/** The servers that a worker speaks to: of the database it reads, of the one it makes, and Quarry's own. */
export type Side = 'source' | 'target' | 'own'

/**
 * Quarry with one registered database, made by `sql`, and workers in processes of their own that reach each server through a trap.
 * What a test starts of them is killed after it.
 */
export function useTrapped(sql: string) {
  const processes = useProcesses()
  let quarry: TestQuarry
  let source: TestDatabase
  let traps: Record<Side, Trap>
  let databaseId: string
  let environment: Record<string, string>
  const workers: QuarryProcess[] = []

  beforeAll(async () => {
    source = await createDatabase({ sql })
    const port = Number(new URL(inject('postgresUrl')).port)
    traps = { source: await startTrap(port), target: await startTrap(port), own: await startTrap(port) }
    quarry = await startQuarry({ worker: false })
    const connectionString = withParts(source.connectionString, { port: traps.source.port })
    databaseId = await register(quarry.client, connectionString, 'source')
    environment = {
      DATABASE_URL: withParts(quarry.surroundings.databaseUrl, { port: traps.own.port }),
      FILTERED_DATABASE_URL: withParts(inject('postgresUrl'), { port: traps.target.port }),
      ENCRYPTION_KEY: quarry.surroundings.encryptionKey.toString('base64'),
      DATA_DIR: await processes.newDirectory(),
    }
  })
  afterEach(() => {
    for (const worker of workers.splice(0)) worker.signal('SIGKILL')
  })
  afterAll(async () => {
    await quarry?.stop()
    for (const trap of Object.values(traps ?? {})) await trap.close()
    await source?.drop()
  })

  async function startWorker(): Promise<QuarryProcess> {
    const worker = processes.start(environment, ['work'])
    workers.push(worker)
    await worker.says('The worker is ready')
    return worker
  }

  return {
    get client() {
      return quarry.client
    },
    get databaseId() {
      return databaseId
    },
    /** The name of the registered database on its server. */
    get sourceName() {
      return source.name
    },
    startWorker,
    /** Starts a worker, and comes back when it is kept from saying `text` to the server. */
    async startWorkerUntil({ side, text }: { side: Side; text: string }): Promise<QuarryProcess> {
      const { caught } = traps[side].arm(text)
      const worker = await startWorker()
      await caught
      return worker
    },
    release: (side: Side) => traps[side].release(),
  }
}
