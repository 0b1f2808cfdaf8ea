import { numbers, regions } from './charted.ts'

type Rows = readonly Record<string, unknown>[]

const random = numbers(11)
const day = 86_400_000
const days = (count: number, from = Date.UTC(2023, 5, 20)) =>
  Array.from({ length: count }, (_, at) => new Date(from + at * day).toISOString().slice(0, 10))
export const months = (count: number, year = 2022, month = 4) =>
  Array.from({ length: count }, (_, at) => new Date(Date.UTC(year, month + at)).toISOString().slice(0, 10))
const times = (count: number, from: number, step: number) =>
  Array.from({ length: count }, (_, at) => new Date(from + at * step).toISOString())
const many = (count: number, row: (at: number) => Record<string, unknown>) =>
  Array.from({ length: count }, (_, at) => row(at))
const byRegion = (value: (at: number) => Record<string, unknown>) =>
  regions.map((region, at) => ({ region, ...value(at) }))

/** Names in scripts that the bundled fonts have, and in some that they have not. */
export const scripts = {
  covered: [
    'Ünïcödé',
    'Ελλάδα',
    'Україна',
    'العربية السعودية',
    'ישראל',
    '😀 land',
    'e\u0301\u0302combined',
    'भारत',
  ],
  lacking: ['日本', '中国', '대한민국', 'ประเทศไทย'],
}

