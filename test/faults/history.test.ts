import { describe, expect, it } from 'vitest'
import { eventsOf, goodHistory, one, second, two } from './good-history.ts'
import { type History, violationsOf } from './history.ts'
import { lineOf } from './leases.ts'

const at = (history: History, taskId: string, sequence: number) =>
  history.events.findIndex((event) => event.taskId === taskId && event.sequence === sequence)

/** What makes a good history a bad one, and what the checker must say of it. */
const wrongs: [what: string, spoil: (history: History) => void, says: RegExp][] = [
  [
    'an acknowledged task that is gone',
    ({ acknowledged }) => acknowledged.push('c'),
    /Task c was acknowledged and is gone/,
  ],
  [
    'a task that never ends',
    (history) => {
      history.tasks[1]!.status = 'RUNNING'
    },
    /Task b is RUNNING when all is over/,
  ],
  [
    'a status that is not what the log says',
    (history) => {
      history.tasks[1]!.status = 'FAILED'
      history.effects.pop()
    },
    /Task b is FAILED and its last event says COMPLETED/,
  ],
  [
    'a task that is settled twice',
    (history) => {
      history.events.push(...eventsOf('b', [['COMPLETED', 31]]).map((event) => ({ ...event, sequence: 5 })))
      history.tasks[1]!.lastSequence = 5
    },
    /Task b was settled 2 times: COMPLETED, COMPLETED/,
  ],
  [
    'an event after the end',
    (history) => {
      history.events.push({ taskId: 'b', sequence: 5, type: 'PROGRESS', message: '', at: 31 })
      history.tasks[1]!.lastSequence = 5
    },
    /Task b is COMPLETED and its last event says PROGRESS/,
  ],
  ['more attempts than allowed', (history) => Object.assign(history.tasks[0]!, { attempt: 4 }), /4 attempts/],
  ['an effect that happened twice', ({ effects }) => effects.push(effects[0]!), /effect happened 2 times/],
  ['an effect that never happened', ({ effects }) => effects.pop(), /effect happened 0 times/],
  [
    'an effect of a task that failed',
    (history) => {
      history.tasks[1]!.status = 'FAILED'
      history.events[at(history, 'b', 4)]!.type = 'FAILED'
    },
    /Task b is FAILED and its effect happened 1 times/,
  ],
  [
    'a hole in the table',
    (history) => history.events.splice(at(history, 'a', 3), 1),
    /Task a has the event 4 where 3 should be(.|\n)*counts 7 events and has 6/,
  ],
  [
    'two events that changed places in the table',
    ({ events }) => {
      const [third, fourth] = [events[2]!, events[3]!]
      events.splice(2, 2, { ...fourth, sequence: 3 }, { ...third, sequence: 4 })
    },
    /Task a has an event 4 that happened before event 3/,
  ],
  [
    'a subscriber that missed an event',
    ({ subscribers }) => subscribers[0]!.received.splice(2, 1),
    /subscriber feed of task a received the event 4 where 3 should have come/,
  ],
  [
    'a subscriber that received events in another order',
    ({ subscribers: [watching] }) =>
      watching!.received.splice(2, 2, watching!.received[3]!, watching!.received[2]!),
    /received the event 4 where 3 should have come/,
  ],
  [
    'a subscriber that received an event twice',
    ({ subscribers: [watching] }) => watching!.received.splice(2, 0, watching!.received[1]!),
    /received the event 2 where 3 should have come/,
  ],
  [
    'a subscriber that received something that never happened',
    ({ subscribers: [watching] }) =>
      Object.assign(watching!, { received: [{ sequence: 1, type: 'LOG', message: '?' }], ended: false }),
    /received LOG "\?" as 1, where the table has QUEUED/,
  ],
  [
    'a subscriber that was told the end too early',
    ({ subscribers: [watching] }) => watching!.received.pop(),
    /was told the end after 6 of 7 events/,
  ],
  [
    'two runs of one task that could both write',
    (history) => {
      history.events[at(history, 'a', 4)]!.type = 'LOG'
    },
    /Task a was started a second time, at event 5, while it ran/,
  ],
  [
    'two tasks of one key that could both write',
    (history) => {
      history.events[at(history, 'b', 2)]!.at = 15
    },
    /Two leases of key at a time: b began before a ended/,
  ],
  [
    'a run that wrote in the lease of another',
    (history) => {
      const line = {
        taskId: 'a',
        sequence: 7,
        type: 'LOG' as const,
        message: lineOf(one, 'still here'),
        at: 18,
      }
      history.events[at(history, 'a', 7)]!.sequence = 8
      history.events.splice(at(history, 'a', 8), 0, line)
      history.tasks[0]!.lastSequence = 8
    },
    new RegExp(`Run ${one} wrote event 7 of task a in the lease of run ${two}`),
  ],
  [
    'a run that came back in a later lease, before the run that it belongs to had said anything',
    (history) => {
      history.events[at(history, 'a', 6)]!.message = lineOf(one, 'still here')
    },
    new RegExp(`Run ${one} wrote event 6 of task a after its lease had ended`),
  ],
  [
    'a run that wrote while nobody had the task',
    (history) => {
      history.events[at(history, 'a', 4)]!.type = 'LOG'
      history.events[at(history, 'a', 3)]!.type = 'RETRYING'
      history.events[at(history, 'a', 4)]!.message = lineOf(one, 'still here')
    },
    new RegExp(`Run ${one} wrote event 4 of task a while it had no lease`),
  ],
  [
    'an effect of a run that had lost its lease',
    (history) => {
      history.effects[0]!.run = one
    },
    new RegExp(`The effect of task a is of run ${one}, and run ${two} completed it`),
  ],
  [
    'two runs of one key that were at work at a time, and both committed',
    (history) => {
      history.runs[1]!.doneAt = 24
    },
    new RegExp(`Two runs of key were at work at a time, and both committed: ${two}, ${second}`),
  ],
]

describe('the checker of histories', () => {
  it('has nothing to say of one in which every promise was kept', () => {
    expect(violationsOf(goodHistory())).toEqual([])
  })

  it.each(wrongs)('finds %s', (_, spoil, says) => {
    const history = structuredClone(goodHistory())
    spoil(history)
    expect(violationsOf(history).join('\n')).toMatch(says)
  })
})
