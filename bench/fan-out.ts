import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ViewerQuery } from '../src/client/operations.ts'
import { type ClientsAnswer, type ClientsCommand, fanOutQuery, type Subscribe } from './fan-out-commands.ts'
import { median, medianRatio, quantile } from './measure.ts'
import { startProcess, startQuarry } from './quarry.ts'
import { type BenchOptions, milliseconds, none, type Section, times, within } from './report.ts'
import { openTaskWriter } from './task-writer.ts'

const limits = { p50Ms: 10, p99Ms: 40, lastRatio: 1, memoryBytes: 40_000 }
const watchedTasks = 100
const eventsATask = 10
/** About what 100 tasks at work write. */
const pauseMs = 10
const crowd = 5_000
const eventsARound = 4

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const memoryFile = new URL('./memory.ts', import.meta.url).href
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

/** How soon subscribers have an event, few of many tasks and very many of one, and what one costs. */
export async function benchFanOut(stack: AsyncDisposableStack, { rounds }: BenchOptions): Promise<Section[]> {
  const flags = ['--expose-gc', '--import', memoryFile]
  const quarry = await startQuarry(stack, {
    apiFlags: flags,
    configuration: { MAX_SOCKETS_PER_USER: String(2 * crowd) },
  })
  const peer = await startProcess(stack, [fileOf('./fan-out-peer.ts')], process.env, flags, /ready/)
  const clients = await openClients(stack)
  await quarry.client.request(ViewerQuery, {})
  const writer = await openTaskWriter(stack, quarry)

  const { url, token } = quarry.api
  const onQuarry = (group: string, variables: Subscribe['variables']) =>
    clients.subscribe({ group, url, token, standsWith: '"next"', query: fanOutQuery, variables })
  const peerUrl = JSON.parse(peer.readyLine).url
  const onPeer = (group: string, variables: Subscribe['variables']) =>
    clients.subscribe({
      group,
      url: peerUrl,
      token: null,
      standsWith: '"pong"',
      query: fanOutQuery,
      variables,
    })

  const tasks = await Promise.all(Array.from({ length: watchedTasks }, () => writer.makeTask()))
  await onQuarry(
    'tasks',
    tasks.map(({ globalId }) => ({ taskId: globalId })),
  )
  const delaysMs: number[] = []
  for (let event = 0; event <= eventsATask; event++) {
    const delays = await clients.expect('tasks', watchedTasks)
    for (const { id } of tasks) {
      await writer.write(id)
      await sleep(pauseMs)
    }
    if (event > 0) delaysMs.push(...(await delays()))
  }
  await clients.leave('tasks')

  const task = await writer.makeTask()
  const variables = Array.from({ length: crowd }, () => ({ taskId: task.globalId }))
  const grown: Record<'quarry' | 'peer', number> = { quarry: 0, peer: 0 }
  // Compiled code and pools that the first ones ask for are none of theirs.
  for (const [name, child, join] of [
    ['quarry', quarry.api, onQuarry],
    ['peer', peer.child, onPeer],
  ] as const) {
    await join('first', variables.slice(0, crowd / 10))
    await clients.leave('first')
    const before = await memoryOf(child)
    await join(name, variables)
    await sleep(1_000)
    grown[name] = (await memoryOf(child)) - before
  }

  const publish = async () => void peer.child.send({ ...peerEvent, taskId: task.globalId })
  const first: Record<'quarry' | 'peer', number[]> = { quarry: [], peer: [] }
  const last: Record<'quarry' | 'peer', number[]> = { quarry: [], peer: [] }
  for (let event = 0; event <= rounds * eventsARound; event++) {
    for (const [name, send] of [
      ['quarry', () => writer.write(task.id)],
      ['peer', publish],
    ] as const) {
      const delays = await clients.expect(name, crowd)
      await send()
      const delaysMs = await delays()
      if (event === 0) continue
      first[name].push(Math.min(...delaysMs))
      last[name].push(Math.max(...delaysMs))
    }
  }
  await quarry.eventLoops()
  const burst = await clients.expect('quarry', crowd)
  await writer.write(task.id)
  await burst()
  const { api } = await quarry.eventLoops()

  const subscriberBytes = grown.quarry / crowd
  const ratio = medianRatio(last.quarry, last.peer)
  return [
    {
      title: 'Fan-out',
      notes: [
        `${watchedTasks} subscribers of ${watchedTasks} tasks, ${delaysMs.length} events, one every ${pauseMs} ms; then ${crowd} subscribers of one task, ${last.quarry.length} events, each in turn with the peer. Every subscriber has a socket of its own; all are in one process.`,
        'Events are written as a run writes them: the row, the event and the sequence in one statement, then the notification. The time counts from the one in the event: at Quarry its writing in the database, at the peer its publishing in memory.',
        'The peer is graphql-yoga with graphql-ws and createPubSub, of the same versions, with the same document.',
      ],
      figures: [
        within(
          'event written → the subscriber of its task has it, p50',
          quantile(delaysMs, 0.5),
          limits.p50Ms,
          milliseconds,
        ),
        within(
          'event written → the subscriber of its task has it, p99',
          quantile(delaysMs, 0.99),
          limits.p99Ms,
          milliseconds,
        ),
        {
          what: `event written → the first of ${crowd} subscribers has it`,
          measured: milliseconds(median(first.quarry)),
          comparedWith: `the peer: ${milliseconds(median(first.peer))}`,
          ratio: times(medianRatio(first.quarry, first.peer)),
          limit: none,
          holds: null,
        },
        {
          what: `event written → the last of ${crowd} subscribers has it`,
          measured: milliseconds(median(last.quarry)),
          comparedWith: `the peer: ${milliseconds(median(last.peer))}`,
          ratio: times(ratio),
          limit: `≤ ${times(limits.lastRatio)}`,
          holds: ratio <= limits.lastRatio,
        },
        {
          what: `longest that the event loop of the API was blocked by such an event`,
          measured: milliseconds(api.maxMs),
          comparedWith: none,
          ratio: none,
          limit: none,
          holds: null,
        },
        {
          ...within('memory of the API a subscriber', subscriberBytes, limits.memoryBytes, kilobytes),
          comparedWith: `the peer: ${kilobytes(grown.peer / crowd)}`,
          ratio: times(grown.quarry / grown.peer),
        },
      ],
    },
  ]
}

