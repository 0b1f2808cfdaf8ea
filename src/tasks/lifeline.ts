import { openListener } from '../platform/listener.ts'
import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import { cancelChannel, workChannel } from './channels.ts'
import { heartbeat } from './claims.sql.ts'
import { every } from './rounds.ts'
import type { RunStopped } from './run.ts'
import { isTaskKind, type TaskKind } from './states.ts'

/** A run that this process answers for: its heartbeat keeps it alive, and a cancel request reaches it. */
export type ActiveRun = {
  taskId: string
  lease: string
  stop(why: RunStopped['why']): void
}

/** What ties runs to their rows: it says that they are alive, and hears that they should stop. */
export type Lifeline = {
  readonly active: ReadonlyMap<string, ActiveRun>
  /** Whether notifications arrive at the moment. */
  readonly listening: boolean
  hold(run: ActiveRun): void
  release(lease: string): void
  close(): Promise<void>
}

export type LifelineOptions = {
  orm: Orm
  url: string
  applicationName: string
  log: Log
  /** Whether to hear of notifications; without them all that they say is asked for once a second. */
  listen: boolean
  /** Tasks of the kind wait; or of any kind, where notifications may have been missed. */
  onWork(kind?: TaskKind): void
}

const heartbeatEveryMs = 1_000

export function openLifeline(options: LifelineOptions): Lifeline {
  const { orm, url, applicationName, log, onWork } = options
  const active = new Map<string, ActiveRun>()

  async function beat() {
    const runs = [...active.values()]
    if (runs.length === 0) return
    const held = await heartbeat(
      dbOf(orm.em.fork()),
      runs.map(({ lease }) => lease),
      runs.map(({ taskId }) => taskId),
    )
    const statuses = new Map(held.map(({ lease, status }) => [lease, status]))
    for (const run of runs) {
      const status = statuses.get(run.lease)
      if (status === undefined) run.stop('lost')
      else if (status === 'CANCELLING') run.stop('cancelled')
    }
  }

  const extraBeats = new Set<Promise<void>>()
  function beatNow() {
    const beating = beat()
      .catch((error) => log.warn({ err: error }, 'The heartbeat failed; it is tried again'))
      .finally(() => extraBeats.delete(beating))
    extraBeats.add(beating)
  }

  /** A notification is a hint: the rows say whether it is so. */
  const cancel = (taskId: string) => {
    if ([...active.values()].some((run) => run.taskId === taskId)) beatNow()
  }
  const listener = options.listen
    ? openListener({
        url,
        applicationName,
        log,
        channels: {
          [cancelChannel]: cancel,
          [workChannel]: (kind) => isTaskKind(kind) && onWork(kind),
        },
        onConnect() {
          beatNow()
          onWork()
        },
      })
    : null
  const beating = every(heartbeatEveryMs, 'The heartbeat', log, beat)

  return {
    active,
    get listening() {
      return listener?.listening ?? false
    },
    hold: (run) => active.set(run.lease, run),
    release: (lease) => active.delete(lease),
    async close() {
      await Promise.all([beating.stop(), listener?.close()])
      await Promise.all(extraBeats)
    },
  }
}
