import type { QuarryClient, TaskEvent } from '../../../client/client.ts'

/**
 * What happened to a task, from its first event on, as it comes: none missing, none twice, whatever happens to the connection.
 * Events are told of a frame at a time.
 */
export type TaskLog = {
  /** All that have come, oldest first; the same array, which grows. */
  readonly events: readonly TaskEvent[]
  /** Starts, retries and ends. */
  readonly turns: readonly TaskEvent[]
  /** The settling event has come. */
  readonly isComplete: boolean
  /** Why no more will come, where that is not the end of the task. */
  readonly failure: Error | null
  /** Another number after each frame in which something changed. */
  version(): number
  listen(listener: () => void): () => void
}

export function createTaskLog(): TaskLog & {
  follow(client: QuarryClient, taskId: string, signal: AbortSignal): void
} {
  const events: TaskEvent[] = []
  let turns: TaskEvent[] = []
  const listeners = new Set<() => void>()
  let version = 0
  let isTold = true
  let isComplete = false
  let failure: Error | null = null

  function tell() {
    isTold = true
    version++
    for (const listener of listeners) listener()
  }
  function tellSoon() {
    if (!isTold) return
    isTold = false
    // Frames stop in a tab that nobody sees, and events do not.
    if (document.hidden) setTimeout(tell, 250)
    else requestAnimationFrame(tell)
  }
  async function read(client: QuarryClient, taskId: string, signal: AbortSignal) {
    for await (const event of client.watchTask(taskId, { from: 'FIRST', signal })) {
      events.push(event)
      if (event.type !== 'LOG' && event.type !== 'PROGRESS') turns = [...turns, event]
      tellSoon()
    }
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
