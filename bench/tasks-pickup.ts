import { setTimeout as sleep } from 'node:timers/promises'
import type { QuarryClient } from '../src/client/client.ts'
import { ViewerQuery } from '../src/client/operations.ts'
import { clock } from './clock.ts'
import { startElementCreation } from './elements.ts'
import { quantile, timed } from './measure.ts'
import { type Figure, milliseconds, none, type Section, times } from './report.ts'
import type { PgBossEngine, TaskEngine } from './task-engines.ts'

/** Of raw pg-boss, at the 99th percentile. */
const pickupToPgBoss = 1.5
/** As many as a worker has by default. */
const slots = 5
/** So that nothing of the last task is left when the next one starts. */
const pauseMs = 15

type Sample = { answeredMs: number; enteredMs: number }

/** How soon idle workers take up one task. All in turn, so that what disturbs the machine disturbs them alike. */
export async function benchPickup(
  engines: { quarry: TaskEngine; pgBoss: PgBossEngine; graphile: TaskEngine },
  client: QuarryClient,
  databaseIds: string[],
  starts: number,
): Promise<Section> {
  const { quarry, pgBoss, graphile } = engines
  await quarry.worker.work(slots)
  // For one job at a time a single slot is the peers' best: a notification wakes all of them.
  await pgBoss.worker.work(1)
  await graphile.worker.work(1)
  let next = 0
  const overHttp = () => startElementCreation(client, databaseIds[next++ % databaseIds.length]!)
  const contestants = {
    overHttp: sampler(quarry, overHttp),
    inProcess: sampler(quarry, quarry.start),
    pgBoss: sampler(pgBoss, pgBoss.start),
    pgBossOverHttp: sampler(pgBoss, pgBoss.startOverHttp),
    graphile: sampler(graphile, graphile.start),
  }
  type Name = keyof typeof contestants
  const samples: Record<Name, Sample[]> = {
    overHttp: [],
    inProcess: [],
    pgBoss: [],
    pgBossOverHttp: [],
    graphile: [],
  }
  const asked: number[] = []
  const warmUp = Math.ceil(starts / 5)
  for (let start = 0; start < starts + warmUp; start++) {
    for (const name of Object.keys(contestants) as Name[]) {
      const sample = await contestants[name]()
      if (start >= warmUp) samples[name].push(sample)
      await sleep(pauseMs)
    }
    const askedMs = await timed(() => client.request(ViewerQuery, {}))
    if (start >= warmUp) asked.push(askedMs)
    await sleep(pauseMs)
  }
  for (const { worker } of Object.values(engines)) await worker.rest()

  const of = (name: Name, q: number, what: keyof Sample = 'enteredMs') =>
    quantile(
      samples[name].map((sample) => sample[what]),
      q,
    )
  const compared = (
    name: Name,
    what: string,
    peer: keyof typeof peers,
    q: number,
    limit?: number,
  ): Figure => {
    const ratio = of(name, q) / of(peer, q)
    return {
      what: `${what}, p${q * 100}`,
      measured: milliseconds(of(name, q)),
      comparedWith: `${peers[peer]}: ${milliseconds(of(peer, q))}`,
      ratio: times(ratio),
      limit: limit === undefined ? none : `≤ ${times(limit)}`,
      holds: limit === undefined ? null : ratio <= limit,
    }
  }
  const start = 'start mutation sent over HTTP → its handler is entered'
  return {
    title: 'Taking up a task',
    notes: [
      `${starts} tasks that do nothing, one after another, of idle engines that take turns; the handlers are in other processes.`,
      `Quarry's worker has ${slots} slots; the peers have one each, which suits them best here.`,
    ],
    figures: [
      compared('overHttp', start, 'pgBoss', 0.5),
      compared('overHttp', start, 'pgBoss', 0.99, pickupToPgBoss),
      compared('overHttp', start, 'pgBossOverHttp', 0.5),
      compared('overHttp', start, 'pgBossOverHttp', 0.99),
      compared('overHttp', start, 'graphile', 0.5),
      compared('overHttp', start, 'graphile', 0.99),
      compared('inProcess', 'the same start without HTTP → its handler is entered', 'pgBoss', 0.5),
      compared('inProcess', 'the same start without HTTP → its handler is entered', 'pgBoss', 0.99),
      ...[0.5, 0.99].map((q) => ({
        what: `start mutation sent over HTTP → answered, p${q * 100}`,
        measured: milliseconds(of('overHttp', q, 'answeredMs')),
        comparedWith: `raw pg-boss, send: ${milliseconds(of('pgBoss', q, 'answeredMs'))}`,
        ratio: times(of('overHttp', q, 'answeredMs') / of('pgBoss', q, 'answeredMs')),
        limit: none,
        holds: null,
      })),
      ...[0.5, 0.99].map((q) => ({
        what: `a query over HTTP that starts nothing (who one is), p${q * 100}`,
        measured: milliseconds(quantile(asked, q)),
        comparedWith: `${peers.pgBoss}: ${milliseconds(of('pgBoss', q))}`,
        ratio: times(quantile(asked, q) / of('pgBoss', q)),
        limit: none,
        holds: null,
      })),
    ],
  }
}

const peers = {
  pgBoss: 'raw pg-boss, send → handler',
  pgBossOverHttp: 'mutation of a bare Yoga that sends to raw pg-boss → handler',
  graphile: 'graphile-worker, add_job → task',
}

const sampler =
  ({ worker }: TaskEngine, start: () => Promise<unknown>) =>
  async (): Promise<Sample> => {
    const entries = await worker.expect(1)
    const sentAt = clock()
    const answeredMs = await timed(start)
    const { firstAt } = await entries()
    return { answeredMs, enteredMs: firstAt - sentAt }
  }
