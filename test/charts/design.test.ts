import { describe, expect, it } from 'vitest'
import { charted, numbers, orders, regions } from './charted.ts'

const random = numbers()
const months = Array.from({ length: 30 }, (_, at) => new Date(Date.UTC(2022, at)).toISOString().slice(0, 10))
const perRegion = regions.map((region, at) => ({ region, sales: 100 - at * 20 }))
const perMonth = months.map((month, at) => ({ month, revenue: 100 + at }))
const people = Array.from({ length: 60 }, () => ({ height: 150 + 40 * random(), weight: 50 + 50 * random() }))
const salaries = Array.from({ length: 90 }, (_, at) => ({
  department: ['IT', 'Law', 'HR'][at % 3],
  salary: 100 + at,
}))

describe('the chart that the rules choose', () => {
  it.each([
    ['sales per region', perRegion, 'bar'],
    ['revenue over the months', perMonth, 'line'],
    ['share of sales by region', perRegion, 'arc'],
    ['show a pie of sales by region', perRegion, 'arc'],
    ['a line chart of sales by region', perRegion, 'line'],
    ['is there a correlation of height and weight', people, 'point'],
    ['people', people, 'point'],
    ['distribution of salary by department', salaries, 'boxplot'],
    ['average salary by department', salaries, 'bar'],
    ['number of orders by weekday', orders.map(({ ordered_at }) => ({ ordered_at })), 'bar'],
    ['how many orders each month', orders.map(({ ordered_at }) => ({ ordered_at })), 'line'],
    ['compare revenue as a bar chart', perMonth, 'bar'],
    ['heat map of amount by region and product', orders, 'rect'],
    ['revenue as an area chart', perMonth, 'area'],
  ])('“%s” is the right kind of chart', (question, rows, mark) => {
    expect(charted(question, rows).chart.mark).toBe(mark)
  })

  it('does not take the name of a column for a kind of chart', () => {
    const rows = ['A', 'B', 'C'].map((product_line, at) => ({ product_line, sales: at + 1 }))
    expect(charted('sales by product line', rows).chart.mark).toBe('bar')
  })

  it('aggregates as the words say, and as the numbers suggest where they say nothing', () => {
    const aggregate = (question: string, rows: Record<string, unknown>[]) =>
      charted(question, rows).design.intent.y
    expect(aggregate('highest salary by department', salaries)).toEqual({ field: 'salary', aggregate: 'max' })
    expect(aggregate('how many people are there in each department', salaries)).toEqual({
      field: null,
      aggregate: 'count',
    })
    expect(aggregate('salary by department', salaries)).toEqual({ field: 'salary', aggregate: 'mean' })
    expect(aggregate('amount by region', orders)).toEqual({ field: 'amount', aggregate: 'sum' })
  })

  it('adds and counts exactly', () => {
    const rows = [0.1, 0.2, 0.3, -0.4, 1e16, 1, -1e16].map((amount) => ({ region: 'North', amount }))
    const data = charted('bar chart of total amount by region', [...rows, { region: 'South', amount: 0.7 }])
      .chart.data
    expect(data).toEqual([
      { region: 'North', sum_amount: 1.2 },
      { region: 'South', sum_amount: 0.7 },
    ])
  })

  it('leaves rows alone that a query has put together already', () => {
    expect(charted('average sales by region', perRegion).design.intent.y).toEqual({
      field: 'sales',
      aggregate: 'none',
    })
  })

  it.each([
    ['by year', 'year'],
    ['per quarter', 'yearquarter'],
    ['monthly', 'yearmonth'],
    ['by day of the week', 'day'],
    ['by month of the year', 'month'],
  ])('puts times into buckets: %s', (words, unit) => {
    expect(charted(`number of orders ${words}`, orders).design.intent.x?.timeUnit).toBe(unit)
  })

  it('says nothing of parts that the data does not have', () => {
    const rows = [2001, 2002, 2003].map((year) => ({ year, count: year - 2000 }))
    expect(charted('count by month', rows).design.intent.x?.timeUnit ?? 'year').toBe('year')
  })

  it('fills months without rows with nothing, so that a line does not skip them', () => {
    const rows = ['2024-01-05', '2024-04-09', '2024-04-10'].map((ordered_at) => ({ ordered_at }))
    const { data } = charted('line chart of the number of orders by month', rows).chart
    expect(data.map(({ count }) => count)).toEqual([1, 0, 0, 2])
  })

  it.each([
    ['sorted by region in descending order', ['West', 'South', 'North', 'East']],
    ['from low to high by the sales', ['West', 'East', 'South', 'North']],
    ['in alphabetical order', ['East', 'North', 'South', 'West']],
    ['top 2', ['North', 'South']],
    ['the 2 lowest', ['West', 'East']],
    ['', ['North', 'South', 'East', 'West']],
  ])('stands in the order that is asked for: %s', (words, expected) => {
    const { data } = charted(`bar chart of sales by region, ${words}`, perRegion).chart
    expect(data.map(({ region }) => region)).toEqual(expected)
  })

  it('keeps the order that values have of their own', () => {
    const rows = ['Fri', 'Mon', 'Wed'].map((day, at) => ({ day, sales: at }))
    expect(charted('sales by day', rows).chart.data.map(({ day }) => day)).toEqual(['Mon', 'Wed', 'Fri'])
  })

  it('stacks what adds up and puts averages side by side', () => {
    const rows = orders.map(({ region, product, amount }) => ({ region, product, price: amount }))
    expect(charted('number of orders by region and product', rows).design.intent.stack).toBe('zero')
    expect(charted('average price by region and product', rows).design.intent.stack).toBe('group')
    expect(charted('100% stacked bar chart of region by product', rows).design.intent.stack).toBe('normalize')
  })

  it.each([
    ['products with at least 2 sales', null],
    ['products with at most 5 sales', null],
    ['the 3 largest products', 3],
    ['top five products', 5],
    ['Which three products have the most sales?', 3],
  ])('“%s” is cut to as many as it asks for, and conditions are not', (question, top) => {
    const rows = Array.from({ length: 9 }, (_, at) => ({ product: `P${at}`, sales: at }))
    expect(charted(question, rows).design.intent.top).toBe(top)
  })

  it('takes values in quotes for values', () => {
    const rows = ['A', 'B', 'C'].map((product, at) => ({ product, sales: at + 1 }))
    const mark = (question: string) => charted(question, rows).chart.mark
    expect(mark('sales by product of the brand "Pie in the Sky"')).toBe('bar')
    expect(mark("sales by product of the brand 'Line 6'")).toBe('bar')
    expect(mark('sales by product as a “pie chart”')).toBe('arc')
  })

  it('mends slips in the words of charts and of columns', () => {
    const { design } = charted('avrage amuont by contry as bar chrat, desending', [
      ...orders.map(({ region, amount }) => ({ country: region, amount })),
    ])
    expect(design.intent).toMatchObject({
      mark: 'bar',
      x: { field: 'country' },
      y: { field: 'amount', aggregate: 'mean' },
      sort: { order: 'descending' },
    })
  })

  it('knows columns by parts, by what short forms stand for, and in other scripts', () => {
    const by = (question: string, names: string[]) => {
      const rows = orders.map(({ region, product, amount }) => ({
        [names[0]!]: region,
        [names[1]!]: product,
        [names[2]!]: amount,
      }))
      const { x, series } = charted(question, rows).design.intent
      return [x?.field, series]
    }
    expect(by('salary by department and gender', ['sex_cd', 'dept_nm', 'emp_sal'])).toEqual([
      'dept_nm',
      'sex_cd',
    ])
    expect(by('Сумма per Город', ['Товар', 'Город', 'Сумма'])).toEqual(['Город', 'Товар'])
    expect(by('number of rooms per type of bed', ['room_nm', 'bed_type', 'price'])[0]).toBe('bed_type')
  })

  it('says where times are not cut to the top ones', () => {
    const { design } = charted('top 5 months by revenue', perMonth)
    expect(design.notes.join()).toContain('times are not cut')
  })

  it('keeps ranked alternatives with their reasons, each of another kind, all of which can be drawn', () => {
    const { design } = charted('sales per region', perRegion)
    const kinds = [design, ...design.alternatives].map(({ intent }) => intent.mark)
    expect(kinds.length).toBeGreaterThan(1)
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(design.alternatives.every(({ reason }) => reason.length > 0)).toBe(true)
    const scores = [design, ...design.alternatives].map(({ score }) => score)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  })

  it('says what it measures, by what and in which unit', () => {
    expect(charted('how many customers are there per region?', orders).chart.title).toBe(
      'Number of customers by region',
    )
    expect(charted('average salary by department', salaries).chart.title).toBe('Average salary by department')
    expect(
      charted(
        'matches per region',
        orders.map(({ region }) => ({ region })),
      ).chart.title,
    ).toBe('Number of matches by region')
    expect(
      charted('cost of each ward', [
        { ward: 'A', 'avg(cost)': 3 },
        { ward: 'B', 'avg(cost)': 4 },
      ]).chart.title,
    ).toBe('Average cost by ward')
    const { spec } = charted(
      'weights',
      ['a', 'b'].map((name, at) => ({ name, weight_kg: at + 1 })),
    ).chart
    expect(JSON.stringify(spec)).toContain('"Weight (kg)"')
  })
})
