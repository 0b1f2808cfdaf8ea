import type { TaskEventType } from '../../src/tasks/states.ts'
import type { History } from './history.ts'
import { lineOf } from './leases.ts'

export const one = '00000000-0000-4000-8000-000000000001'
export const two = '00000000-0000-4000-8000-000000000002'
export const second = '00000000-0000-4000-8000-000000000003'

type Line = [type: TaskEventType, at: number, message?: string]

export const eventsOf = (taskId: string, lines: Line[]): History['events'] =>
  lines.map(([type, at, message = type], index) => ({ taskId, sequence: index + 1, type, message, at }))

/** Two tasks of one key, one after the other; the first lost its worker once. A subscriber saw all of it. */
export function goodHistory(): History {
  const events = eventsOf('a', [
    ['QUEUED', 1],
    ['STARTED', 2],
    ['LOG', 3, lineOf(one, 'begins')],
    ['RETRYING', 10],
    ['STARTED', 11],
    ['LOG', 12, lineOf(two, 'begins')],
    ['COMPLETED', 20],
  ])
  return {
    acknowledged: ['a', 'b'],
    tasks: [
      {
        id: 'a',
        status: 'COMPLETED',
        attempt: 2,
        maxAttempts: 3,
        lastSequence: 7,
        exclusiveKey: 'key',
        recorded: true,
      },
      {
        id: 'b',
        status: 'COMPLETED',
        attempt: 1,
        maxAttempts: 3,
        lastSequence: 4,
        exclusiveKey: 'key',
        recorded: true,
      },
    ],
    events: [
      ...events,
      ...eventsOf('b', [
        ['QUEUED', 21],
        ['STARTED', 22],
        ['LOG', 23, lineOf(second, 'begins')],
        ['COMPLETED', 30],
      ]),
    ],
    effects: [
      { taskId: 'a', run: two },
      { taskId: 'b', run: second },
    ],
    runs: [
      // A zombie: at work for longer than its lease, which does no harm as long as it writes nothing.
      { run: one, taskId: 'a', attempt: 1, pid: 1, begunAt: 2, doneAt: 25 },
      { run: two, taskId: 'a', attempt: 2, pid: 2, begunAt: 11, doneAt: 19 },
      { run: second, taskId: 'b', attempt: 1, pid: 2, begunAt: 22, doneAt: 29 },
    ],
    subscribers: [
      { name: 'feed', taskId: 'a', received: events.map((event) => ({ ...event })), ended: true },
    ],
  }
}
