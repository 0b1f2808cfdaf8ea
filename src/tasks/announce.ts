import { dbOf, type Orm } from '../platform/orm.ts'
import { cancelChannel, encodeHint, eventChannel, workChannel } from './channels.ts'
import type { Measure } from './metrics.ts'
import type { TaskKind } from './states.ts'
import { type ChangedTask, notify } from './store.sql.ts'

/** Tells all processes what they would otherwise find out by asking, later. */
export type Announce = {
  /** To feeds: the task has new events. */
  events(changed: Pick<ChangedTask, 'id' | 'workspaceId' | 'lastSequence'> & { eventCount?: number }): void
  /** To workers: a task of the kind waits. */
  work(kind: TaskKind): void
  /** To the worker that runs the task. */
  cancel(taskId: string): void
}

/** Not awaited: who misses a notification finds the rows at the next poll. With `notify` false nothing is sent. */
export function createAnnounce(
  orm: Orm,
  { notify: sends = true, measure }: { notify?: boolean; measure?: Measure } = {},
): Announce {
  const send = (channel: string, payload: string) => {
    if (!sends) return
    notify(dbOf(orm.em.fork()), channel, payload).catch(() => {})
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
