import { describe, expect, it } from 'vitest'
import { typeColumns } from '../../src/charts/columns/type.ts'
import { designChart } from '../../src/charts/design/design.ts'
import { drawSvg } from '../../src/charts/render/draw.ts'
import { specify } from '../../src/charts/specification/specify.ts'
import { charted, numbers, regions } from './charted.ts'
import { hardRows, months } from './hard-rows.ts'
import { textBoxes } from './layout.ts'

async function pictured(name: keyof typeof hardRows) {
  const { question, rows } = hardRows[name]!
  const all = charted(question, rows)
  // Vega marks the rows that it draws.
  const { svg } = await drawSvg(structuredClone(all.chart.spec))
  return { ...all.chart, intent: all.design.intent, svg, texts: textBoxes(svg).map(({ text }) => text) }
}

type Axis = {
  title?: unknown
  scale?: { type?: string; zero?: boolean; domain?: unknown[] }
  axis?: Record<string, unknown>
}
const axes = (spec: Record<string, unknown>) => spec.encoding as { x: Axis; y: Axis }

describe('numbers on an axis', () => {
  it.each([
    ['tiny numbers', ['0', '1e-12', '4e-12']],
    ['huge numbers', ['0', '1e+15', '4e+15']],
    ['millions', ['0', '2M', '10M']],
    ['only numbers below 0', ['0', '−1,000', '−5,000']],
    ['years as whole numbers', ['1800', '1900', '2000']],
    ['years after 2100', ['2090', '2100', '2200']],
  ])('are written as people write them: %s', async (name, wanted) => {
    const { texts } = await pictured(name)
    expect(texts).toEqual(expect.arrayContaining(wanted))
  })

  it.each([
    ['money', 'Price (USD)', [1234.5, 4234.5]],
    ['percentages', 'Growth (%)', [-5.5, 3.5]],
    ['intervals', 'Duration (days)', [0.0906, 3.0927]],
  ])('keep their unit: %s', async (name, title, [least, greatest]) => {
    const { texts, data, spec } = await pictured(name)
    expect(texts).toContain(title)
    expect(axes(spec).y.title).toBe(title)
    const values = data.flatMap((row) => Object.values(row).filter((value) => typeof value === 'number'))
    expect(Math.min(...values)).toBeCloseTo(least!, 3)
    expect(Math.max(...values)).toBeCloseTo(greatest!, 3)
  })

  it('say nothing of percent where they may as well be parts of 1', () => {
    const { spec } = charted(
      'rate by region',
      regions.map((region, at) => ({ region, rate_pct: at / 10 })),
    ).chart
    expect(axes(spec).y.title).toBe('Rate pct')
  })

  it('have a line at 0 that can be told from the others, and bars on both sides of it', async () => {
    const { svg, spec } = await pictured('numbers on both sides of 0')
    const lines = [...svg.matchAll(/stroke="(#[0-9a-f]{6})"/g)].map(([, color]) => color)
    expect(lines.filter((color) => color === '#7b8794')).toHaveLength(1)
    expect(axes(spec).x.axis?.domain).toBe(false)
  })

  it('begin at 0 for bars, whatever they are', async () => {
    const rows = regions.map((region, at) => ({ region, price: 1000 + at }))
    const { svg } = await drawSvg(charted('price by region', rows).chart.spec)
    expect(textBoxes(svg).map(({ text }) => text)).toContain('0')
  })

  it('are at the foot of the picture where all of them are 0', async () => {
    const { svg } = await pictured('nothing but zeros')
    const boxes = textBoxes(svg)
    const [zero, name] = ['0', 'North'].map((text) => boxes.find((box) => box.text === text)!)
    expect(name!.top - zero!.bottom).toBeLessThan(30)
  })

  it('are told beside bars where one is so long that no other can be read', async () => {
    const { texts } = await pictured('one bar far above all others')
    expect(texts).toEqual(expect.arrayContaining(['1,000,000', '10', '15', '21']))
    expect((await pictured('equal values')).texts.filter((text) => text === '7')).toHaveLength(1)
  })

  it('are logarithmic where most points would lie on one another, and the title says so', async () => {
    const { spec, texts } = await pictured('numbers over many powers of ten')
    expect(axes(spec).x.scale?.type).toBe('log')
    expect(texts).toEqual(
      expect.arrayContaining(['Area (logarithmic)', 'Population (logarithmic)', '1k', '100k', '10M']),
    )
    const random = numbers()
    const even = charted(
      'a against b',
      Array.from({ length: 100 }, () => ({ a: random(), b: random() })),
    )
    expect(axes(even.chart.spec).x.scale?.type).toBeUndefined()
  })
})

