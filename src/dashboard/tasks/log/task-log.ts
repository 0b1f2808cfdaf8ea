import type { QuarryClient } from '../../../client/client.ts'
import type { LogEventFragment } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { createPace } from '../../live/pace.ts'

const HistoryQuery = graphql(/* GraphQL */ `
  query TaskHistory($id: ID!, $after: String) {
    task(id: $id) {
      events(first: 100, after: $after) {
        pageInfo { hasNextPage }
        nodes { ...LogEvent }
      }
    }
  }
  fragment LogEvent on TaskEvent { cursor sequence type level at message progress }
`)

export type LogEvent = LogEventFragment

/**
 * What happened to a task, from its first event on, as it comes: none missing, none twice, whatever happens to the connection.
 * Whoever listens is told at most ten times a second.
 */
export type TaskLog = {
  /** All that have come, oldest first; the same array, which grows. */
  readonly events: readonly LogEvent[]
  /** Starts, retries and ends. */
  readonly turns: readonly LogEvent[]
  /** The settling event has come. */
  readonly isComplete: boolean
  /** Why no more will come, where that is not the end of the task. */
  readonly failure: Error | null
  /** Another number each time that something has changed. */
  version(): number
  listen(listener: () => void): () => void
}

export function createTaskLog(): TaskLog & {
  follow(client: QuarryClient, taskId: string, signal: AbortSignal): void
} {
  const events: LogEvent[] = []
  let turns: LogEvent[] = []
  const listeners = new Set<() => void>()
  let version = 0
  let isComplete = false
  let failure: Error | null = null

  // Most of what is in view is another line then.
  const tellSoon = createPace(tell, 200)
  function tell() {
    version++
    for (const listener of listeners) listener()
  }
  function add(event: LogEvent) {
    events.push(event)
    if (event.type !== 'LOG' && event.type !== 'PROGRESS') turns = [...turns, event]
    tellSoon()
  }
  /** A hundred at a time, which is many times as fast as one by one; what it does not come to, the watching does. */
  async function readHistory(client: QuarryClient, id: string, signal: AbortSignal) {
    for (let hasNext = true; hasNext && !signal.aborted; ) {
      const { task } = await client.request(
        HistoryQuery,
        { id, after: events.at(-1)?.cursor ?? null },
        { signal },
      )
      for (const event of task?.events.nodes ?? []) add(event)
      hasNext = task?.events.pageInfo.hasNextPage ?? false
    }
  }
  async function read(client: QuarryClient, taskId: string, signal: AbortSignal) {
    await readHistory(client, taskId, signal).catch(() => {})
    const after = events.at(-1)?.cursor
    for await (const event of client.watchTask(taskId, { ...(after && { after }), from: 'FIRST', signal }))
      add(event)
    if (signal.aborted) return
    isComplete = true
    tellSoon()
  }

  return {
    events,
    get turns() {
      return turns
    },
    get isComplete() {
      return isComplete
    },
    get failure() {
      return failure
    },
    version: () => version,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    follow(client, taskId, signal) {
      read(client, taskId, signal).catch((error: Error) => {
        if (signal.aborted) return
        failure = error
        tellSoon()
      })
    },
  }
}
