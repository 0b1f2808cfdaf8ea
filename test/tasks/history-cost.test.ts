import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Installation, openInstallation, preparePast } from '../../bench/history/installation.ts'
import { liveThrough } from '../../bench/history/life.ts'
import { askForLists, inherent } from '../../bench/history/lists.ts'
import { lengthen, writePast } from '../../bench/history/past.ts'
import { costliest, explainStatements, type Sample } from '../../bench/history/statements.ts'
import { createDatabase } from '../postgres.ts'

/** How many tasks ended over these days: 20,000 events, then 200,000. */
const sizes = [2_000, 20_000] as const
const eventsPerTask = 10
const days = 90
/** The clean-up empties a partition that holds a few tasks of a week long past. */
const emptied = /^delete(EventsIn|SettledBefore): task_event_2/
/** What a page more or less of an index, and one more of its levels, may add; the larger history has some 7,000 pages of tasks. */
const constantBuffers = 100

type Costs = Map<string, Sample[]>

const stack = new AsyncDisposableStack()
let small: Costs
let large: Costs

beforeAll(async () => {
  const [database, source] = [await createDatabase(), await createDatabase()]
  stack.defer(source.drop)
  stack.defer(database.drop)
  const installation = await openInstallation(stack, database.connectionString, source.connectionString)
  await preparePast(installation.orm, days, days)
  small = await costsWith(installation, sizes[0], 2_000)
  large = await costsWith(installation, sizes[1] - sizes[0], 20_000)
}, 300_000)
afterAll(() => stack.disposeAsync())

async function costsWith(installation: Installation, tasks: number, longestTask: number): Promise<Costs> {
  const { store, past } = installation
  await writePast(store, past, { fromDaysAgo: days, days: days - 0.1, tasks, eventsPerTask })
  const longTaskId = await lengthen(store, past, longestTask)
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

const isInherent = (name: string) => inherent.some((pattern) => pattern.test(name))

describe('what the statements of a task cost', () => {
  it('was looked at for every statement of the tasks', async () => {
    const folder = new URL('../../src/tasks/', import.meta.url)
    const files = (await readdir(folder)).filter((name) => name.endsWith('.sql.ts'))
    expect(files.length).toBeGreaterThanOrEqual(4)
    for (const file of files) {
      const statements = Object.entries(await import(new URL(file, folder).href))
        .filter(([, value]) => value?.constructor.name === 'AsyncFunction')
        .map(([name]) => name)
      for (const name of statements) {
        expect([...small.keys()], `${name} of ${file}`).toContain(name)
        expect([...large.keys()], `${name} of ${file}`).toContain(name)
      }
    }
  })

  it('does not grow with the history', () => {
    const grown = [...large]
      .filter(([name]) => small.has(name) && !isInherent(name))
      .map(([name, samples]) => ({
        name,
        from: costliest(small.get(name)!).buffers,
        to: costliest(samples).buffers,
      }))
      .filter(({ from, to }) => to > 1.5 * from + constantBuffers)
    expect(grown).toEqual([])
  })

  it('is never that of a table of tasks or events from end to end', () => {
    const scans = [...large]
      .filter(([name]) => !isInherent(name))
      .flatMap(([name, samples]) =>
        samples.flatMap(({ scanned }) => scanned.map((table) => `${name}: ${table}`)),
      )
      .filter((scan) => /: task(_event\w*)?$/.test(scan) && !emptied.test(scan))
    expect(scans).toEqual([])
  })
})
