import { monitorEventLoopDelay } from 'node:perf_hooks'

/**
 * Loaded into a server's process before its own code, or run by itself: answers its parent with how long the event loop was
 * blocked since the last answer.
 */

export type EventLoopDelay = { maxMs: number; p99Ms: number }

const resolutionMs = 5
const delays = monitorEventLoopDelay({ resolution: resolutionMs })
delays.enable()

/** The histogram holds the time between two turns of a timer, of which the timer's own period is no delay. */
const blockedMs = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs)

process.on('message', (message) => {
  if (message !== 'event-loop') return
  process.send!({
    maxMs: blockedMs(delays.max),
    p99Ms: blockedMs(delays.percentile(99)),
  } satisfies EventLoopDelay)
  delays.reset()
})
