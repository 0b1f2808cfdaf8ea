import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrange } from '../../../src/charts/arrange/arrange.ts'
import { boxOf, valuesOf } from '../../../src/charts/arrange/box-values.ts'
import type { TypedResult } from '../../../src/charts/columns/column.ts'
import { typeColumns } from '../../../src/charts/columns/type.ts'
import { designChart } from '../../../src/charts/design/design.ts'
import { type ChartIntent, plainIntent, type TimeUnit } from '../../../src/charts/intent.ts'
import type { Reduction } from '../../../src/charts/reduce/reduce.ts'
import { drawSvg } from '../../../src/charts/render/draw.ts'
import { resultOf } from '../../../src/charts/result.ts'
import { specify } from '../../../src/charts/specification/specify.ts'
import type { PostgresConnection } from '../../../src/databases/postgresql/connection.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { numbers, regions } from '../charted.ts'
import { reader, reduce, rowsOf } from './rows.ts'
import { sales } from './sales.ts'

let database: TestDatabase
let connection: PostgresConnection
beforeAll(async () => {
  database = await createDatabase({ sql: sales })
  connection = await reader(database.connectionString)
})
afterAll(async () => {
  await connection?.close()
  await database?.drop()
})

const by = (field: string, timeUnit: TimeUnit | null = null) => ({ field, timeUnit, bins: null })
const counted = { field: null, aggregate: 'count' as const }

/** What the rules choose for a question by the first rows, and again by what all rows teach. */
async function asked(question: string, text: string, values: unknown[] = []) {
  const rows = await rowsOf(connection, text, { values })
  const choose = (typed: TypedResult) => designChart(question, typed).intent
  const first = choose(rows.sample)
  const reduction = await reduce(connection, rows, first, { again: choose })
  return { rows, first, reduction, chart: drawn(reduction, question) }
}

const drawn = ({ intent, typed, notes }: Reduction, question = '') =>
  specify(intent, typed, { question, notes })
const sumOf = (data: readonly Record<string, unknown>[], field: string) =>
  data.reduce((sum, row) => sum + (row[field] as number), 0)

