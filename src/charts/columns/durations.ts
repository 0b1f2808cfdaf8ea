const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** As PostgreSQL's extract(epoch from interval) counts them. */
const seconds: Record<string, number> = {
  year: 365.25 * day,
  mon: 30 * day,
  month: 30 * day,
  week: 7 * day,
  day,
  hour,
  min: minute,
  minute,
  sec: 1,
  second: 1,
  millisecond: 0.001,
}

/** From the longest on: what a duration is measured in where the greatest is at least so long. */
const units = [
  { unit: 'days', seconds: day, from: 3 * day },
  { unit: 'h', seconds: hour, from: 3 * hour },
  { unit: 'min', seconds: minute, from: 3 * minute },
  { unit: 's', seconds: 1, from: 0 },
]

/** A name by which 00:45:00 is how long something takes and no time of day. */
export const isDurationName = (name: string) =>
  /(^|[^a-z])(durations?|elapsed|run_?time|lap_?time|intervals?|time_?(spent|taken)|(lead|wait|waiting|response|travel)_?time)([^a-z]|$)/i.test(
    name,
  )

/**
 * Seconds of a duration in one of PostgreSQL's forms ("1 day 02:03:04.5", "-3 mons", "P1DT2H", "1 2:03:04"), or as the parts
 * that drivers make of it ({ hours: 2, minutes: 3 }); null for everything else.
 */
export function readDuration(cell: unknown): number | null {
  if (typeof cell === 'string') return fromText(cell.trim().toLowerCase())
  if (typeof cell !== 'object' || cell === null || Array.isArray(cell) || cell instanceof Date) return null
  const parts = Object.entries(cell).filter(([, value]) => typeof value !== 'function')
  if (parts.length === 0) return null
  let total = 0
  for (const [name, value] of parts) {
    const one = name.slice(0, -1)
    const each = name.endsWith('s') && Object.hasOwn(seconds, one) ? seconds[one] : undefined
    if (each === undefined || typeof value !== 'number' || !Number.isFinite(value)) return null
    total += value * each
  }
  return rounded(total)
}

function fromText(text: string): number | null {
  const iso = /^(-?)p(?=[\dt-])([-\d.ymwd]*)(?:t([-\d.hms]+))?$/.exec(text)
  if (iso) return fromIso(iso[1]!, iso[2]!, iso[3] ?? '')
  const verbose = /^@\s/.test(text)
  const ago = verbose && text.endsWith(' ago')
  let rest = verbose ? text.replace(/^@\s+/, '').replace(/\s+ago$/, '') : text
  let total = 0
  let found = false
  rest = rest.replace(
    /([+-]?\d+(?:\.\d+)?)\s*(years?|mons?|months?|weeks?|days?|hours?|mins?|minutes?|secs?|seconds?)\b/g,
    (_, count, name) => {
      found = true
      total += Number(count) * seconds[name.replace(/s$/, '')]!
      return ''
    },
  )
  const clock = /^\s*(?:([+-]?\d+)\s+)?([+-]?)(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?\s*$/.exec(rest)
  if (clock) {
    const [, days, sign, hours, minutes, secs] = clock
    const within = Number(hours) * hour + Number(minutes) * minute + Number(secs ?? 0)
    total += Number(days ?? 0) * day + (sign === '-' ? -within : within)
    rest = ''
    found = true
  }
  return found && rest.trim() === '' ? rounded(ago ? -total : total) : null
}

function fromIso(sign: string, dates: string, times: string): number | null {
  const names: Record<string, string> = { y: 'year', w: 'week', d: 'day', h: 'hour', s: 'second' }
  let total = 0
  let found = false
  for (const [part, ofTime] of [
    [dates, false],
    [times, true],
  ] as const)
    for (const [, count, letter] of part.matchAll(/(-?\d+(?:\.\d+)?)([ymwdhs])/g)) {
      const name = letter === 'm' ? (ofTime ? 'minute' : 'month') : names[letter!]!
      total += Number(count) * seconds[name]!
      found = true
    }
  return found ? rounded(sign === '-' ? -total : total) : null
}

const rounded = (value: number) => Number(value.toPrecision(15))

/** Durations in the unit that suits the longest of them. */
export function inUnit(values: readonly (number | null)[]): { values: (number | null)[]; unit: string } {
  let longest = 0
  for (const value of values) if (value !== null) longest = Math.max(longest, Math.abs(value))
  const { unit, seconds: each } = units.find(({ from }) => longest >= from)!
  return { unit, values: values.map((value) => (value === null ? null : rounded(value / each))) }
}

/** How many seconds one of the unit is; null where it is none of a duration's. */
export const secondsOf = (unit: string | null): number | null =>
  units.find((one) => one.unit === unit)?.seconds ?? null

/** A duration of a column that was typed before, in its unit. */
export function durationIn(cell: unknown, unit: string | null): number | null {
  const [value, each] = [readDuration(cell), secondsOf(unit)]
  return value === null || each === null ? null : rounded(value / each)
}
