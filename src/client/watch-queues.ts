import type { WatchQueuesSubscription } from './generated/graphql.ts'
import { QueueStatsSubscription } from './operations.ts'
import { type Watching, watch } from './watch.ts'

export type QueueStats = WatchQueuesSubscription['queueStats']

/** Each subscription begins with the queues as they are: nothing is missed that still holds. */
export const watchQueues = (
  watching: Watching,
  { signal }: { signal?: AbortSignal },
): AsyncIterableIterator<QueueStats, void> =>
  watch<WatchQueuesSubscription, QueueStats>(watching, {
    signal,
    payload: () => ({ query: String(QueueStatsSubscription) }),
    receive: ({ queueStats }, output) => output.next(queueStats),
  })
