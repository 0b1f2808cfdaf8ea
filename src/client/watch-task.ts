import type { EventStart, TaskEventsSubscription } from './generated/graphql.ts'
import { TaskEventsSubscription as TaskEvents, TaskStandingQuery } from './operations.ts'
import type { Requests } from './requests.ts'
import { type Watching, watch } from './watch.ts'

export type TaskEvent = TaskEventsSubscription['taskEvents']

const settlingTypes: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])

export type TaskStart = { after?: string; from?: EventStart; signal?: AbortSignal }

/** The events of a task behind the last one that came, however often its subscription has to be begun again. */
export function watchTask(
  watching: Watching,
  client: Requests,
  taskId: string,
  { after: cursor, from = 'FIRST', signal }: TaskStart,
): AsyncIterableIterator<TaskEvent, void> {
  let lastSequence = 0
  return watch<TaskEventsSubscription, TaskEvent>(watching, {
    signal,
    payload: () => ({ query: String(TaskEvents), variables: { taskId, from, after: cursor } }),
    receive({ taskEvents: event }, output) {
      // Whatever was sent again has been seen.
      if (event.sequence <= lastSequence) return
      lastSequence = event.sequence
      cursor = event.cursor
      output.next(event)
      if (settlingTypes.has(event.type)) output.end()
    },
    // A server that stops may end the subscription as well.
    async isOver() {
      if (cursor === undefined) return false
      const { task } = await client.request(TaskStandingQuery, { id: taskId, after: cursor }, { signal })
      return !task || (task.isSettled && task.events.nodes.length === 0)
    },
  })
}
