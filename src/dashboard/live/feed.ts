import type { QuarryClient } from '../../client/client.ts'
import type { LiveEventFragment } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { follow } from './interim.ts'

export const FeedSubscription = graphql(/* GraphQL */ `
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
  /** Called after each frame in which something came, with what came; with nothing where a new epoch began. */
  listen(listener: (events: readonly LiveEvent[]) => void): () => void
  /** Goes on until the signal aborts; rejects where the server does not let the token in. */
  follow(client: QuarryClient, signal: AbortSignal): Promise<void>
}

export function createFeed(): Feed {
  const latest = new Map<string, LiveEvent>()
  const listeners = new Set<(events: readonly LiveEvent[]) => void>()
  let arrived: LiveEvent[] = []
  let frame = 0
  let epoch = 0

  function tell() {
    frame = 0
    const events = arrived
    arrived = []
    for (const listener of listeners) listener(events)
  }

  return {
    latest: (taskId) => latest.get(taskId),
    epoch: () => epoch,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async follow(client, signal) {
      const onResume = () => {
        epoch++
        latest.clear()
        tell()
      }
      for await (const { workspaceEvents: event } of follow(FeedSubscription, client, signal, onResume)) {
        const live = { ...event, receivedAt: performance.now() }
        latest.set(live.task.id, live)
        arrived.push(live)
        if (frame === 0) frame = nextFrame(tell)
      }
    },
  }
}

/** Frames stop in a tab that nobody sees, and events do not. */
const nextFrame = (then: () => void): number =>
  document.hidden ? Number(setTimeout(then, 250)) : requestAnimationFrame(then)
