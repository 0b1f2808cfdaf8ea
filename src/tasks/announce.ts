import { dbOf, type Orm } from '../platform/orm.ts'
import { cancelChannel, encodeHint, eventChannel, workChannel } from './channels.ts'
import type { Measure } from './metrics.ts'
import type { TaskKind } from './states.ts'
import { type ChangedTask, type Notice, notify } from './store.sql.ts'

/** Tells all processes what they would otherwise find out by asking, later. */
export type Announce = {
  /** To feeds: the task has new events. */
  events(changed: Pick<ChangedTask, 'id' | 'workspaceId' | 'lastSequence'> & { eventCount?: number }): void
  /** To workers: a task of the kind waits. */
  work(kind: TaskKind): void
  /** To the worker that runs the task. */
  cancel(taskId: string): void
}

/**
 * Not awaited: who misses a notification finds the rows at the next poll. What is announced at one moment leaves in one statement.
 * With `notify` false nothing is sent.
 */
export function createAnnounce(
  orm: Orm,
  { notify: sends = true, measure }: { notify?: boolean; measure?: Measure } = {},
): Announce {
  let notices: Notice[] = []
  function leave() {
    const together = notices
    notices = []
    notify(dbOf(orm.em.fork()), together).catch(() => {})
  }
  function send(channel: string, payload: string) {
    if (!sends) return
    if (notices.push({ channel, payload }) === 1) queueMicrotask(leave)
  }
  return {
    events({ id, workspaceId, lastSequence, eventCount = 1 }) {
      measure?.({ of: 'events', count: eventCount })
      send(eventChannel, encodeHint({ workspaceId, taskId: id, sequence: lastSequence }))
    },
    work: (kind) => send(workChannel, kind),
    cancel: (taskId) => send(cancelChannel, taskId),
  }
}
