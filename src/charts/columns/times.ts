import type { Grain } from './column.ts'

/** Milliseconds in UTC and the finest part that the text names. A time without a zone counts as UTC. */
export type Moment = { at: number; grain: Grain }

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const monthOf = (name: string) => months.indexOf(name.slice(0, 3).toLowerCase())

const iso =
  /^([+-]?\d{4,6})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?)?$/i

/** A date or a time in one of the forms that stand for one moment alone; null for everything else. */
export function readMoment(text: string): Moment | null {
  const written = text.trim()
  const match = iso.exec(written)
  if (match) return fromIso(match)
  const quarter =
    /^(\d{4})[-\s]?Q([1-4])$/i.exec(written) ?? reversed(/^Q([1-4])[-\s](\d{4})$/i.exec(written))
  if (quarter) return moment('quarter', Number(quarter[1]), (Number(quarter[2]) - 1) * 3)
  const slashed = /^(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?$/.exec(written)
  if (slashed) return moment(slashed[3] ? 'day' : 'month', ...numbers(slashed.slice(1)))
  const worded = /^([a-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$/i.exec(written)
  if (worded && monthOf(worded[1]!) >= 0)
    return moment(worded[2] ? 'day' : 'month', Number(worded[3]), monthOf(worded[1]!), Number(worded[2] ?? 1))
  const dayFirst = /^(\d{1,2})\.?[\s-]([a-z]{3,9})\.?,?[\s-](\d{4})$/i.exec(written)
  if (dayFirst && monthOf(dayFirst[2]!) >= 0)
    return moment('day', Number(dayFirst[3]), monthOf(dayFirst[2]!), Number(dayFirst[1]))
  return null
}

/**
 * How a column's dates like 3/4/2024 or 3.4.2024 read: dots and any first part above 12 mean that the day comes first,
 * otherwise the month does.
 */
export function numericDateReader(texts: readonly string[]): (text: string) => Moment | null {
  const pattern = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d))?)?$/
  const dayLeads = texts.some((text) => {
    const match = pattern.exec(text.trim())
    return match !== null && (match[2] === '.' || Number(match[1]) > 12)
  })
  return (text) => {
    const match = pattern.exec(text.trim())
    if (!match) return null
    const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])]
    const [day, month] = dayLeads ? [first, second] : [second, first]
    const [hours, minutes, seconds] = [match[5], match[6], match[7]].map((part) => Number(part ?? 0))
    const date = moment('day', year, month - 1, day)
    if (!date || !match[5]) return date
    return { at: date.at + ((hours! * 60 + minutes!) * 60 + seconds!) * 1000, grain: 'time' }
  }
}

function fromIso(match: RegExpExecArray): Moment | null {
  const [, year, month, day, hours, minutes, seconds, fraction, zone] = match
  const date = moment(day ? 'day' : 'month', Number(year), Number(month) - 1, Number(day ?? 1))
  if (!date || hours === undefined) return date
  if (Number(hours) > 24 || Number(minutes) > 59) return null
  const within = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds ?? 0)
  const millis = within * 1000 + Math.floor(Number(`0.${fraction ?? 0}`) * 1000)
  return { at: date.at + millis - offsetOf(zone), grain: millis === 0 ? 'day' : 'time' }
}

function offsetOf(zone: string | undefined): number {
  if (!zone || /^z$/i.test(zone)) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.replace(':', '').slice(3, 5) || 0)
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}

function moment(grain: Grain, year: number, month = 0, day = 1): Moment | null {
  const at = new Date(0)
  at.setUTCFullYear(year, month, day)
  const exists = at.getUTCMonth() === month && at.getUTCDate() === day
  return exists && Number.isFinite(at.getTime()) ? { at: at.getTime(), grain } : null
}

function numbers([year, month, day]: readonly string[]): [number, number, number] {
  return [Number(year), Number(month) - 1, Number(day ?? 1)]
}

function reversed(match: RegExpExecArray | null): (string | undefined)[] | null {
  return match && [match[0], match[2], match[1]]
}
