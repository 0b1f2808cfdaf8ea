import type { TaskFilter, WorkspaceEventsSubscription } from './generated/graphql.ts'
import { map } from './map.ts'
import { WorkspaceEventsSubscription as WorkspaceEvents } from './operations.ts'
import type { Watching } from './watch.ts'
import { type Gap, watchLive } from './watch-live.ts'

export type WorkspaceEvent = WorkspaceEventsSubscription['workspaceEvents']
export type WorkspaceItem = Gap | { type: 'event'; event: WorkspaceEvent }

/** @param filter as of `tasks`; its statuses are those at the event */
export const watchWorkspace = (
  watching: Watching,
  filter: TaskFilter | null,
  options: { signal?: AbortSignal },
): AsyncIterableIterator<WorkspaceItem, void> =>
  map(watchLive(watching, WorkspaceEvents, { filter }, options), (item) =>
    item.type === 'gap' ? item : { type: 'event', event: item.data.workspaceEvents },
  )
