import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { parse } from 'graphql'
import type { QuarryClient } from '../src/client/client.ts'
import { ViewerQuery } from '../src/client/operations.ts'
import { createElements, register } from './elements.ts'
import { quantile, timed } from './measure.ts'
import { startQuarry } from './quarry.ts'
import { type BenchOptions, milliseconds, none, type Section, within } from './report.ts'

const startedMs = 30
const deliveredMs = 30
const databases = 4

const sql = `
  create table customer (id bigint primary key, name text not null);
  create table purchase (id bigint primary key, customer_id bigint not null references customer);`

type WorkspaceEvent = { type: string; at: string; task: { id: string } }
const workspaceEvents: TypedDocumentNode<{ workspaceEvents: WorkspaceEvent }, Record<string, never>> = parse(
  'subscription { workspaceEvents { type at task { id } } }',
)

const now = () => performance.timeOrigin + performance.now()

/** How soon an idle Quarry takes up a task, and how soon those who watch it know. All on one machine, so on one clock. */
export async function benchLatency(
  stack: AsyncDisposableStack,
  { starts }: BenchOptions,
): Promise<Section[]> {
  const quarry = await startQuarry(stack)
  const ids: string[] = []
  for (let number = 1; number <= databases; number++) {
    const connectionString = await quarry.createDatabase(`shop_${number}`, sql)
    ids.push(await register(quarry.client, connectionString, `Shop ${number}`))
  }
  const watch = watchWorkspace(quarry.client)
  const started: { written: number; seen: number }[] = []
  const delivered: number[] = []
  const asked: number[] = []
  const warmUp = databases * 5
  // Nothing else says when the subscription has begun.
  while (!watch.hasBegun()) await createElements(quarry.client, ids[0]!)

  for (let start = 0; start < starts + warmUp; start++) {
    const measured = start >= warmUp
    const answeredMs = await timed(() => quarry.client.request(ViewerQuery, {}))
    const sentAt = now()
    let watching = Number.POSITIVE_INFINITY
    let taskId = ''
    await createElements(quarry.client, ids[start % databases]!, {}, ({ at, task }) => {
      const [seen, written] = [now(), Date.parse(at)]
      taskId = task.id
      // What was written before the subscription stood came with its first answer.
      if (measured && written > watching) delivered.push(seen - written)
      watching = Math.min(watching, seen)
    })
    const events = await watch.eventsOf(taskId)
    if (!measured) continue
    asked.push(answeredMs)
    const startedEvent = events.find(({ type }) => type === 'STARTED')!
    started.push({ written: startedEvent.written - sentAt, seen: startedEvent.seen - sentAt })
    delivered.push(...events.map(({ written, seen }) => seen - written))
  }

  const figuresOf = (what: string, values: number[], limit: number | null) =>
    [0.5, 0.99].map((q) => ({
      ...within(`${what}, p${q * 100}`, quantile(values, q), limit ?? Number.POSITIVE_INFINITY, milliseconds),
      ...(limit === null && { limit: none, holds: null }),
      comparedWith: `asking who one is, over HTTP: ${milliseconds(quantile(asked, q))}`,
    }))
  const writtenMs = started.map(({ written }) => written)
  const seenMs = started.map(({ seen }) => seen)
  return [
    {
      title: 'Latency',
      notes: [
        `${starts} element creations one after another, of ${databases} databases with two tables each; ${delivered.length} events.`,
        'An event carries the time at which its row was written, in whole milliseconds.',
      ],
      figures: [
        ...figuresOf('start sent → worker has started', writtenMs, startedMs),
        ...figuresOf('start sent → a subscriber of the workspace sees that it started', seenMs, null),
        ...figuresOf('event written → subscriber has it', delivered, deliveredMs),
      ],
    },
  ]
}

type SeenEvent = { type: string; written: number; seen: number }

/** One subscription that stays open until the client closes, and so sees every event as it happens. */
function watchWorkspace(client: QuarryClient) {
  const byTask = new Map<string, SeenEvent[]>()
  const settled = new Map<string, PromiseWithResolvers<SeenEvent[]>>()
  const settledOf = (taskId: string) => {
    const known = settled.get(taskId) ?? Promise.withResolvers<SeenEvent[]>()
    settled.set(taskId, known)
    return known
  }
  const watching = (async () => {
    for await (const { workspaceEvents: event } of client.subscribe(workspaceEvents, {})) {
      const seen = byTask.get(event.task.id) ?? []
      byTask.set(event.task.id, seen)
      seen.push({ type: event.type, written: Date.parse(event.at), seen: now() })
      if (event.type === 'COMPLETED') settledOf(event.task.id).resolve(seen)
    }
  })()
  // It ends with the client.
  watching.catch(() => {})
  return {
    hasBegun: () => byTask.size > 0,
    eventsOf: (taskId: string) => settledOf(taskId).promise,
  }
}