describe('a histogram', () => {
  it('leaves out what lies far outside, and says how many and how far', async () => {
    const { data, notes } = await pictured('one number far beyond all others')
    expect(data.length).toBeGreaterThan(5)
    expect(data.reduce((sum, row) => sum + (row.count as number), 0)).toBe(499)
    expect(notes.join()).toMatch(/^One value of Amount above \d\d\.?\d* \(up to 1,000,000\) is not shown$/)
  })

  it('leaves out nothing that is merely large', () => {
    const random = numbers()
    const rows = Array.from({ length: 1_000 }, () => ({ income: Math.exp(10 + 2 * random()) }))
    const { data, notes } = charted('distribution of income', rows).chart
    expect(data.reduce((sum, row) => sum + (row.count as number), 0)).toBe(1_000)
    expect(notes).toEqual([])
  })

  it('of equal numbers is one bar of an ordinary width', async () => {
    const { data, spec } = await pictured('equal values in a histogram')
    expect(data).toEqual([{ value: 42, 'value end': 43, count: 50 }])
    expect(axes(spec).x.scale?.domain).toEqual([39, 46])
  })
})

describe('times on an axis', () => {
  it.each([
    ['moments within a second', ['13:05:07.000', '13:05:07.400', '30 Mar 2024']],
    ['hours over midnight', ['00:00', '12:00', '31 Dec 2024', '1 Jan 2025']],
    ['days over new year', ['11 Dec', '2023', '1 Jan', '2024']],
    ['months as bars', ['May', '2022', 'Dec', 'Jan', '2023']],
    ['60 series in lines', ['Jul', '2022', 'Jan', '2023', '2024']],
    ['dates before 1900', ['1500', '1650', '1850']],
    ['forty days as bars', ['26 Jun', '2023', '31 Jul']],
  ])('name the parts that change, and the year or the day where it begins: %s', async (name, wanted) => {
    const { texts } = await pictured(name)
    expect(texts).toEqual(expect.arrayContaining(wanted))
    expect(texts.join(' ')).not.toMatch(/\b[AP]M\b|January|:\d\d:\d\d:/)
  })

  it('name the year of the right ticks, also around 1970 and 2001, where milliseconds get another digit', async () => {
    for (const year of [1969, 2001]) {
      const rows = months(15, year, 3).map((month, visits) => ({ month, visits }))
      const boxes = textBoxes((await drawSvg(charted('visits over time', rows).chart.spec)).svg)
      const centre = (text: string) =>
        boxes.filter((box) => box.text === text).map(({ left, right }) => (left + right) / 2)
      expect(centre(`${year}`)[0]).toBeCloseTo(
        Math.min(
          ...boxes.filter(({ text }) => /^[A-Z]..$/.test(text)).map(({ left, right }) => (left + right) / 2),
        ),
        3,
      )
      expect(centre(`${year + 1}`)[0]).toBeCloseTo(centre('Jan')[0]!, 3)
    }
  })

  it('name each year once', async () => {
    const { texts } = await pictured('months as bars')
    expect(texts.filter((text) => /^20\d\d$/.test(text))).toEqual(['2022', '2023'])
  })

  it('stand from the last to the first where that was asked for, each year below its first tick from the left', async () => {
    const rows = months(8, 2023, 8).map((month, visits) => ({ month, visits }))
    const typed = typeColumns({
      columns: [{ name: 'month' }, { name: 'visits' }],
      rows: rows.map(({ month, visits }) => [month, visits]),
    })
    const { intent } = designChart('visits over time as a line', typed)
    const { spec } = specify({ ...intent, sort: { by: 'x', order: 'descending' } }, typed)
    const boxes = textBoxes((await drawSvg(spec)).svg)
    const centre = (text: string) =>
      boxes.filter((box) => box.text === text).map(({ left, right }) => Math.round((left + right) / 2))
    expect(centre('Apr')[0]).toBeLessThan(centre('Sep')[0]!)
    expect(centre('2024')).toEqual(centre('Apr'))
    expect(centre('2023')).toEqual(centre('Dec'))
  })

  it.each([
    ['one point of a line', 1],
    ['two points of a line', 2],
  ])('show few points as points: %s', async (name, count) => {
    const { svg, mark } = await pictured(name)
    expect(mark).toBe('line')
    const marks = /<g class="mark-symbol role-mark.*?<\/g>/.exec(svg)?.[0] ?? ''
    expect(marks.match(/<path /g)).toHaveLength(count)
  })

  it('are months where all days begin one, and no days', () => {
    const grain = (texts: readonly string[]) =>
      typeColumns({ columns: [{ name: 'at' }], rows: texts.map((text) => [text]) }).columns[0]!.grain
    expect(grain(months(5))).toBe('month')
    expect(grain(['2020-01-01', '2021-01-01'])).toBe('year')
    expect(grain(['2020-01-01', '2020-04-01', '2020-07-01', '2021-01-01'])).toBe('quarter')
    expect(grain(['2020-01-01', '2020-04-02'])).toBe('day')
    expect(grain(['2020-01-01'])).toBe('day')
  })
})

