import { useEffect, useRef } from 'react'
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useQuery } from 'urql'
import { useSession } from '../session/session.ts'
import type { LiveEvent } from './feed.ts'

export type LiveQuery<Data> = {
  /** The last answer, also while the next one is on its way. */
  data: Data | undefined
  error: CombinedError | undefined
  fetching: boolean
  /** When the request for `data` was sent, in milliseconds of performance.now(): events that came later are news to it. */
  askedAt: number
  refetch(): void
}

const restMs = 400

/** True of what changes lists and counts, and not of mere progress. */
export const changesState = ({ type }: LiveEvent): boolean => type !== 'PROGRESS' && type !== 'LOG'

/**
 * A query that keeps up with the workspace: asked again after the connection was lost, and, at most every 400 ms, after events
 * for which `follows` holds.
 */
export function useLiveQuery<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { follows, pause = false }: { follows?: (event: LiveEvent) => boolean; pause?: boolean } = {},
): LiveQuery<Data> {
  const { feed } = useSession()
  const [{ data, error, fetching, stale }, execute] = useQuery({ query, variables, pause } as Parameters<
    typeof useQuery<Data, Variables>
  >[0])
  const isUnderWay = fetching || stale
  const sentAt = useRef(performance.now())
  const asked = useRef({ at: sentAt.current, for: data })
  // Until the answer is there, what is shown is the answer to the question before, and events since then are still news to it.
  if (data !== asked.current.for) asked.current = { at: sentAt.current, for: data }
  const refetch = () => {
    sentAt.current = performance.now()
    execute({ requestPolicy: 'network-only' })
  }
  const latest = useRef({ follows, refetch, pause, isUnderWay })
  latest.current = { follows, refetch, pause, isUnderWay }

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let epoch = feed.epoch()
    const end = feed.listen((events) => {
      const { follows, pause } = latest.current
      const isNew = epoch !== feed.epoch() || events.some((event) => follows?.(event))
      epoch = feed.epoch()
      if (!isNew || pause || timer !== undefined) return
      timer = setTimeout(ask, restMs)
    })
    /** Not while an answer is under way that may be older than the event: a request like it would be answered with that one. */
    function ask() {
      timer = latest.current.isUnderWay ? setTimeout(ask, restMs) : undefined
      if (timer === undefined) latest.current.refetch()
    }
    return () => {
      end()
      clearTimeout(timer)
    }
  }, [feed])

  return { data, error, fetching: isUnderWay, askedAt: asked.current.at, refetch }
}
