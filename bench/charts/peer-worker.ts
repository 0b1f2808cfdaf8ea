import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { bareSvg } from './bare-vega.ts'

/**
 * The least that draws charts in the background: slots of raw pg-boss that read the rows over a pool, have Vega draw a given
 * specification, and keep the SVG. Nothing is checked, chosen, reported or locked. Its database is at DATABASE_URL, the rows are at
 * SOURCE_URL; as arguments the queue and how many slots. Each drawn job's id goes to the parent process.
 */
export type PeerJob = { id: string; sql: string; spec: object }

const [queue, slots] = [process.argv[2]!, Number(process.argv[3])]
const boss = new PgBoss({ connectionString: process.env.DATABASE_URL!, max: 12, useListenNotify: true })
boss.on('error', (error) => process.stderr.write(`${error.stack}\n`))
await boss.start()
await boss.createQueue(queue, { notify: true })
const [own, source] = [process.env.DATABASE_URL, process.env.SOURCE_URL].map(
  (connectionString) => new pg.Pool({ connectionString, max: slots }),
) as [pg.Pool, pg.Pool]
await own.query('create table drawn (id uuid primary key, rows int, svg text)')

const often = { batchSize: 1, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 }
for (let slot = 0; slot < slots; slot++) {
  // Each wakes itself: one notification fetches one job.
  const worker: string = await boss.work<PeerJob>(queue, often, async ([job]) => {
    const { id, sql, spec } = job!.data
    const { rows } = await source.query({ text: sql, rowMode: 'array' })
    const svg = await bareSvg(spec, true)
    await own.query('insert into drawn values ($1, $2, $3)', [id, rows.length, svg])
    process.send!(id)
    boss.notifyWorker(worker)
  })
}
process.on('disconnect', () => process.exit())
process.stdout.write('The peer is ready\n')
