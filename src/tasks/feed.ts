import { openListener } from '../platform/listener.ts'
import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import { decodeHint, eventChannel } from './channels.ts'
import { type Pull, pull, type Wait } from './pull.ts'
import { settles } from './states.ts'
import { type EventRow, eventsAfter, lastSequences } from './store.sql.ts'
import { openTails } from './tails.ts'
import { openTurnstile } from './turnstile.ts'
import type { Shows } from './watch-ledger.ts'
import { openWorkspaceWatch, type WorkspaceWatch } from './workspace-watch.ts'

export type { Shows } from './watch-ledger.ts'

/**
 * The events of tasks as they happen. Every subscription pulls from its own cursor; notifications only wake it. So a
 * slow client costs a cursor, never a buffer, and a lost notification costs time, never an event.
 */
export type Feed = {
  /** The task's events after `sequence`; ends after the event that settles the task. */
  taskEvents(taskId: string, sequence: number): AsyncIterableIterator<EventRow>
  /** Every event from now on of the workspace's tasks, where `shows` accepts both. Never ends by itself. */
  workspaceEvents(workspaceId: string, shows: Shows): AsyncIterableIterator<EventRow>
  /** Whether notifications arrive at the moment. */
  readonly listening: boolean
  /** Ends every subscription. */
  close(): Promise<void>
}

export type FeedOptions = {
  orm: Orm
  url: string
  applicationName: string
  log: Log
  listen?: boolean
  /** What else is heard on the same connection, as a hint: it may be away for a while. */
  channels?: Record<string, () => void>
  /** Called when the database is asked for what notifications may have missed. */
  onPoll?: () => void
}

const pollMs = { listening: 2_000, deaf: 500 }
/** Some milliseconds' worth. */
const eventsATurn = 200

export function openFeed(options: FeedOptions): Feed {
  const { orm, url, applicationName, log, listen = true, channels = {}, onPoll } = options
  const db = () => dbOf(orm.em.fork())
  const tails = openTails((taskId, after, limit) => eventsAfter(db(), taskId, after, limit))
  const watches = new Map<string, { watch: WorkspaceWatch; users: number }>()
  const open = new Set<AsyncIterableIterator<EventRow>>()
  const turnstile = openTurnstile(eventsATurn)
  let closed = false

  function receive(payload: string) {
    const hint = decodeHint(payload)
    if (!hint) return
    tails.hint(hint.taskId, hint.sequence)
    watches.get(hint.workspaceId)?.watch.hint(hint.taskId, hint.sequence)
  }

  const listener = listen
    ? openListener({
        ...{ url, applicationName, log },
        channels: { ...channels, [eventChannel]: receive },
        onConnect: poll,
      })
    : null

  /** What notifications should have said, asked of the rows; one statement for all watched tasks. */
  async function poll(): Promise<void> {
    const taskIds = tails.taskIds()
    if (taskIds.length === 0 && watches.size === 0) return
    onPoll?.()
    try {
      if (taskIds.length > 0) {
        for (const { id, lastSequence } of await lastSequences(db(), taskIds)) tails.hint(id, lastSequence)
      }
      for (const { watch } of watches.values()) await watch.poll()
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
      turnstile,
      release() {
        open.delete(events)
        source.release()
      },
    })
    open.add(events)
    return events
  }

  /** All who watch a workspace at the same time share one watch of it. */
  function useWatch(workspaceId: string) {
    const shared = watches.get(workspaceId) ?? {
      watch: openWorkspaceWatch(workspaceId, { db, tails, log }),
      users: 0,
    }
    watches.set(workspaceId, shared)
    shared.users++
    const release = () => {
      shared.users--
      if (shared.users === 0) watches.delete(workspaceId)
    }
    return { watch: shared.watch, release }
  }

  return {
    taskEvents(taskId, sequence) {
      let cursor = sequence
      const { tail, release } = tails.use(taskId)
      return subscription({
        async page(wait) {
          let events = await tail.after(cursor)
          if (events.length === 0 && !tail.hasNews(cursor) && (await wait(tail.onNews)))
            events = await tail.after(cursor)
          cursor = events.at(-1)?.sequence ?? cursor
          return events
        },
        endsAfter: settles,
        release,
      })
    },

    workspaceEvents(workspaceId, shows) {
      const { watch, release } = useWatch(workspaceId)
      const events = watch.events(shows)
      return subscription({
        ...events,
        release() {
          events.release()
          release()
        },
      })
    },

    get listening() {
      return listener?.listening ?? false
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
