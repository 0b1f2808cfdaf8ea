import { dbOf, type Orm } from '../platform/orm.ts'
import { cancelChannel, encodeHint, eventChannel } from './channels.ts'
import { type ChangedTask, notify } from './store.sql.ts'

/** Tells the feeds of all processes that a task has new events. */
export type Announce = {
  events(changed: Pick<ChangedTask, 'id' | 'workspaceId' | 'lastSequence'>): void
  cancel(taskId: string): void
}

/** Not awaited: who misses a notification finds the rows at the next poll. */
export function createAnnounce(orm: Orm): Announce {
  const send = (channel: string, payload: string) => {
    notify(dbOf(orm.em.fork()), channel, payload).catch(() => {})
  }
  return {
    events: ({ id, workspaceId, lastSequence }) =>
      send(eventChannel, encodeHint({ workspaceId, taskId: id, sequence: lastSequence })),
    cancel: (taskId) => send(cancelChannel, taskId),
  }
}
