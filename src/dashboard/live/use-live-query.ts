import { useEffect, useRef, useState } from 'react'
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
  const asked = useRef({ at: performance.now(), for: data })
  const [, redraw] = useState(0)
  const refetch = () => {
    asked.current.at = performance.now()
    execute({ requestPolicy: 'network-only' })
  }
  const latest = useRef({ follows, refetch, pause })
  latest.current = { follows, refetch, pause }

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let epoch = feed.epoch()
    const end = feed.listen((events) => {
      const { follows, pause } = latest.current
      const isNew = epoch !== feed.epoch() || events.some((event) => follows?.(event))
      epoch = feed.epoch()
      if (!isNew || pause || timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        latest.current.refetch()
        redraw((count) => count + 1)
      }, restMs)
    })
    return () => {
      end()
      clearTimeout(timer)
    }
  }, [feed])

  return { data, error, fetching: fetching || stale, askedAt: asked.current.at, refetch }
}