describe('a chart of more rows than are read', () => {
  it('has a unit of time that fits all rows, not the first ones', async () => {
    const { first, reduction, chart } = await asked(
      'number of sales over time',
      'select sold_at from sales order by sold_at',
    )
    expect(first.x?.timeUnit).not.toBe('year')
    expect(reduction.intent.x?.timeUnit).toBe('year')
    expect(sumOf(chart.data, 'count')).toBe(30_000)
    expect(chart.notes).toEqual([])
  })

  it('keeps the unit of time that the question names', async () => {
    const { reduction, chart } = await asked(
      'number of sales by month',
      'select sold_at from sales order by sold_at',
    )
    expect(reduction.intent.x?.timeUnit).toBe('yearmonth')
    expect(sumOf(chart.data, 'count')).toBe(30_000)
  })

  it('fits the unit of time without being chosen again, where the one before suited the first rows alone', async () => {
    const rows = await rowsOf(connection, 'select sold_at from sales order by sold_at', { first: 300 })
    const intent: ChartIntent = {
      ...plainIntent,
      mark: 'line',
      x: by('sold_at', 'yearmonthdate'),
      y: counted,
    }
    expect((await reduce(connection, rows, intent)).intent.x?.timeUnit).toBe('year')
    const month = { ...intent, x: by('sold_at', 'yearmonth') }
    expect((await reduce(connection, rows, month)).intent.x?.timeUnit).toBe('yearmonth')
  })

  it('shows only the greatest of names that the first rows have few of', async () => {
    const { first, reduction, chart } = await asked(
      'total price by customer',
      `select customer, price from sales where price between -100 and 1000 order by customer = 'Customer 7' desc, customer`,
    )
    expect(first.x?.field).toBe('customer')
    expect(reduction.intent.top).toBe(20)
    expect(chart.notes.join()).toMatch(
      /^The 20 greatest of [\d,]+ values of Customer, the other [\d,]+ (come to|added up)/,
    )
  })

  it('counts all rows, and titles and axes say nothing of how they were read', async () => {
    const { chart, rows } = await asked('how many sales by size', 'select size from sales')
    expect(chart.title).toBe('Number of sales by size')
    expect(sumOf(chart.data, 'count')).toBe(30_000)
    expect(rows.sample.rows).toHaveLength(2_000)
    expect((await drawSvg(chart.spec)).warnings).toEqual([])
  })

  it('draws a random sample of points, and says of how many rows', async () => {
    const rows = await rowsOf(connection, 'select id, amount, price, region from sales')
    const intent: ChartIntent = {
      ...plainIntent,
      mark: 'point',
      x: by('amount'),
      y: { field: 'price', aggregate: 'none' },
      series: 'region',
      size: 'id',
    }
    const [one, other] = [await reduce(connection, rows, intent), await reduce(connection, rows, intent)]
    const chart = drawn(one)
    expect(chart.data).toHaveLength(5_000)
    expect(chart.notes).toContain('A random sample of 5,000 of 30,000 rows')
    expect(chart.notes.join()).toMatch(/\d+ rows without a value are left out/)
    expect(drawn(other).data).toEqual(chart.data)
    // The mean of 5,000 out of 30,000 even numbers lies within five standard deviations of theirs.
    const ids = chart.data.map((row) => row.id as number)
    const mean = ids.reduce((a, b) => a + b) / ids.length
    expect(Math.abs(mean - 15_000)).toBeLessThan(5 * (30_000 / Math.sqrt(12) / Math.sqrt(5_000)))
    const all = new Map(rows.all.rows.map((row) => [row[0], row]))
    for (const row of chart.data)
      expect(all.get(row.id as number)!.slice(1, 3)).toEqual([row.amount, row.price])
  })

  it('draws all points where few rows have both numbers', async () => {
    const text =
      'select case when id <= 3000 then quantity end as a, case when id > 2500 then ratio end as b from sales'
    const rows = await rowsOf(connection, text)
    const intent: ChartIntent = {
      ...plainIntent,
      mark: 'point',
      x: by('a'),
      y: { field: 'b', aggregate: 'none' },
    }
    const sample = { ...rows.sample, columns: rows.all.columns }
    const chart = drawn(await reduce(connection, { ...rows, sample }, intent))
    expect(chart.data).toHaveLength(500)
    expect(chart.notes).toEqual(['29,500 rows without a value are left out'])
  })

  it.each([
    ['one', null],
    ['one a name', 'age_band'],
    ['one a year', 'year'],
    ['the first of many', 'product'],
  ])('has the boxes of all rows: %s', async (_, field) => {
    const rows = await rowsOf(connection, 'select * from sales')
    const intent: ChartIntent = {
      ...plainIntent,
      mark: 'boxplot',
      x: field === null ? null : by(field),
      y: { field: 'price', aggregate: 'none' },
    }
    const reduction = await reduce(connection, rows, intent)
    const [few, all] = [arrange(intent, reduction.typed), arrange(intent, rows.all)]
    expect(few.points.length).toBeLessThanOrEqual(5_000)
    const rounded = ({ points }: typeof few) =>
      points.map(({ x, y }) => ({ x, y: Number(y!.toPrecision(11)) }))
    expect(rounded(few)).toEqual(rounded(all))
    expect([...few.notes, ...reduction.notes].sort()).toEqual(all.notes.sort())
  })

  it('thins out the numbers of an axis that are too many, and says so', async () => {
    const rows = await rowsOf(connection, 'select id, price from sales')
    const intent: ChartIntent = {
      ...plainIntent,
      mark: 'line',
      x: by('id'),
      y: { field: 'price', aggregate: 'none' },
    }
    const chart = drawn(await reduce(connection, rows, intent))
    expect(chart.notes).toContain('A sample of 5,000 of 30,000 values')
    expect(chart.data.length).toBeGreaterThan(4_990)
    const ids = chart.data.map(({ id }) => id as number)
    expect([Math.min(...ids), Math.max(...ids)]).toEqual([1, 29_995])
  })

  it('reads numbers in texts as the first rows have them, and says how many are none', async () => {
    const rows = await rowsOf(
      connection,
      `select region, case when id > 29990 then 'n/a' else written_cost end as cost from sales`,
    )
    const intent: ChartIntent = { ...plainIntent, x: by('region'), y: { field: 'cost', aggregate: 'sum' } }
    const chart = drawn(await reduce(connection, rows, intent))
    expect(chart.notes).toContain('10 values of Cost are no numbers and are left out')
    const [{ sum }] = (await connection.query<{ sum: number }>(
      `select sum(ltrim(written_cost, '$')::numeric)::float8 as sum from sales where id <= 29990`,
    )) as [{ sum: number }]
    expect(sumOf(chart.data, 'sum_cost')).toBeCloseTo(sum, 6)
  })

  it('draws no pie of parts that turn out to be negative', async () => {
    const rows = await rowsOf(
      connection,
      'select size, case when id > 29000 then -quantity else quantity end as quantity from sales',
    )
    const intent: ChartIntent = {
      ...plainIntent,
      mark: 'arc',
      x: by('size'),
      y: { field: 'quantity', aggregate: 'sum' },
    }
    const reduction = await reduce(connection, rows, intent)
    expect(reduction.intent.mark).toBe('bar')
    expect(drawn(reduction).mark).toBe('bar')
  })

  it('stays one of the first rows where the database cannot put them together, and says so with the true number', async () => {
    const text = `select to_char(sold_at, 'DD/MM/YYYY HH24:MI:SS') as sold, 1 as n from sales`
    const rows = await rowsOf(connection, text)
    const intent: ChartIntent = { ...plainIntent, mark: 'line', x: by('sold', 'yearmonth'), y: counted }
    const { typed } = await reduce(connection, rows, intent)
    expect(arrange(intent, typed).notes).toContain('The first 2,000 of 30,000 rows')
  })
})