describe('cells of other types', () => {
  it.each([
    ['1 day 02:03:04.5', 93_784.5],
    ['-1 days +02:03:00', -79_020],
    ['2 years 3 mons', (2 * 365.25 + 90) * 86_400],
    ['@ 1 day 2 hours ago', -93_600],
    ['1 2:03:04', 93_784],
    ['P1DT2H3M', 93_780],
    ['PT-45S', -45],
  ])('are durations in each form that PostgreSQL writes: %s', (text, seconds) => {
    const { columns, rows } = typeColumns({
      columns: [{ name: 'took', databaseType: 'interval' }],
      rows: [[text]],
    })
    const units: Record<string, number> = { s: 1, min: 60, h: 3_600, days: 86_400 }
    expect(columns[0]!.kind).toBe('number')
    expect((rows[0]![0] as number) * units[columns[0]!.unit!]!).toBeCloseTo(seconds, 3)
  })

  it('are durations where a driver has taken them apart, and none where objects hold anything else', () => {
    const kind = (value: unknown) => typeColumns({ columns: [{ name: 'x' }], rows: [[value]] }).columns[0]!
    expect(kind({ hours: 2, minutes: 30 })).toMatchObject({ kind: 'number', unit: 'min', max: 150 })
    expect(kind({ hours: 2, name: 'x' }).kind).toBe('text')
    expect(kind('10:30').kind).toBe('text')
  })

  it('are counted by what they say: JSON, arrays, bytes and booleans', async () => {
    expect((await pictured('JSON and arrays')).texts).toEqual(
      expect.arrayContaining(['["a","b"]', '["c"]', '(no value)']),
    )
    expect((await pictured('bytes')).data).toEqual([
      { file: '3 bytes', count: 2 },
      { file: '4 bytes', count: 1 },
    ])
    expect((await pictured('booleans')).data).toEqual([
      { newsletter: 'false', count: 20 },
      { newsletter: 'true', count: 10 },
    ])
  })

  it('are places in the shape that a map has', async () => {
    const { spec, intent, mark } = await pictured('places')
    expect(mark).toBe('point')
    expect([intent.x?.field, intent.y?.field]).toEqual(['lon', 'lat'])
    const wide = charted('lat against lon', [
      { lat: 0, lon: -100 },
      { lat: 20, lon: 100 },
    ])
    expect(wide.chart.spec.height).toBeLessThan(spec.height)
  })
})
