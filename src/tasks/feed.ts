import { v7 as uuid } from 'uuid'
import { openListener } from '../platform/listener.ts'
import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import { decodeHint, eventChannel } from './channels.ts'
import { type Pull, pull, type Wait } from './pull.ts'
import { settledStatuses } from './states.ts'
import {
  type EventRow,
  eventsAfter,
  lastSequences,
  type WatchedTask,
  watchChanged,
  watchLive,
} from './store.sql.ts'
import { openTail, type Tail } from './tail.ts'

/**
 * The events of tasks as they happen. Every subscription pulls from its own cursor; notifications only wake it. So a
 * slow client costs a cursor, never a buffer, and a lost notification costs time, never an event.
 */
export type Feed = {
  /** The task's events after `sequence`; ends after the event that settles the task. */
  taskEvents(taskId: string, sequence: number): AsyncIterableIterator<EventRow>
  /** Every event from now on of the workspace's tasks, where `shows` accepts both. Never ends by itself. */
  workspaceEvents(workspaceId: string, shows: Shows): AsyncIterableIterator<EventRow>
  /** Ends every subscription. */
  close(): Promise<void>
}

export type Shows = { task(task: WatchedTask): boolean; event(event: EventRow): boolean }

export type FeedOptions = { orm: Orm; url: string; applicationName: string; log: Log; listen?: boolean }

const pollMs = { listening: 2_000, deaf: 500 }
/** How far back a poll looks for tasks that were made and ended between two polls. */
const overlapMs = 60_000

/** A task's events stay in memory for this long after the last one who read them. */
const lingerMs = 5_000

type WorkspaceWatch = {
  workspaceId: string
  hint(taskId: string, sequence: number): void
  poll(): Promise<void>
}
type SharedTail = { tail: Tail; users: number; lingering: NodeJS.Timeout | null }

