import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { Gauge, type Registry } from 'prom-client'
import type { Log } from '../platform/log.ts'
import type { Db } from '../platform/orm.ts'
import { type KindState, kindStates } from './metrics.sql.ts'
import type { TaskKind } from './states.ts'

export type StateOptions = {
  registry: Registry
  url: string
  applicationName: string
  log: Log
  kinds: TaskKind[]
}

/** A scrape takes no longer than this for it; Prometheus gives up after ten seconds. */
const patienceMs = 2_000
/** Scrapes that come sooner one after the other share a look. */
const freshMs = 1_000

/**
 * Tells at each scrape how the tasks of the whole installation stand. It looks over a connection of its own, opened by the
 * first scrape: a pool that is exhausted is what it is asked about. Where the database is away it says so, and nothing else.
 */
export function measureState({ registry, url, applicationName, log, kinds }: StateOptions) {
  const registers = [registry]
  let db: Db | null = null
  let states: Promise<KindState[] | null> | null = null
  let wasUp = true

  const connect = (): Db => {
    const pool = new pg.Pool({
      connectionString: url,
      application_name: `${applicationName} metrics`,
      max: 1,
      keepAlive: true,
      connectionTimeoutMillis: patienceMs,
      query_timeout: patienceMs,
      idleTimeoutMillis: 60_000,
    })
    pool.on('error', () => {})
    return new Kysely({ dialect: new PostgresDialect({ pool }) })
  }

  /** What may still hang on it is left behind. */
  function disconnect() {
    const current = db
    db = null
    return current?.destroy().catch(() => {})
  }

  async function look(): Promise<KindState[] | null> {
    const asked = new AbortController()
    const late = sleep(patienceMs, undefined, { signal: asked.signal }).then(
      () => Promise.reject(new Error(`The database did not answer within ${patienceMs} ms`)),
      () => null,
    )
    try {
      db ??= connect()
      const found = await Promise.race([kindStates(kinds).execute(db), late])
      wasUp = true
      return found?.rows ?? null
    } catch (error) {
      // Once: a scrape every few seconds would say the same for as long as it lasts.
      if (wasUp) log.warn({ err: error }, 'The metrics have nothing of the database: it does not answer')
      wasUp = false
      disconnect()
      return null
    } finally {
      asked.abort()
    }
  }

  /** The gauges of one scrape, and scrapes that come close together, share one look. */
  function current() {
    states ??= look().finally(() => {
      setTimeout(() => {
        states = null
      }, freshMs).unref()
    })
    return states
  }

  new Gauge({
    name: 'quarry_database_up',
    help: 'Whether the database answered at the scrape.',
    registers,
    async collect() {
      this.set((await current()) ? 1 : 0)
    },
  })

  /** Without a series where the database does not answer: what was true at an earlier scrape may not be now. */
  const gauge = (name: string, help: string, numberOf: (state: KindState) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['kind'],
      registers,
      async collect() {
        const found = (await current()) ?? []
        this.reset()
        for (const state of found) this.set({ kind: state.kind }, numberOf(state))
      },
    })

  new Gauge({
    name: 'quarry_tasks',
    help: 'Live tasks, by kind and status.',
    labelNames: ['kind', 'status'],
    registers,
    async collect() {
      const found = (await current()) ?? []
      this.reset()
      for (const { kind, pending, running, cancelling } of found) {
        this.set({ kind, status: 'PENDING' }, pending)
        this.set({ kind, status: 'RUNNING' }, running)
        this.set({ kind, status: 'CANCELLING' }, cancelling)
      }
    },
  })
  gauge(
    'quarry_task_oldest_pending_seconds',
    'For how long the oldest task that could run has waited; 0 where none waits.',
    ({ oldestPendingSeconds }) => oldestPendingSeconds ?? 0,
  )
  gauge(
    'quarry_task_oldest_running_seconds',
    'How long the attempt that began first has run; 0 where none runs.',
    ({ oldestRunningSeconds }) => oldestRunningSeconds ?? 0,
  )
  gauge(
    'quarry_workers',
    'Worker processes that are there, by the kind of tasks that they run.',
    (state) => state.workers,
  )

  return {
    async close() {
      await disconnect()
    },
  }
}
