import { v7 as uuid } from 'uuid'
import type { Log } from '../platform/log.ts'
import type { Db } from '../platform/orm.ts'
import type { Pull } from './pull.ts'
import { settles } from './states.ts'
import type { EventRow } from './store.sql.ts'
import type { Tails } from './tails.ts'
import { type Known, never, openWatchLedger, type Shows, type Watcher } from './watch-ledger.ts'
import { watchChanged, watchedTasks, watchLive } from './watched-tasks.sql.ts'

/** The tasks of one workspace, asked for once for all who watch them in this process. */
export type WorkspaceWatch = {
  /** Says that the task has events up to `sequence`. */
  hint(taskId: string, sequence: number): void
  /** Asks the rows for what notifications may have hidden. Rejects where the database cannot be asked. */
  poll(): Promise<void>
  /** Every event from the first page on, where `shows` accepts it and its task. Never ends by itself. */
  events(shows: Shows): Pull<EventRow>
}

/** How far back a poll looks for tasks that were made and ended between two polls. */
const overlapMs = 60_000
/** Tasks that are over are kept as long for late hints. */
const keptMs = 2 * overlapMs

export function openWorkspaceWatch(
  workspaceId: string,
  { db, tails, log }: { db: () => Db; tails: Tails; log: Log },
): WorkspaceWatch {
  const ledger = openWatchLedger()
  const { tasks, watchers, newcomers } = ledger
  const strangers = new Set<string>()
  let admitting: Promise<void> | null = null
  let meeting = false
  let polledAt = Date.now()

  async function meetStrangers() {
    if (meeting) return
    meeting = true
    try {
      while (strangers.size > 0) {
        const ids = [...strangers]
        strangers.clear()
        for (const task of await watchedTasks(db(), workspaceId, ids)) ledger.learn(task)
      }
    } catch (error) {
      log.warn({ err: error }, 'Cannot look at new tasks; the next poll finds them')
    } finally {
      meeting = false
    }
  }

  /** One look at the live tasks, for all who wait for one: what happens from then on is theirs. */
  async function admit() {
    const { since, tasks: live } = await watchLive(db(), workspaceId)
    const had = new Map(live.map(({ id, lastSequence }) => [id, lastSequence]))
    await findEnds([...tasks.values()].filter(({ task }) => !had.has(task.id)))
    for (const task of live) ledger.learn(task)
    ledger.admit(since, had)
  }

  /** What is known and was not live at a look is over, or was made after it; its row says which. */
  async function findEnds(missing: Known[]) {
    const ids = missing.filter(({ overBy }) => overBy === never).map(({ task }) => task.id)
    if (ids.length === 0) return
    for (const { id, settledAt } of await watchedTasks(db(), workspaceId, ids)) {
      const known = tasks.get(id)
      if (known) known.overBy = settledAt ?? never
    }
  }

  function join(watcher: Watcher): Promise<void> {
    newcomers.add(watcher)
    admitting ??= admit().finally(() => {
      admitting = null
    })
    return admitting
  }

  /** The next events of a task that the watcher is behind of; it is behind no more where there are none. */
  async function read({ cursors }: Watcher, taskId: string): Promise<EventRow[]> {
    const known = tasks.get(taskId)
    const cursor = cursors.get(taskId)!
    const told = known?.hinted ?? 0
    const { tail, release } = tails.use(taskId)
    tail.hint(told)
    const events = await Promise.resolve(tail.after(cursor)).finally(release)
    const last = events.at(-1)
    if (known && last) {
      ledger.extend(known, last.sequence)
      if (settles(last)) known.settledAt ??= Date.now()
    }
    const inVain = !last && known?.hinted === told
    if (inVain) known.hinted = known.newest
    const reached = last?.sequence ?? cursor
    // Last in the order, so that a task which talks without end does not keep the others waiting.
    cursors.delete(taskId)
    if (known && !inVain && known.hinted > reached) cursors.set(taskId, reached)
    return events
  }

  return {
    hint(taskId, sequence) {
      const known = tasks.get(taskId)
      if (known) return ledger.hint(known, sequence)
      strangers.add(taskId)
      meetStrangers()
    },

    async poll() {
      if (watchers.size === 0) return
      const now = Date.now()
      const live = [...tasks].filter(([, { settledAt }]) => settledAt === null).map(([id]) => id)
      const found = await watchChanged(db(), workspaceId, live, uuidAt(polledAt - overlapMs))
      for (const task of found) ledger.learn(task)
      const ids = new Set(found.map(({ id }) => id))
      for (const id of live) if (!ids.has(id)) tasks.delete(id)
      polledAt = now
      ledger.forget(now - keptMs)
    },

    events(shows) {
      const watcher: Watcher = { shows, since: never, cursors: new Map(), wake() {} }
      return {
        async page(wait) {
          if (!watchers.has(watcher)) await join(watcher)
          for (const taskId of watcher.cursors.keys()) {
            const events = (await read(watcher, taskId)).filter(shows.event)
            if (events.length > 0) return events
          }
          await wait((news) => {
            watcher.wake = news
            return () => {
              watcher.wake = () => {}
            }
          })
          return []
        },
        endsAfter: () => false,
        release() {
          newcomers.delete(watcher)
          watchers.delete(watcher)
        },
      }
    },
  }
}

const uuidAt = (ms: number) => uuid({ msecs: ms, seq: 0, random: new Uint8Array(16) })
