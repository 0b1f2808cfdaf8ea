import { setTimeout as sleep } from 'node:timers/promises'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { parse } from 'graphql'
import type { QuarryClient } from '../src/client/client.ts'
import { clock } from './clock.ts'
import { createElements, startElementCreation } from './elements.ts'
import { quantile, timed } from './measure.ts'
import { milliseconds, none, type Section, times } from './report.ts'
import type { TaskEngine } from './task-engines.ts'

const pollEveryMs = 2_000
const slots = 5
/** So many polls at a time do not wait for one another's tasks. */
const apartMs = 25

const taskStatus: TypedDocumentNode<{ task: { status: string } }, { id: string }> = parse(
  'query ($id: ID!) { task(id: $id) { status } }',
)

/** How soon a client knows that its task is COMPLETED: by watching it, and by asking again and again. */
export async function benchWatching(
  { worker }: TaskEngine,
  client: QuarryClient,
  databaseIds: string[],
  starts: number,
): Promise<Section> {
  await worker.work(slots)
  const databaseOf = (start: number) => databaseIds[start % databaseIds.length]!
  const watched: number[] = []
  for (let start = 0; start < starts; start++)
    watched.push(await timed(() => createElements(client, databaseOf(start))))

  const polled: Promise<number>[] = []
  for (let start = 0; start < starts; start++) {
    polled.push(poll(client, databaseOf(start), ((start + 0.5) / starts) * pollEveryMs))
    await sleep(apartMs)
  }
  const polledMs = await Promise.all(polled)
  await worker.rest()

  return {
    title: 'Knowing that a task has completed',
    notes: [
      `${starts} tasks that do nothing. The clients that poll ask every ${pollEveryMs / 1_000} s, and their tasks start at any time between.`,
    ],
    figures: [0.5, 0.99].map((q) => ({
      what: `start mutation sent → the client knows that it is COMPLETED, by subscription, p${q * 100}`,
      measured: milliseconds(quantile(watched, q)),
      comparedWith: `polling every ${pollEveryMs / 1_000} s: ${milliseconds(quantile(polledMs, q))}`,
      ratio: times(quantile(watched, q) / quantile(polledMs, q)),
      limit: none,
      holds: null,
    })),
  }
}

/** `untilTickMs`: from the start to the next time at which the client asks. */
async function poll(client: QuarryClient, databaseId: string, untilTickMs: number): Promise<number> {
  const startedAt = clock()
  const id = await startElementCreation(client, databaseId)
  for (let tick = startedAt + untilTickMs; ; tick += pollEveryMs) {
    if (tick < clock()) continue
    await sleep(tick - clock())
    const { task } = await client.request(taskStatus, { id })
    if (task.status === 'COMPLETED') return clock() - startedAt
  }
}
