import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Feed } from './feed.ts'
import type { Queues } from './queues.ts'
import type { EventRow } from './store.sql.ts'

/** What subscriptions cost and how late their events are, measured around the feed and not in it. */
export type FeedMetrics = {
  polled(): void
  feed(feed: Feed): Feed
  queues(queues: Queues): Queues
}

const lagSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const fields = ['taskEvents', 'workspaceEvents', 'queueStats'] as const

export function createFeedMetrics(registry: Registry): FeedMetrics {
  const registers = [registry]
  const open = new Gauge({
    name: 'quarry_subscriptions',
    help: 'Subscriptions that are open, by field.',
    labelNames: ['field'],
    registers,
  })
  /** A number each: an event that ten thousand watch is counted ten thousand times. */
  const delivered = { taskEvents: 0, workspaceEvents: 0, queueStats: 0 }
  new Counter({
    name: 'quarry_events_delivered_total',
    help: 'What subscriptions handed to their transport, by field.',
    labelNames: ['field'],
    registers,
    collect() {
      this.reset()
      for (const field of fields) this.inc({ field }, delivered[field])
    },
  })
  const lag = new Histogram({
    name: 'quarry_event_lag_seconds',
    help: 'From the writing of an event, by the clock of the database, to its being handed to a transport.',
    buckets: lagSeconds,
    registers,
  })
  const polls = new Counter({
    name: 'quarry_feed_polls_total',
    help: 'How often the feed asked the database for events that notifications may have missed.',
    registers,
  })
  for (const field of fields) open.set({ field }, 0)

  function measured<Value>(
    field: (typeof fields)[number],
    values: AsyncIterableIterator<Value, undefined>,
    onValue: (value: Value) => void = () => {},
  ): AsyncIterableIterator<Value, undefined> {
    let isOpen = true
    const close = () => {
      if (isOpen) open.dec({ field })
      isOpen = false
    }
    open.inc({ field })
    return {
      [Symbol.asyncIterator]() {
        return this
      },
      next: () =>
        values.next().then(
          (result) => {
            if (result.done) close()
            else {
              delivered[field]++
              onValue(result.value)
            }
            return result
          },
          (error) => {
            close()
            throw error
          },
        ),
      return() {
        close()
        return values.return!()
      },
      throw(error) {
        close()
        return values.throw!(error)
      },
    }
  }

  /** What was written before the subscription is history that it asked for, and not late. */
  function lagSince(openedAt: number) {
    return ({ at }: EventRow) => {
      const writtenAt = at.getTime()
      if (writtenAt >= openedAt) lag.observe(Math.max(0, Date.now() - writtenAt) / 1_000)
    }
  }

  return {
    polled: () => polls.inc(),
    feed: (feed) => ({
      close: feed.close,
      get listening() {
        return feed.listening
      },
      taskEvents: (...asked) => measured('taskEvents', feed.taskEvents(...asked), lagSince(Date.now())),
      workspaceEvents: (...asked) =>
        measured('workspaceEvents', feed.workspaceEvents(...asked), lagSince(Date.now())),
    }),
    queues: (queues) => ({
      ...queues,
      watch: (...asked) => measured('queueStats', queues.watch(...asked)),
    }),
  }
}
