import type { QuarryClient } from '../../client/client.ts'
import type { LiveEventFragment } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { createPace } from './pace.ts'

const FeedSubscription = graphql(/* GraphQL */ `
  subscription Feed {
    workspaceEvents { ...LiveEvent }
  }
  fragment LiveEvent on TaskEvent {
    sequence type level at message status progress currentStep
    task { id kind note: message attempt estimatedCompletionAt }
  }
`)

/** An event as it came, and when it came here, in milliseconds of performance.now(). */
export type LiveEvent = LiveEventFragment & { receivedAt: number }

/**
 * What the tasks of the workspace do, handed on a frame at a time: a thousand events a second draw as often as the screen does.
 * `epoch` counts the times at which events may have been missed, after which everything shown is to be asked for anew.
 */
export type Feed = {
  /** The last event of a task since the page was opened or the connection came back. */
  latest(taskId: string): LiveEvent | undefined
  /** Events that may have been missed, so many times. */
  epoch(): number
  /** Called with what has come, at most ten times a second; with nothing where a new epoch began. */
  listen(listener: (events: readonly LiveEvent[]) => void): () => void
  /** Goes on until the signal aborts; rejects where the server does not let the token in. */
  follow(client: QuarryClient, signal: AbortSignal): Promise<void>
}

export function createFeed(): Feed {
  const latest = new Map<string, LiveEvent>()
  const listeners = new Set<(events: readonly LiveEvent[]) => void>()
  let arrived: LiveEvent[] = []
  let epoch = 0

  const tellSoon = createPace(tell)
  function tell() {
    const events = arrived
    arrived = []
    for (const listener of listeners) listener(events)
  }

  function take(event: LiveEventFragment) {
    const live = { ...event, receivedAt: performance.now() }
    latest.set(live.task.id, live)
    arrived.push(live)
    tellSoon()
  }

  return {
    latest: (taskId) => latest.get(taskId),
    epoch: () => epoch,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async follow(client, signal) {
      for await (const item of client.watch(FeedSubscription, {}, { signal })) {
        if (item.type === 'data') take(item.data.workspaceEvents)
        else {
          epoch++
          latest.clear()
          tell()
        }
      }
    },
  }
}