export function openFeed({ orm, url, applicationName, log, listen = true }: FeedOptions): Feed {
  const tails = new Map<string, SharedTail>()
  const watches = new Set<WorkspaceWatch>()
  const open = new Set<AsyncIterableIterator<EventRow>>()
  const db = () => dbOf(orm.em.fork())
  let closed = false

  function receive(payload: string) {
    const hint = decodeHint(payload)
    if (!hint) return
    tails.get(hint.taskId)?.tail.hint(hint.sequence)
    for (const watch of watches)
      if (watch.workspaceId === hint.workspaceId) watch.hint(hint.taskId, hint.sequence)
  }

  const listener = listen
    ? openListener({ url, applicationName, log, channels: { [eventChannel]: receive }, onConnect: poll })
    : null

  /** What notifications should have said, asked of the rows; one statement for all watched tasks. */
  async function poll(): Promise<void> {
    try {
      if (tails.size > 0) {
        for (const { id, lastSequence } of await lastSequences(db(), [...tails.keys()]))
          tails.get(id)?.tail.hint(lastSequence)
      }
      for (const watch of watches) await watch.poll()
    } catch (error) {
      if (!closed) log.warn({ err: error }, 'Cannot poll for events; it is tried again')
    }
  }
  let timer: NodeJS.Timeout
  const pollLater = () => {
    timer = setTimeout(
      () => poll().then(() => !closed && pollLater()),
      listener?.listening ? pollMs.listening : pollMs.deaf,
    )
  }
  pollLater()

  function useTail(taskId: string): SharedTail {
    const shared = tails.get(taskId) ?? {
      tail: openTail((after, limit) => eventsAfter(db(), taskId, after, limit)),
      users: 0,
      lingering: null,
    }
    tails.set(taskId, shared)
    if (shared.lingering) clearTimeout(shared.lingering)
    shared.lingering = null
    shared.users++
    return shared
  }

  /** Lingers, since the next event of a task is often only a moment away. */
  function releaseTail(taskId: string, shared: SharedTail) {
    shared.users--
    if (shared.users === 0) shared.lingering = setTimeout(() => tails.delete(taskId), lingerMs).unref()
  }

  /** A database that is away for a while delays a subscription; it does not end it. */
  const patient =
    (page: Pull<EventRow>['page']): Pull<EventRow>['page'] =>
    (wait) =>
      page(wait).catch(async (error) => {
        log.warn({ err: error }, 'Cannot read events; it is tried again')
        await wait(pause)
        return []
      })

  function subscription(source: Pull<EventRow>): AsyncIterableIterator<EventRow> {
    const events = pull<EventRow>({
      ...source,
      page: patient(source.page),
      release() {
        open.delete(events)
        source.release()
      },
    })
    open.add(events)
    return events
  }

  return {
    taskEvents(taskId, sequence) {
      let cursor = sequence
      const shared = useTail(taskId)
      return subscription({
        async page(wait) {
          const events = await shared.tail.after(cursor)
          if (events.length === 0 && !shared.tail.hasNews(cursor)) await wait(shared.tail.onNews)
          cursor = events.at(-1)?.sequence ?? cursor
          return events
        },
        endsAfter: settles,
        release: () => releaseTail(taskId, shared),
      })
    },

    workspaceEvents(workspaceId, shows) {
      const cursors = new Map<string, { cursor: number; shown: boolean; settledAt: number | null }>()
      /** Tasks that have news, and up to which sequence: all that a slow client costs. */
      const pending = new Map<string, number>()
      let since: string | null = null
      let polledAt = Date.now()
      let wake: (() => void) | null = null

      const hint = (taskId: string, sequence: number) => {
        pending.set(taskId, Math.max(sequence, pending.get(taskId) ?? 0))
        wake?.()
      }

      async function poll() {
        if (since === null) return
        const now = Date.now()
        const from = uuidAt(polledAt - overlapMs)
        const changed = await watchChanged(db(), workspaceId, since, [...cursors.keys()], from)
        polledAt = now
        for (const task of changed) {
          if (!task.past && task.lastSequence > (cursors.get(task.id)?.cursor ?? 0))
            hint(task.id, task.lastSequence)
        }
        for (const [id, { settledAt }] of cursors) {
          if (settledAt === null || settledAt > now - 2 * overlapMs) continue
          cursors.delete(id)
          pending.delete(id)
        }
      }

      const admit = (task: WatchedTask, cursor: number) => {
        const known = { cursor, shown: shows.task(task), settledAt: task.past ? Date.now() : null }
        cursors.set(task.id, known)
        return known
      }

      async function begin() {
        const live = await watchLive(db(), workspaceId)
        for (const task of live.tasks) admit(task, task.lastSequence)
        since = live.since
      }

      /** A task that is not known was made since the beginning, or had ended before it: then this is a late hint. */
      async function meet(taskId: string) {
        const [task] = await watchChanged(db(), workspaceId, since!, [taskId], lastUuid)
        return task && admit(task, task.past ? task.lastSequence : 0)
      }

      async function newEvents(taskId: string, sequence: number): Promise<EventRow[]> {
        const known = cursors.get(taskId) ?? (await meet(taskId))
        if (!known?.shown || known.cursor >= sequence) return []
        const shared = useTail(taskId)
        try {
          shared.tail.hint(sequence)
          const events = await shared.tail.after(known.cursor)
          known.cursor = events.at(-1)?.sequence ?? known.cursor
          if (events.some(settles)) known.settledAt = Date.now()
          if (shared.tail.hasNews(known.cursor)) hint(taskId, sequence)
          return events.filter(shows.event)
        } finally {
          releaseTail(taskId, shared)
        }
      }

      const watch: WorkspaceWatch = { workspaceId, hint, poll }
      watches.add(watch)
      return subscription({
        async page(wait) {
          if (since === null) await begin()
          for (const [taskId, sequence] of pending) {
            pending.delete(taskId)
            const events = await newEvents(taskId, sequence)
            if (events.length > 0) return events
          }
          await wait((news) => {
            wake = news
            return () => {
              wake = null
            }
          })
          return []
        },
        endsAfter: () => false,
        release: () => watches.delete(watch),
      })
    },

    async close() {
      closed = true
      clearTimeout(timer)
      for (const events of open) await events.return!()
      await listener?.close()
    },
  }
}

const pause: Parameters<Wait>[0] = (wake) => {
  const timer = setTimeout(wake, pollMs.deaf)
  return () => clearTimeout(timer)
}

const settles = ({ type }: EventRow) => (settledStatuses as readonly string[]).includes(type)
const lastUuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const uuidAt = (ms: number) => uuid({ msecs: ms, seq: 0, random: new Uint8Array(16) })
