import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { PgBoss } from 'pg-boss'
import { timed } from '../measure.ts'
import { type BenchQuarry, startProcess } from '../quarry.ts'
import type { PeerJob } from './peer-worker.ts'

export type Peer = {
  /** Sends a job with the next of the charts and resolves once it is drawn and kept; how long that took, in milliseconds. */
  draw(): Promise<number>
}

const queue = 'draw'
const workerFile = fileURLToPath(new URL('./peer-worker.ts', import.meta.url))

/** Draws the charts that Quarry has drawn, by raw pg-boss and Vega alone, on the same server. */
export async function startPeer(
  stack: AsyncDisposableStack,
  quarry: BenchQuarry,
  { source, slots }: { source: string; slots: number },
): Promise<Peer> {
  const { rows: charts } = await quarry.store.query<Omit<PeerJob, 'id'>>(`
    select distinct on (message.id) message.sql, chart_picture.spec from message
    join chart on chart.message_id = message.id join chart_picture on chart_id = chart.id order by message.id, chart.id`)
  const own = await quarry.createDatabase('peer')
  const env = { ...process.env, DATABASE_URL: own, SOURCE_URL: source }
  const { child } = await startProcess(
    stack,
    [workerFile, queue, String(slots)],
    env,
    [],
    /The peer is ready/,
  )
  const boss = new PgBoss({ connectionString: own, migrate: false, supervise: false, schedule: false })
  boss.on('error', (error) => process.stderr.write(`${error.stack}\n`))
  await boss.start()
  stack.defer(() => boss.stop({ graceful: false, close: true }))
  const waiting = new Map<string, () => void>()
  child.on('message', (id: string) => waiting.get(id)?.())
  let next = 0
  return {
    draw: () =>
      timed(async () => {
        const id = randomUUID()
        const drawn = new Promise<void>((resolve) => waiting.set(id, resolve))
        await boss.send(queue, { id, ...charts[next++ % charts.length]! } satisfies PeerJob)
        await drawn
        waiting.delete(id)
      }),
  }
}
