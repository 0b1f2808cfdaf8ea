import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../src/platform/embedded.ts'
import { type Installation, openInstallation, preparePast } from './history/installation.ts'
import { liveThrough } from './history/life.ts'
import { askForLists, inherent } from './history/lists.ts'
import { benchPartitions } from './history/partitions.ts'
import { lengthen, writePast } from './history/past.ts'
import { costliest, explainStatements, type Sample } from './history/statements.ts'
import { type BenchOptions, type Figure, none, type Section, times } from './report.ts'

const days = 90
/** A task of some ten seconds that reports five times a second. */
const eventsPerTask = 60
const growth = 10
/** As in the test of the same: what is above is no growth of an index by a level or two. */
const limits = { ratio: 1.5, buffers: 100 }
const statementsOfTasks = 'Statements of the tasks'

type Costs = Map<string, Sample[]>

/** What each statement costs with a tenth of the events, and with all of them; and what the partitions of events are good for. */
export async function benchHistory(
  stack: AsyncDisposableStack,
  { rounds, events }: BenchOptions,
): Promise<Section[]> {
  const installation = await openServer(stack)
  await preparePast(installation.orm, days, days)
  const before = await costsWith(installation, Math.round(events / growth))
  const after = await costsWith(installation, events)
  const many = (count: number) => count.toLocaleString('en')
  return [
    {
      title: `${statementsOfTasks} with ${many(events / growth)} and ${many(events)} events`,
      notes: [
        `${many(Math.round(events / eventsPerTask))} tasks of ${eventsPerTask} events over ${days} days, a partition a week. Every statement that the product sends while`,
        'tasks live, fail, are lost, cancelled, reset and cleaned up, explained with its own values: the costliest of each, in pages of tables',
        `and indexes that it touched. Of the lists, that with the most pages. Limits: ${limits.ratio} × and ${limits.buffers} pages more, and no table of tasks or`,
        'events read from end to end.',
      ],
      figures: [...figuresOf(before, after, isStatement), ...listFigures(before, after)],
    },
    await benchPartitions(installation, rounds),
  ]
}

async function openServer(stack: AsyncDisposableStack): Promise<Installation> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-bench-'))
  stack.defer(() => rm(directory, { recursive: true, force: true }))
  const server = await startEmbeddedPostgres({ directory })
  stack.defer(() => server.stop())
  const store = new pg.Client({ connectionString: server.connectionString('postgres') })
  await store.connect()
  await store.query('create database quarry').finally(() => store.end())
  return openInstallation(stack, server.connectionString('quarry'), server.connectionString('postgres'))
}

/** Fills up to so many events, of which a hundredth are those of one task. */
async function costsWith(installation: Installation, events: number): Promise<Costs> {
  const { store, past } = installation
  const { rows } = await store.query<{ count: string }>('select count(*) as count from task')
  const tasks = Math.round(events / eventsPerTask) - Number(rows[0]!.count)
  await store.query('set synchronous_commit = off')
  await writePast(store, past, { fromDaysAgo: days, days: days - 0.1, tasks, eventsPerTask })
  const longTaskId = await lengthen(store, past, Math.round(events / 100))
  await store.query('reset synchronous_commit; checkpoint')
  await store.query('vacuum analyze')
  const statements = explainStatements(store)
  try {
    await liveThrough(installation, statements)
    await askForLists(installation, statements, longTaskId)
  } finally {
    statements.stop()
  }
  return statements.take()
}

const isList = (name: string) => /^(tasks|events) /.test(name) || name.startsWith('events,')
const isStatement = (name: string) => !isList(name)

const figuresOf = (before: Costs, after: Costs, wanted: (name: string) => boolean): Figure[] =>
  [...after.keys()]
    .filter((name) => wanted(name) && before.has(name))
    .sort()
    .map((name) => figureOf(name, costliest(before.get(name)!), after.get(name)!))

function figureOf(what: string, before: Sample, samples: Sample[]): Figure {
  const after = costliest(samples)
  const scans = samples.some(({ scanned }) => scanned.some((table) => /^task(_event_default)?$/.test(table)))
  const isInherent = inherent.some((pattern) => pattern.test(what))
  return {
    what,
    measured: costOf(after),
    comparedWith: `a tenth of the events: ${costOf(before)}`,
    ratio: before.buffers > 0 ? times(after.buffers / before.buffers) : none,
    limit: isInherent ? none : `≤ ${times(limits.ratio)} + ${limits.buffers} pages`,
    holds: isInherent ? null : !scans && after.buffers <= limits.ratio * before.buffers + limits.buffers,
  }
}

const costOf = ({ buffers, ms, planningMs }: Sample) =>
  `${buffers} pages, ${ms.toFixed(2)} ms (planned in ${planningMs.toFixed(2)} ms)`

/** Of the lists' first, deep and last pages the costliest each, and those that may grow. */
function listFigures(before: Costs, after: Costs): Figure[] {
  const lists = [...after.keys()].filter((name) => isList(name) && before.has(name))
  const growing = lists.filter((name) => inherent.some((pattern) => pattern.test(name)))
  const kinds = [/^tasks .*first page/, /^tasks .*deep page/, /^tasks .*last page/, /^events/]
  const costliestOf = (kind: RegExp) =>
    lists
      .filter((name) => kind.test(name) && !growing.includes(name))
      .reduce((one, other) =>
        costliest(after.get(other)!).buffers > costliest(after.get(one)!).buffers ? other : one,
      )
  return [...kinds.map(costliestOf), ...growing].flatMap((list) =>
    figuresOf(before, after, (name) => name === list),
  )
}