/** With fields as long as those of Quarry. */
const peerEvent = {
  cursor: 'VGFza0V2ZW50OlsiMDE5YWIwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAwIiwxMDBd',
  sequence: 100,
  type: 'LOG',
  level: 'INFO',
  message: 'One of the things that a task says of itself while it is at work',
  status: 'PENDING',
  progress: 0,
  currentStep: 'queued',
}

async function memoryOf(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message')
  child.send('memory')
  const [{ memoryBytes }] = await answer
  return memoryBytes
}

async function openClients(stack: AsyncDisposableStack) {
  const { child } = await startProcess(stack, [fileOf('./fan-out-clients.ts')], process.env, [], /ready/)
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The process with the subscribers ended with code ${code}`)
  })
  ended.catch(() => {})
  const tell = (command: ClientsCommand) => child.send(command)
  const answered = async <Answer extends ClientsAnswer>() =>
    (await Promise.race([once(child, 'message'), ended]))[0] as Answer
  return {
    /** Resolves when every one has subscribed. */
    async subscribe(subscribe: Subscribe) {
      const done = answered()
      tell({ subscribe })
      await done
    },
    /** What it resolves to waits for that many events from now on, and says how long each took. */
    async expect(group: string, count: number) {
      const delays = answered<{ delaysMs: number[] }>()
      delays.catch(() => {})
      tell({ expect: { group, count } })
      return async () => (await delays).delaysMs
    },
    async leave(group: string) {
      const done = answered()
      tell({ leave: { group } })
      await done
    },
  }
}
