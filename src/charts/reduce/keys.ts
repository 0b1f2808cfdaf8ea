import { cycleOf } from '../arrange/buckets.ts'
import type { Placing } from '../arrange/placing.ts'
import type { TimeUnit } from '../intent.ts'
import { areNumbers, areTimes, type Cells, doubleOf, momentOf, numberOf, textOf } from './cells.ts'

/**
 * What rows are put together by. The database may put together less than what belongs together, never more: cells that the
 * process reads as the same are put together there.
 */
export type Key = {
  group: string
  /** A cell that stands for all of a group. */
  shown: string
  /** Whether what belongs together has one group alone, as what cannot be put together later needs. */
  isFinal: boolean
  /** Whether the groups show all the values that there are, and not only one of each interval or unit of time. */
  showsAll: boolean
}

const every = (group: string, isFinal: boolean): Key => ({ group, shown: group, isFinal, showsAll: true })
const oneOf = (group: string, isFinal: boolean, shown = group): Key => ({
  group,
  shown,
  isFinal,
  showsAll: false,
})
const byText = (text: string) => `(${text}) COLLATE "C"`

/** By where x stands. `final`: what belongs together must have one group, where that can be had. */
export function keyOfX(cells: Cells, { unit, width }: Placing, final: boolean): Key {
  const { kind } = cells.column
  if (kind === 'time') return unit === null ? keyOfMoment(cells) : keyOfUnit(cells, unit)
  if (kind === 'number' && width !== null) {
    const double = doubleOf(cells)
    return oneOf(`floor(${double} / ${width}::float8 + 1e-9)`, true, `min(${double})`)
  }
  return keyOfName(cells, final)
}

/** By the names of what a chart is split by. Those of moments have no parts of a second. */
export function keyOfSeries(cells: Cells, final: boolean): Key {
  if (cells.column.kind !== 'time') return keyOfName(cells, final)
  return areTimes(cells) ? oneOf(`date_trunc('second', ${momentOf(cells)})`, true) : keyOfMoment(cells)
}

function keyOfName(cells: Cells, final: boolean): Key {
  if (cells.column.kind === 'text') return every(byText(textOf(cells)), false)
  if (!areNumbers(cells)) return every(byText(textOf(cells)), false)
  return final ? every(doubleOf(cells), true) : every(numberOf(cells), cells.type !== 'numeric')
}

function keyOfMoment(cells: Cells): Key {
  if (areTimes(cells)) return every(`date_trunc('milliseconds', ${momentOf(cells)})`, true)
  return areNumbers(cells) ? every(numberOf(cells), true) : every(byText(textOf(cells)), false)
}

const parts: Partial<Record<TimeUnit, string>> = {
  quarter: 'quarter',
  month: 'month',
  day: 'isodow',
  date: 'day',
  hours: 'hour',
}

const wholes: Partial<Record<TimeUnit, string>> = {
  year: 'year',
  yearquarter: 'quarter',
  yearmonth: 'month',
  yearweek: 'week',
  yearmonthdate: 'day',
  yearmonthdatehours: 'hour',
}

export function keyOfUnit(cells: Cells, unit: TimeUnit): Key {
  if (areTimes(cells)) {
    const moment = momentOf(cells)
    return cycleOf(unit)
      ? oneOf(`date_part('${parts[unit]}', ${moment})`, true, `min(${moment})`)
      : oneOf(`date_trunc('${wholes[unit]}', ${moment})`, true)
  }
  if (areNumbers(cells)) return every(numberOf(cells), true)
  // Of moments in their usual form the day says enough, or the hour; in UTC alone, as others may be of another day.
  const text = textOf(cells)
  const characters = unit === 'hours' || unit === 'yearmonthdatehours' ? 13 : 10
  const usual = `'^\\d{4}-\\d\\d-\\d\\d[T ]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?Z?$'`
  const short = `CASE WHEN ${text} ~ ${usual} THEN left(${text}, ${characters}) ELSE ${text} END`
  return oneOf(byText(short), false, `min(${byText(text)})`)
}