describe('the query that the database reads from', () => {
  it.each([
    ['ends in a semicolon', 'select size from sales;'],
    ['ends in a comment', 'select size from sales -- all of them'],
    ['ends in a semicolon and a comment', `select size from sales ; -- it's all`],
    [
      'has an order, names twice and names that are words of SQL',
      'select size, id as size, id as "select", "a""b" from sales order by 2',
    ],
    ['is a WITH', 'with s as (select * from sales) select size from s'],
    ['is a UNION', `select size from sales where paid union all select size from sales where not paid`],
  ])('%s', async (_, text) => {
    const rows = await rowsOf(connection, text)
    const { typed, intent } = await reduce(connection, rows, { ...plainIntent, x: by('size'), y: counted })
    expect(arrange(intent, typed).points.reduce((sum, { y }) => sum + y!, 0)).toBe(30_000)
  })

  it('has parameters, whose numbers go on', async () => {
    const text = 'select region, price from sales where id > $1 and product <> $2'
    const rows = await rowsOf(connection, text, { values: [10_000, 'Product 1'] })
    const box: ChartIntent = {
      ...plainIntent,
      mark: 'boxplot',
      x: by('region'),
      y: { field: 'price', aggregate: 'none' },
    }
    const reduction = await reduce(connection, rows, box)
    expect(reduction.typed.rowCount).toBe(rows.all.rows.length)
    const points = arrange(box, rows.all).points.map(({ y }) => Number(y!.toPrecision(11)))
    expect(arrange(box, reduction.typed).points.map(({ y }) => Number(y!.toPrecision(11)))).toEqual(points)
  })

  it('is left between two statements where nobody waits any more', async () => {
    const rows = await rowsOf(connection, 'select sold_at from sales')
    const stop = new AbortController()
    const waiting = reduce(
      connection,
      rows,
      { ...plainIntent, mark: 'line', x: by('sold_at', 'year'), y: counted },
      {
        signal: stop.signal,
        again: () => {
          stop.abort(new Error('not needed'))
          return { ...plainIntent, mark: 'line', x: by('sold_at', 'yearmonth'), y: counted }
        },
      },
    )
    await expect(waiting).rejects.toThrow('not needed')
  })
})

describe('a few numbers in the place of all', () => {
  it('are drawn as the same boxes, whiskers and outliers', async () => {
    const random = numbers()
    const rows = Array.from({ length: 3_000 }, (_, at) => ({
      region: regions[at % 4]!,
      price: Math.round(100 * Math.exp(3 * random() * random())) / 7,
    }))
    const typed = typeColumns(resultOf(rows))
    const intent: ChartIntent = {
      ...plainIntent,
      mark: 'boxplot',
      x: by('region'),
      y: { field: 'price', aggregate: 'none' },
    }
    const { spec } = specify(intent, typed)
    const few = regions.flatMap((region) => {
      const prices = rows.filter((row) => row.region === region).map(({ price }) => price)
      const box = boxOf(prices, 3_000)
      expect(box.highs.length).toBeGreaterThan(5)
      return valuesOf(box).map((price) => ({ Region: region, price }))
    })
    expect(few.length).toBeLessThan(2_000)
    const fields = Object.keys(spec.data.values[0]!)
    const values = few.map(({ Region, price }) => ({ [fields[0]!]: Region, [fields[1]!]: price }))
    const shapes = async (data: object) => {
      const { svg } = await drawSvg({ ...spec, data })
      return [...new Set(svg.match(/<(path|line|rect) [^>]*>/g))].sort()
    }
    expect(await shapes({ values })).toEqual(await shapes(spec.data))
  })
})
