import type { EventRow } from './store.sql.ts'
import type { WatchedTask } from './watched-tasks.sql.ts'

/** What a subscription shows of the workspace's tasks. */
export type Shows = { task(task: WatchedTask): boolean; event(event: EventRow): boolean }

export type Known = {
  task: WatchedTask
  /** The newest event that is sure to be there. Whoever has no cursor has had all up to here. */
  newest: number
  /** The newest that was spoken of: of what a notification says only the rows know whether it is true. */
  hinted: number
  /** By the database's clock. Who began to watch later is shown nothing of it; `never` as long as it may be live. */
  overBy: number
  /** By this process's clock. */
  settledAt: number | null
}

export type Watcher = {
  shows: Shows
  /** When it began to watch, by the database's clock. */
  since: number
  /** Of the tasks that have events which it has not had: all that a slow client costs. */
  cursors: Map<string, number>
  wake(): void
}

export const never = Number.POSITIVE_INFINITY

/** Who watches a workspace, the tasks that they may see, and which events each has not had. It asks nobody. */
export function openWatchLedger() {
  const tasks = new Map<string, Known>()
  /** Oldest first. */
  const watchers = new Set<Watcher>()
  /** Who waits for a look at the live tasks. */
  const newcomers = new Set<Watcher>()

  const isOwed = ({ since, shows }: Watcher, { overBy, task }: Known) => since < overBy && shows.task(task)

  /** Who has had all events so far has not had those that are to come. */
  function owe(known: Known) {
    const { id } = known.task
    for (const watcher of watchers) {
      if (watcher.cursors.has(id) || !isOwed(watcher, known)) continue
      watcher.cursors.set(id, known.newest)
      watcher.wake()
    }
  }

  /** A task that is not known was made since somebody watches, or was over before: then this is a late hint. */
  function meet(task: WatchedTask): Known | null {
    const overBy = task.settledAt ?? never
    const [eldest] = watchers
    if (newcomers.size === 0 && (!eldest || eldest.since >= overBy)) return null
    const known: Known = { task, newest: 0, hinted: 0, overBy, settledAt: null }
    tasks.set(task.id, known)
    return known
  }

  /** The task has events up to `sequence`, as its rows say. */
  function extend(known: Known, sequence: number) {
    known.hinted = Math.max(known.hinted, sequence)
    if (sequence <= known.newest) return
    owe(known)
    known.newest = sequence
  }

  return {
    tasks,
    watchers,
    newcomers,
    extend,

    /** The task may have events up to `sequence`. */
    hint(known: Known, sequence: number) {
      if (sequence <= known.hinted) return
      known.hinted = sequence
      owe(known)
    },

    learn(task: WatchedTask) {
      const known = tasks.get(task.id) ?? meet(task)
      if (!known) return
      if (task.settledAt !== null) known.settledAt ??= Date.now()
      extend(known, task.lastSequence)
    },

    /** Lets the newcomers in, who have had of each task what it had at `since`: nothing of those that `had` lacks. */
    admit(since: number, had: Map<string, number>) {
      for (const watcher of newcomers) {
        watcher.since = since
        watchers.add(watcher)
        for (const known of tasks.values()) {
          const cursor = had.get(known.task.id) ?? 0
          if (known.hinted > cursor && isOwed(watcher, known)) watcher.cursors.set(known.task.id, cursor)
        }
      }
      newcomers.clear()
    },

    /** Drops the tasks that were settled before `before`, but for those that somebody is behind of. */
    forget(before: number) {
      for (const [id, { settledAt }] of tasks) {
        if (settledAt === null || settledAt > before) continue
        if (![...watchers].some(({ cursors }) => cursors.has(id))) tasks.delete(id)
      }
    },
  }
}
