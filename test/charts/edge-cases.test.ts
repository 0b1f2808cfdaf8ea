import { describe, expect, it } from 'vitest'
import { typeColumns } from '../../src/charts/columns/type.ts'
import { designChart } from '../../src/charts/design/design.ts'
import { NothingToDraw } from '../../src/charts/errors.ts'
import { drawSvg } from '../../src/charts/render/draw.ts'
import { resultOf } from '../../src/charts/result.ts'
import { specify } from '../../src/charts/specification/specify.ts'
import { charted, numbers, regions } from './charted.ts'

const subtitleOf = (spec: Record<string, unknown>) =>
  [(spec.title as { subtitle?: string | string[] }).subtitle ?? ''].flat().join(' ')

describe('rows that are hard to draw', () => {
  it('end with a final error where there are none', () => {
    expect(() => charted('sales by region', [])).toThrow(NothingToDraw)
    expect(() => charted('sales by region', [])).toThrow('gave no rows')
  })

  it('end with a final error where all values are NULL', () => {
    expect(() =>
      charted('sales', [
        { a: null, b: null },
        { a: null, b: null },
      ]),
    ).toThrow('All values are NULL')
  })

  it('end with a final error where no row has all that is needed', () => {
    const typed = typeColumns(
      resultOf([
        { region: 'North', sales: null, cost: 1 },
        { region: null, sales: 2, cost: null },
      ]),
    )
    const intent = {
      ...designChart('sales by region', typed).intent,
      mark: 'point' as const,
      series: null,
      also: [],
    }
    const points = {
      ...intent,
      x: { field: 'cost', timeUnit: null, bins: null },
      y: { field: 'sales', aggregate: 'none' as const },
    }
    expect(() => specify(points, typed)).toThrow('No row has all the values')
  })

  it('are one number where there is one row', async () => {
    const { chart } = charted('What is the total revenue?', [
      { total_revenue_usd: '1234567.891', orders: 12 },
    ])
    expect(chart.mark).toBe('text')
    const { svg } = await drawSvg(chart.spec)
    expect(svg).toContain('1,234,567.89 USD')
    expect(svg).toContain('Orders: 12')
  })

  it('are the first number of one row, with the other columns told beside it and none left out in silence', () => {
    const row = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`column_${at}`, at / 3]))
    const { chart } = charted('statistics', [{ ...row, column_2: null }])
    expect(chart.mark).toBe('text')
    expect(chart.notes).toHaveLength(7)
    expect(chart.notes.join('; ')).toContain('Column 5: 1.67')
    expect(chart.notes.at(-1)).toBe('There are 32 more columns')
  })

  it('are a chart of the columns that the question names where there are forty', () => {
    const rows = Array.from({ length: 20 }, (_, row) =>
      Object.fromEntries(
        Array.from({ length: 40 }, (_, at) => [`metric ${'abcdefgh'[at % 8]}${at}`, at * row]),
      ),
    )
    const { design } = charted('scatter plot of metric b9 against metric c18', rows)
    expect([design.intent.x?.field, design.intent.y?.field].toSorted()).toEqual(['metric b9', 'metric c18'])
  })

  it('are wrapped where one text is long', async () => {
    const { chart } = charted('best seller', [{ title: 'The long title of a book '.repeat(12) }])
    const { svg } = await drawSvg(chart.spec)
    const lines = [...svg.matchAll(/<tspan[^>]*>([^<]*)</g)].map(([, line]) => line)
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.at(-1)).toMatch(/…$/)
  })

  it('are a bar all the same where the question asks for bars of one row', () => {
    expect(charted('bar chart of sales by region', [{ region: 'North', sales: 3 }]).chart.mark).toBe('bar')
  })

  it('are a histogram where there is one column of numbers', () => {
    const random = numbers()
    const { chart, design } = charted(
      'ages',
      Array.from({ length: 500 }, () => ({ age: Math.floor(90 * random()) })),
    )
    expect(design.intent.x?.bins).toBeGreaterThan(5)
    expect(chart.data.reduce((sum, row) => sum + (row.count as number), 0)).toBe(500)
  })

  it('are counted where there is one column of names', () => {
    const { chart } = charted(
      'statuses',
      ['open', 'paid', 'paid'].map((status) => ({ status })),
    )
    expect(chart.data).toEqual([
      { status: 'paid', count: 2 },
      { status: 'open', count: 1 },
    ])
  })

  it('are counted over time where there is one column of dates', () => {
    const rows = Array.from({ length: 60 }, (_, at) => ({
      born: new Date(Date.UTC(1950 + (at % 20), at % 12, 3)),
    }))
    const { chart, design } = charted('births', rows)
    expect(design.intent.x).toMatchObject({ field: 'born', timeUnit: 'year' })
    expect(chart.data.reduce((sum, row) => sum + (row.count as number), 0)).toBe(60)
  })

  it('leave out rows without a number, and keep the names that have one', () => {
    const { chart } = charted('sales by region', [
      { region: 'North', sales: null },
      { region: 'South', sales: 2 },
      { region: null, sales: 3 },
    ])
    expect(chart.data).toEqual([
      { region: 'South', sales: 2 },
      { region: '(no value)', sales: 3 },
    ])
    expect(subtitleOf(chart.spec)).toBe('One row without Sales is left out.')
  })

  it('say how many of them have no time to stand at', () => {
    const rows = Array.from({ length: 60 }, (_, at) => ({
      ordered_at: at % 3 === 0 ? null : new Date(Date.UTC(2024, at % 12, 3)),
    }))
    const { chart } = charted('number of orders by month', rows)
    expect(chart.data.reduce((sum, row) => sum + (row.count as number), 0)).toBe(40)
    expect(chart.notes).toEqual(['20 rows without Ordered at are left out'])
  })

  it('show a hundred names at most, whoever asks for more', () => {
    const rows = Array.from({ length: 400 }, (_, at) => ({ customer: `Customer ${at}`, sales: 900 - at }))
    const { typed, design } = charted('sales per customer', rows)
    const { data, notes } = specify({ ...design.intent, top: 200, other: false }, typed)
    expect(data).toHaveLength(100)
    expect(notes).toEqual(['The 100 greatest of 400 values of Customer'])
  })

  it('show the greatest of 500 categories and all others as one, and say so', () => {
    const rows = Array.from({ length: 500 }, (_, at) => ({
      customer: `Customer ${at}`,
      sales: at < 20 ? 500 - at : 1,
    }))
    const { chart } = charted('sales per customer', rows)
    expect(chart.data).toHaveLength(21)
    expect(chart.data.at(-1)).toEqual({ customer: 'Other', sales: 480 })
    expect(subtitleOf(chart.spec)).toContain(
      'The 20 greatest of 500 values of Customer, the other 480 added up',
    )
  })

  it('say what all others come to where their bar would leave nothing to see of the rest', () => {
    const rows = Array.from({ length: 500 }, (_, at) => ({ customer: `Customer ${at}`, sales: 500 - at }))
    const { chart } = charted('sales per customer', rows)
    expect(chart.data.map(({ sales }) => sales)).toEqual(rows.slice(0, 20).map(({ sales }) => sales))
    expect(subtitleOf(chart.spec)).toContain(
      'The 20 greatest of 500 values of Customer, the other 480 come to 115,440',
    )
  })

  it('do not add up what cannot be added up', () => {
    const rows = Array.from({ length: 500 }, (_, at) => ({ product: `Product ${at}`, price: 500 - at }))
    const { chart } = charted('price of each product', rows)
    expect(chart.data.map(({ product }) => product)).not.toContain('Other')
    expect(subtitleOf(chart.spec)).toContain('The 20 greatest of 500')
  })

  it('are bars where shares are negative, and the picture says why', () => {
    const { chart } = charted(
      'pie chart of the share of profit by region',
      regions.map((region, at) => ({ region, profit: 50 - at * 30 })),
    )
    expect(chart.mark).toBe('bar')
    expect(subtitleOf(chart.spec)).toContain('Not a pie: shares cannot be negative')
  })

  it('are bars where shares are asked for in other words, too', () => {
    const rows = regions.map((region, at) => ({ region, profit: 50 - at * 30 }))
    const { chart } = charted('what is the share of profit of each region', rows)
    expect(chart.mark).toBe('bar')
    expect(chart.notes).toEqual(['Not a pie: shares cannot be negative'])
  })

  it('are sampled where 100,000 of them would be points, and say so', () => {
    const random = numbers()
    const { chart } = charted(
      'x against y',
      Array.from({ length: 100_000 }, () => ({ x: random(), y: random() })),
    )
    expect(chart.mark).toBe('point')
    expect(chart.data).toHaveLength(5_000)
    expect(subtitleOf(chart.spec)).toContain('A sample of 5,000 of 100,000 rows')
  })

  it('are aggregated where 100,000 of them have times or names, none left out', () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => ({
      at: new Date(Date.UTC(2024, 0) + at * 300_000),
      kind: ['a', 'b', 'c'][at % 3],
    }))
    const { chart } = charted('events by kind over time', rows)
    expect(chart.data.length).toBeLessThanOrEqual(5_000)
    expect(chart.data.reduce((sum, row) => sum + (row.count as number), 0)).toBe(100_000)
  })

  it('say of how many they are the first', () => {
    const typed = typeColumns({
      ...resultOf(regions.map((region, sales) => ({ region, sales }))),
      rowCount: 2_000_000,
    })
    const { spec } = specify(designChart('sales by region', typed).intent, typed)
    expect(subtitleOf(spec)).toContain('The first 4 of 2,000,000 rows')
  })

  it('leave out values of another type, and say so', () => {
    const rows = Array.from({ length: 20 }, (_, at) => ({
      name: `N${at}`,
      value: at % 10 === 0 ? 'n/a' : at,
    }))
    const { chart } = charted('value by name', rows)
    expect(chart.data).toHaveLength(18)
    expect(subtitleOf(chart.spec)).toContain('2 values of Value are no numbers')
  })

  it('show what has no name, and nothing as nothing', () => {
    const { chart } = charted('number of orders by region', [
      { region: null },
      { region: 'North' },
      { region: null },
    ])
    expect(chart.data).toEqual([
      { region: 'North', count: 1 },
      { region: '(no value)', count: 2 },
    ])
  })

  it('keep names in all scripts', async () => {
    const names = ['Ünïcödé', 'Ελλάδα', 'Україна', 'العربية', '日本', '😀']
    const { spec } = charted(
      'sales by country',
      names.map((country, sales) => ({ country, sales: sales + 1 })),
    ).chart
    const { svg } = await drawSvg(spec)
    for (const name of names) expect(svg).toContain(name)
  })

  it.each(['bar', 'line', 'area', 'pie', 'scatter plot', 'heat map'])(
    'may have names that objects of JavaScript have: %s',
    async (kind) => {
      const names = Object.getOwnPropertyNames(Object.prototype)
      const rows = names.map((name, at) => ({ name, owner: names.at(-1 - at), size: at + 1 }))
      const { svg } = await drawSvg(charted(`${kind} of size by name and owner`, rows).chart.spec)
      expect(svg).toContain('__proto__')
    },
  )

  it('may have columns of any name, also two of one', async () => {
    const names = ['data', '__proto__', 'constructor', 'value', 'value', 'a.b[0]', '']
    const rows = regions.map((region, at) => [region, ...names.slice(1).map((_, column) => at + column)])
    const typed = typeColumns({ columns: names.map((name) => ({ name })), rows })
    expect(typed.columns.map(({ name }) => name)).toEqual([
      ...names.slice(0, 4),
      'value (2)',
      'a.b[0]',
      'column 7',
    ])
    for (const { name } of typed.columns.slice(1)) {
      const { intent } = designChart('bars by data', typed)
      const one = { ...intent, also: [], series: null, x: { field: 'data', timeUnit: null, bins: null } }
      const chart = specify({ ...one, mark: 'bar', y: { field: name, aggregate: 'sum' } }, typed)
      const bars = /<g class="mark-rect role-mark.*?<\/g>/.exec((await drawSvg(chart.spec)).svg)?.[0] ?? ''
      expect(bars.match(/<path /g)).toHaveLength(4)
    }
  })

  it('lie on their sides and are cut where labels are very long', async () => {
    const long =
      'A label that goes on and on, well beyond what anybody would want to read beside a bar of a chart'
    const { spec } = charted(
      'sales by label',
      [1, 2, 3].map((at) => ({ label: `${at} ${long}`, sales: at })),
    ).chart
    expect((spec.encoding as Record<string, { type: string }>).y!.type).toBe('ordinal')
    const { svg } = await drawSvg(spec)
    expect(svg).toContain('A label that goes')
    expect(svg).toContain('…')
    const bars = /<g class="mark-rect role-mark.*?<\/g>/.exec(svg)?.[0] ?? ''
    const lengths = [...bars.matchAll(/h([\d.]+)v/g)].map(([, length]) => Number(length))
    expect(Math.max(...lengths)).toBeGreaterThan(200)
  })

  it('wrap a long title in place of cutting it off', () => {
    const { typed, design } = charted(
      'sales by region',
      regions.map((region, sales) => ({ region, sales })),
    )
    expect(typed.columns).toHaveLength(2)
    const name =
      'the_total_of_everything_that_was_ever_sold_anywhere_by_anybody_in_all_of_the_years_since_the_beginning'
    const { spec } = charted(
      design.intent.mark,
      regions.map((region, sales) => ({ region, [name]: sales })),
    ).chart
    const { text } = spec.title as { text: string[] }
    expect(text.length).toBeGreaterThan(1)
    expect(text.join(' ')).toBe(
      'The total of everything that was ever sold anywhere by anybody in all of the years since the beginning by region',
    )
  })

  it('show many series as the greatest ones and Other', () => {
    const rows = Array.from({ length: 90 }, (_, at) => ({
      year: 2000 + (at % 3),
      shop: `Shop ${Math.floor(at / 3)}`,
      sales: at,
    }))
    const sum = (data: readonly Record<string, unknown>[]) =>
      data.reduce((total, row) => total + (row.sales as number), 0)
    const { chart: stacked } = charted('stacked bars of sales by year and shop', rows)
    expect(new Set(stacked.data.map(({ shop }) => shop)).size).toBe(10)
    expect(sum(stacked.data)).toBe((89 * 90) / 2)
    expect(subtitleOf(stacked.spec)).toContain('The 9 greatest of 30 values of Shop, the other 21 added up')
    const { chart: lines } = charted('sales by year and shop', rows)
    expect(lines.mark).toBe('line')
    expect(new Set(lines.data.map(({ shop }) => shop)).size).toBe(9)
    expect(subtitleOf(lines.spec)).toContain(
      `The 9 greatest of 30 values of Shop, the other 21 come to ${((89 * 90) / 2 - sum(lines.data)).toLocaleString('en')}`,
    )
  })
})
