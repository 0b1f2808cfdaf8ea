import { useSyncExternalStore } from 'react'
import { useSession } from '../session/session.ts'
import type { LiveEvent } from './feed.ts'

/** The last event of a task, where it came after `since` (of performance.now()); drawn anew with each one, a frame at most. */
export function useLatest(taskId: string, since = 0): LiveEvent | undefined {
  const { feed } = useSession()
  const event = useSyncExternalStore(feed.listen, () => feed.latest(taskId))
  return event && event.receivedAt >= since ? event : undefined
}
