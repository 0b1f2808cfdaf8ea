import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrange } from '../../../src/charts/arrange/arrange.ts'
import { placingOf } from '../../../src/charts/arrange/placing.ts'
import type { Arranged } from '../../../src/charts/arrange/point.ts'
import { checkIntent } from '../../../src/charts/check.ts'
import { type Column, columnOf, type TypedResult } from '../../../src/charts/columns/column.ts'
import {
  aggregates,
  type ChartIntent,
  type Mark,
  type Measure,
  plainIntent,
  timeUnits,
} from '../../../src/charts/intent.ts'
import type { PostgresConnection } from '../../../src/databases/postgresql/connection.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { inGroupOrder, type Rows, reader, reduce, rowsOf } from './rows.ts'
import { sales } from './sales.ts'

let database: TestDatabase
let connection: PostgresConnection
let rows: Rows
beforeAll(async () => {
  database = await createDatabase({ sql: sales })
  connection = await reader(database.connectionString)
  rows = await rowsOf(connection, 'select * from sales')
})
afterAll(async () => {
  await connection?.close()
  await database?.drop()
})

const runs = Number(process.env.ORACLE_RUNS ?? 60)
const marks: readonly Mark[] = ['bar', 'line', 'area', 'arc', 'rect', 'text']

/** Sums of doubles differ in their last digits by the order in which they were added. */
function expectSame(found: Arranged, wanted: Arranged) {
  const rounded = ({ points, ...rest }: Arranged) => ({
    ...rest,
    points: points.map(({ y, ...point }) => ({ ...point, y: y === null ? null : Number(y.toPrecision(11)) })),
  })
  expect(rounded(found)).toEqual(rounded(wanted))
}

async function expectDrawnAlike(intent: ChartIntent) {
  const reduction = await reduce(connection, rows, intent)
  expect(reduction.typed.reduced, 'put together in the database').toBeDefined()
  expect(reduction.typed.rowCount).toBe(rows.all.rows.length)
  expectSame(
    arrange(reduction.intent, reduction.typed),
    arrange(reduction.intent, inGroupOrder(rows.all, reduction.intent)),
  )
  return reduction
}

/** Intents of all kinds over these columns, those alone that can be drawn. */
function intents(columns: readonly Column[], drawable: (intent: ChartIntent) => boolean) {
  const names = columns.map(({ name }) => name)
  const numbers = columns.filter(({ kind }) => kind === 'number').map(({ name }) => name)
  const measure = fc.oneof(
    fc.constant<Measure>({ field: null, aggregate: 'count' }),
    fc.record({ field: fc.constantFrom(...names), aggregate: fc.constant('count' as const) }),
    fc.record({ field: fc.constantFrom(...numbers), aggregate: fc.constantFrom(...aggregates) }),
  )
  const maybe = <T>(value: fc.Arbitrary<T>, weight = 1) =>
    fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight, arbitrary: value })
  return fc
    .record({
      mark: fc.constantFrom(...marks),
      x: maybe(
        fc.record({
          field: fc.constantFrom(...names),
          timeUnit: maybe(fc.constantFrom(...timeUnits), 3),
          bins: maybe(fc.integer({ min: 2, max: 40 }), 2),
        }),
        20,
      ),
      y: measure,
      also: fc.array(
        fc.record({ field: fc.constantFrom(...numbers), aggregate: fc.constantFrom(...aggregates) }),
        {
          maxLength: 2,
        },
      ),
      // Which of equally great series stay goes by their order, which numbers in texts have another of in the database.
      series: maybe(fc.constantFrom(...names.filter((name) => !/^(written|slashed)_/.test(name)))),
      stack: fc.constantFrom(null, 'zero' as const, 'normalize' as const, 'group' as const),
      sort: maybe(
        fc.record({
          by: fc.constantFrom('x' as const, 'y' as const),
          order: fc.constantFrom('ascending' as const, 'descending' as const),
        }),
      ),
      top: maybe(fc.integer({ min: 1, max: 200 })),
      other: fc.boolean(),
      bottom: fc.boolean(),
    })
    .map((parts): ChartIntent => {
      const kind = columns.find(({ name }) => name === parts.x?.field)?.kind
      const { x } = parts
      return {
        ...plainIntent,
        ...parts,
        also: parts.y.field === null || parts.series !== null ? [] : parts.also,
        x: x && {
          ...x,
          timeUnit: kind === 'time' ? x.timeUnit : null,
          bins: kind === 'number' ? x.bins : null,
        },
      }
    })
    .filter(drawable)
}

/** How many groups the database makes at most. Times in texts are put together by what is written. */
function groupsOf(typed: TypedResult, intent: ChartIntent): number {
  const { column, xOf } = placingOf(intent, typed)
  const series = intent.series === null ? null : columnOf(typed, intent.series)
  const isWritten = column !== null && /^(written|slashed)_/.test(column.name)
  const places = typed.rows.map((row) => {
    const x = column && row[column.index]!
    return `${isWritten ? x : xOf(x)}\u0000${series && row[series.index]}`
  })
  return new Set(places).size
}

const mostRead = 20_000

describe('what the database puts together', () => {
  it('is drawn as all rows are: any mark, measure, unit of time, interval, series and top', async () => {
    const { all } = rows
    const columns = all.columns.filter(({ distinct }) => distinct > 0)
    const isRead = (intent: ChartIntent) => groupsOf(all, intent) <= mostRead
    await fc.assert(
      fc.asyncProperty(
        intents(columns, (intent) => checkIntent(intent, all).length === 0 && isRead(intent)),
        async (intent) => void (await expectDrawnAlike(intent)),
      ),
      { numRuns: runs },
    )
  }, 170_000)

  it('is drawn as all rows are where the groups are too many to read, so that the database takes the greatest', async () => {
    const { all } = rows
    // Numbers of which no two are the same: which of the same ones is the greatest, nobody says.
    const measured = fc.constantFrom<Measure>(
      { field: 'price', aggregate: 'sum' },
      { field: 'price', aggregate: 'mean' },
      { field: 'price', aggregate: 'max' },
      { field: 'price', aggregate: 'median' },
      { field: 'points', aggregate: 'none' },
    )
    const by = fc.constantFrom(
      ['sold_at', 'customer'],
      ['customer', 'product'],
      ['customer', 'day'],
      ['id', null],
    )
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          mark: fc.constantFrom('bar' as const, 'rect' as const, 'line' as const),
          by,
          y: measured,
          top: fc.integer({ min: 1, max: 200 }),
          other: fc.boolean(),
          bottom: fc.boolean(),
          stack: fc.constantFrom(null, 'group' as const),
        }),
        async ({ by: [x, series], ...parts }) => {
          const intent: ChartIntent = {
            ...plainIntent,
            ...parts,
            x: { field: x!, timeUnit: x === 'sold_at' ? 'yearmonthdate' : null, bins: null },
            series: series ?? null,
          }
          // Numbers on an axis are thinned out.
          if (checkIntent(intent, all).length > 0 || (intent.mark === 'line' && x === 'id')) return
          await expectDrawnAlike(intent)
        },
      ),
      { numRuns: Math.ceil(runs / 5) },
    )
  }, 170_000)
})