/** Questions with rows that are hard to draw, by what is hard about them. */
export const hardRows: Record<string, { question: string; rows: Rows }> = {
  'one number': { question: 'revenue', rows: [{ total_revenue_usd: '1234567.891' }] },
  'one row with several numbers': {
    question: 'statistics',
    rows: [{ min: 1, avg: 33.333333333, max: 99, name: 'x', note: 'a remark' }],
  },
  'one long text': { question: 'best seller', rows: [{ title: 'The long title of a book '.repeat(12) }] },
  'one column of numbers': { question: 'ages', rows: many(500, () => ({ age: Math.floor(90 * random()) })) },
  'one column of dates': { question: 'births', rows: many(60, () => ({ born: new Date(random() * 1e12) })) },
  'some NULL': {
    question: 'sales by region',
    rows: [...byRegion((at) => ({ sales: at % 2 ? at : null })), { region: null, sales: 9 }],
  },
  '500 categories': {
    question: 'sales per customer',
    rows: many(500, (at) => ({ customer: `Customer ${at}`, sales: 900 - at })),
  },
  'numbers on both sides of 0': {
    question: 'profit by region',
    rows: byRegion((at) => ({ profit: 50 - at * 30 })),
  },
  'only numbers below 0': {
    question: 'loss by region',
    rows: byRegion((at) => ({ loss: -1234.5 * (at + 1) })),
  },
  'mixed types': {
    question: 'number of rows by value',
    rows: ['n/a', 1, 2, 'three', true, null, { a: 1 }, [1, 2]].map((value) => ({ value })),
  },
  'names in many scripts': {
    question: 'sales by country',
    rows: [...scripts.covered, ...scripts.lacking].map((country, at) => ({ country, sales: 1300 - at * 90 })),
  },
  'very long labels': {
    question: 'sales by label',
    rows: many(3, (at) => ({
      label: `${at} A label that goes on and on, well beyond what fits`.repeat(3),
      sales: at + 1,
    })),
  },
  'very long labels without a space': {
    question: 'sales by label',
    rows: many(3, (at) => ({ label: `${at}${'unbroken'.repeat(30)}`, sales: at + 1 })),
  },
  'a very long name of a column': {
    question: 'a question',
    rows: byRegion((at) => ({
      [`the_total_of_everything_that_was_ever_sold_${'in_all_of_the_years_'.repeat(5)}`]: at,
    })),
  },
  'names of columns with signs': {
    question: 'what',
    rows: many(4, (at) => ({ 'a.b[0]"\'`<b>\\': `Name ${at}`, '</text><script>alert(1)</script>': at + 1 })),
  },
  '60 series in lines': {
    question: 'sales by month and shop as lines',
    rows: months(24).flatMap((month) =>
      many(60, (shop) => ({
        month,
        shop: `Shop ${shop}`,
        sales: Math.round(100 + shop * 10 + random() * 200),
      })),
    ),
  },
  '60 series in stacked bars': {
    question: 'stacked bars of sales by year and shop',
    rows: many(180, (at) => ({ year: 2000 + (at % 3), shop: `Shop ${Math.floor(at / 3)}`, sales: at })),
  },
  'one point of a line': {
    question: 'line chart of visits over time',
    rows: [{ day: '2024-03-01', visits: 7 }],
  },
  'two points of a line': {
    question: 'line chart of visits over time',
    rows: [
      { day: '2024-03-01', visits: 7 },
      { day: '2024-03-05', visits: 9 },
    ],
  },
  'years as whole numbers': {
    question: 'people by year',
    rows: many(25, (at) => ({ year: 1800 + at * 10, people: at })),
  },
  'dates before 1900': {
    question: 'deaths over time',
    rows: ['1492-10-12', '1650-03-04', '1789-07-14', '1815-06-18', '1899-07-28'].map((date, deaths) => ({
      date,
      deaths,
    })),
  },
  'years after 2100': {
    question: 'output by year',
    rows: many(12, (at) => ({ year: 2090 + at * 10, output: 50 + at })),
  },
  'moments within a second': {
    question: 'latency over time',
    rows: times(40, Date.UTC(2024, 2, 30, 13, 5, 7), 21).map((at) => ({
      at,
      latency_ms: 12 + random() * 30,
    })),
  },
  'hours over midnight': {
    question: 'load over time',
    rows: times(72, Date.UTC(2024, 11, 30, 22), 3_600_000).map((at) => ({ at, load: random() })),
  },
  'days over new year': {
    question: 'visits by day',
    rows: days(40, Date.UTC(2023, 11, 10)).map((day) => ({ day, visits: 100 * random() })),
  },
  'months as bars': {
    question: 'bar chart of sales by month',
    rows: months(18).map((month, at) => ({ month, sales: at * 1e6 })),
  },
  'months of several regions as bars': {
    question: 'bar chart of price by month and region',
    rows: months(12).flatMap((month) => byRegion(() => ({ month, price: 100 * random() }))),
  },
  'forty days as bars': {
    question: 'bar chart of visits by day',
    rows: days(45).map((day, visits) => ({ day, visits })),
  },
  'tiny numbers': { question: 'value by region', rows: byRegion((at) => ({ value: 1e-12 * (at + 1) })) },
  'huge numbers': { question: 'value by region', rows: byRegion((at) => ({ value: 1e15 * (at + 1) })) },
  millions: { question: 'revenue by region', rows: byRegion((at) => ({ revenue: 2.5e6 * (at + 1) })) },
  money: { question: 'price by region', rows: byRegion((at) => ({ price: `$${at + 1},234.50` })) },
  percentages: { question: 'growth by region', rows: byRegion((at) => ({ growth_percent: 3 * at - 5.5 })) },
  intervals: {
    question: 'duration by region',
    rows: byRegion((at) => ({ duration: `${at} days 02:1${at}:30` })),
  },
  booleans: { question: 'subscriptions', rows: many(30, (at) => ({ newsletter: at % 3 === 0 })) },
  'equal values': { question: 'value by region', rows: byRegion(() => ({ value: 7 })) },
  'equal values in a histogram': { question: 'values', rows: many(50, () => ({ value: 42 })) },
  'nothing but zeros': { question: 'value by region', rows: byRegion(() => ({ value: 0 })) },
  'one bar far above all others': {
    question: 'value by name',
    rows: many(12, (at) => ({ name: `Thing ${at}`, value: at === 3 ? 1e6 : 10 + at })),
  },
  'one number far beyond all others': {
    question: 'distribution of amount',
    rows: many(500, (at) => ({ amount: at === 7 ? 1e6 : 10 + 90 * random() })),
  },
  'numbers over many powers of ten': {
    question: 'population against area',
    rows: many(120, () => ({ area: Math.exp(random() * 14), population: Math.exp(6 + random() * 12) })),
  },
  places: {
    question: 'where are the shops',
    rows: many(60, () => ({ lat: 47 + random() * 7, lon: 6 + random() * 9 })),
  },
  'JSON and arrays': {
    question: 'number of rows by tags',
    rows: [
      { tags: ['a', 'b'], payload: { x: 1 } },
      { tags: ['a', 'b'], payload: { x: 2 } },
      { tags: ['c'], payload: null },
    ],
  },
  bytes: {
    question: 'number of files',
    rows: ['abc', 'abcd', 'xyz'].map((text) => ({ file: Buffer.from(text) })),
  },
  'forty columns in one row': {
    question: 'all',
    rows: [Object.fromEntries(many(40, () => ({})).map((_, at) => [`column_${at}`, at]))],
  },
  'forty columns': {
    question: 'all',
    rows: many(20, (row) =>
      Object.fromEntries(many(40, () => ({})).map((_, at) => [`column_${at}`, at * row])),
    ),
  },
  'a heat map of many rows': {
    question: 'heat map of change by region and product',
    rows: regions.flatMap((region) =>
      many(45, (at) => ({ region, product: `A product called ${at}`, change_percent: 40 * random() - 20 })),
    ),
  },
  'a heat map of hours': {
    question: 'heat map of orders by weekday and hour',
    rows: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].flatMap((weekday) =>
      many(24, (hour) => ({ weekday, hour, orders: Math.round(2000 * random()) })),
    ),
  },
  'a pie of many slices': {
    question: 'pie of sales by kind',
    rows: many(22, (at) => ({ kind: `A kind named ${at}`, sales: Math.round(2000 / (at + 1)) })),
  },
  'a pie of one slice above all': {
    question: 'pie of orders by status',
    rows: [7412, 310, 240, 41, 30, 12].map((orders, at) => ({ status: `status ${at}`, orders })),
  },
  'box plots': {
    question: 'box plot of salary by department',
    rows: many(300, (at) => ({
      department: ['IT', 'HR', 'Sales', 'Operations and logistics'][at % 4],
      salary: 3e4 + 4e4 * random() + (at % 50 ? 0 : 9e4),
    })),
  },
}
