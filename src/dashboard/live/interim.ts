import type { QuarryClient } from '../../client/client.ts'
import type { FeedSubscription } from './feed.ts'

const listeners = new Set<() => void>()
export const connection = {
  current: { state: 'connecting' as 'idle' | 'connecting' | 'connected' | 'lost' | 'refused' },
}
export const onConnection = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const set = (state: typeof connection.current.state) => {
  connection.current = { state }
  for (const listener of listeners) listener()
}
export async function* follow(
  query: typeof FeedSubscription,
  client: QuarryClient,
  signal: AbortSignal,
  onResume: () => void,
) {
  for (let first = true; !signal.aborted; first = false) {
    if (!first) onResume()
    const events = client.subscribe(query, {})
    const stop = () => void events.return?.()
    signal.addEventListener('abort', stop, { once: true })
    setTimeout(() => set('connected'), 300)
    try {
      yield* events
      return
    } catch (error) {
      if (signal.aborted) return
      const { code } = error as { code?: number }
      if (code !== undefined && code >= 4400 && code < 4500) throw error
    }
    set('lost')
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}
