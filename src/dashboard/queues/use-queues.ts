import { useEffect, useState } from 'react'
import type { QueueStats } from '../../client/client.ts'
import { useSession } from '../session/session.ts'
import { type History, withMoment } from './history.ts'

export type WatchedQueues = {
  stats: QueueStats | null
  /** When they came, in milliseconds since 1970. */
  at: number
  histories: ReadonlyMap<string, History>
  /** Why they are not watched any more. */
  failure: Error | null
  again(): void
}

/** The queues, for as long as the page is open and the viewer may see them. */
export function useQueues(): WatchedQueues {
  const { client } = useSession()
  const [state, setState] = useState<Omit<WatchedQueues, 'again' | 'failure'>>({
    stats: null,
    at: 0,
    histories: new Map(),
  })
  const [failure, setFailure] = useState<Error | null>(null)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round watches anew
  useEffect(() => {
    const watching = new AbortController()
    async function watch() {
      for await (const stats of client.watchQueues({ signal: watching.signal })) {
        const at = Date.now()
        setState(({ histories }) => ({ stats, at, histories: withMoment(histories, stats, at) }))
      }
    }
    setFailure(null)
    watch().catch((error: Error) => {
      if (!watching.signal.aborted) setFailure(error)
    })
    return () => watching.abort()
  }, [client, round])
  return { ...state, failure, again: () => setRound((round) => round + 1) }
}
