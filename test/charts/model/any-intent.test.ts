import { expect, it } from 'vitest'
import { typeColumns } from '../../../src/charts/columns/type.ts'
import { NothingToDraw } from '../../../src/charts/errors.ts'
import { aggregates, type ChartIntent, marks, timeUnits } from '../../../src/charts/intent.ts'
import { readIntent } from '../../../src/charts/read-intent.ts'
import { drawSvg } from '../../../src/charts/render/draw.ts'
import { resultOf } from '../../../src/charts/result.ts'
import { specify } from '../../../src/charts/specification/specify.ts'
import { numbers } from '../charted.ts'

/** A model may come to any chart that a schema allows; the rules come to few of them. */

const random = numbers(4711)
const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!
const maybe = <T>(value: T, odds = 0.4): T | null => (random() < odds ? value : null)

const rows = Array.from({ length: 60 }, (_, at) => ({
  at: new Date(Date.UTC(2023, at % 24, 1 + (at % 27), at % 24)).toISOString(),
  day: `2023-01-${String(1 + (at % 28)).padStart(2, '0')}`,
  year: 2000 + (at % 9),
  region: ['North', 'South', 'East', null][at % 4],
  weekday: ['Mon', 'Tue', 'Wed'][at % 3],
  amount: at % 7 === 0 ? null : at - 20,
  price: at * 1.5,
  number: at,
  mixed: at % 9 === 0 ? 'none' : at,
  latitude: -80 + at,
  paid: at % 2 === 0,
  empty: null,
}))
const results = [rows, rows.slice(0, 2), rows.slice(0, 1)].map((some) => typeColumns(resultOf(some)))

it('whatever passes the check can be drawn, or says that no row has what it needs', async () => {
  const ends = { wrong: 0, drawn: 0, empty: 0 }
  for (let at = 0; at < 2_500; at++) {
    const typed = pick(results)
    const read = readIntent(
      anyIntent(() => pick(typed.columns).name),
      typed,
    )
    if ('wrongs' in read) {
      expect(read.wrongs.every((wrong) => wrong.length > 0 && !wrong.includes('undefined'))).toBe(true)
      ends.wrong++
      continue
    }
    const how = JSON.stringify(read.intent)
    try {
      const { spec, title } = specify(read.intent, typed)
      const { svg } = await drawSvg(spec)
      expect(svg, how).toMatch(/^<svg/)
      expect(`${title}${svg}`, how).not.toMatch(/undefined|NaN|\[object/)
      ends.drawn++
    } catch (error) {
      if (!(error instanceof NothingToDraw)) throw new Error(`Not drawn: ${how}`, { cause: error })
      ends.empty++
    }
  }
  expect(ends.drawn).toBeGreaterThan(100)
  expect(ends.wrong).toBeGreaterThan(1_000)
}, 60_000)

function anyIntent(field: () => string): ChartIntent {
  const measure = () => ({ field: maybe(field(), 0.8), aggregate: pick(aggregates) })
  const bins = maybe(2 + Math.floor(random() * 99), 0.2)
  return {
    mark: pick(marks),
    x: maybe({ field: field(), timeUnit: maybe(pick(timeUnits)), bins }, 0.9),
    y: maybe(measure(), 0.95),
    also: random() < 0.8 ? [] : [measure(), measure()].slice(random() < 0.5 ? 0 : 1),
    series: maybe(field()),
    size: maybe(field(), 0.2),
    stack: maybe(pick(['zero', 'normalize', 'group'] as const)),
    sort: maybe({ by: pick(['x', 'y'] as const), order: pick(['ascending', 'descending'] as const) }),
    top: maybe(1 + Math.floor(random() * 10), 0.3),
    other: random() < 0.3,
    bottom: random() < 0.2,
    horizontal: maybe(random() < 0.5),
    title: null,
  }
}
