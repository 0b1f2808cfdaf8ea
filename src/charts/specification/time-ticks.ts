import { bucketOf } from '../arrange/buckets.ts'

export type TimeLevel = 'year' | 'quarter' | 'month' | 'day' | 'clock' | 'second' | 'millisecond'

export type TimeTicks = { level: TimeLevel; at: number[] }

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

type Step = { level: TimeLevel; about: number; from(at: number): number; next(at: number): number }

const fixed = (level: TimeLevel, width: number, anchor = 0): Step => ({
  level,
  about: width,
  from: (at) => Math.ceil((at - anchor) / width) * width + anchor,
  next: (at) => at + width,
})

const monthly = (level: TimeLevel, months: number): Step => ({
  level,
  about: (months * 365.2425 * day) / 12,
  from(at) {
    const date = new Date(at)
    const year = date.getUTCFullYear()
    const exact = bucketOf(at, 'yearmonth') === at
    const month = year * 12 + date.getUTCMonth() + (exact ? 0 : 1)
    return startOf(Math.ceil(month / months) * months)
  },
  next(at) {
    const date = new Date(at)
    return startOf(date.getUTCFullYear() * 12 + date.getUTCMonth() + months)
  },
})

const startOf = (month: number) =>
  new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1)

/** The fourth of January 1970 was the first Sunday; weeks begin on Monday. */
const monday = 4 * day

const steps: readonly Step[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((width) => fixed('millisecond', width)),
  ...[1, 2, 5, 10, 15, 30].map((width) => fixed('second', width * second)),
  ...[1, 2, 5, 10, 15, 30].map((width) => fixed('clock', width * minute)),
  ...[1, 2, 3, 6, 12].map((width) => fixed('clock', width * hour)),
  ...[1, 2].map((width) => fixed('day', width * day)),
  ...[7, 14].map((width) => fixed('day', width * day, monday)),
  ...[1, 2, 3, 6].map((months) => monthly('month', months)),
  ...[1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1_000, 2_000, 5_000].map((years) =>
    monthly('year', years * 12),
  ),
]

/** Labels as long as 13:05:07.250 leave room for fewer of them. */
const roomFor: Partial<Record<TimeLevel, number>> = { millisecond: 0.5, second: 0.75 }

/**
 * Round moments between two, at most so many, never closer together than `finest` milliseconds. Quarters, where they are
 * what is wanted, stand as such.
 */
export function timeTicks(
  from: number,
  to: number,
  { most: mostShort, finest, quarters = false }: { most: number; finest: number; quarters?: boolean },
): TimeTicks {
  const mostOf = ({ level }: Pick<Step, 'level'>) => Math.floor(mostShort * (roomFor[level] ?? 1))
  const wide = steps.filter(({ about }) => about >= finest * 0.9)
  const step = wide.find((one) => (to - from) / one.about + 1 <= mostOf(one)) ?? wide.at(-1)!
  const at: number[] = []
  for (let tick = step.from(from); tick <= to && at.length <= mostShort; tick = step.next(tick)) at.push(tick)
  const isQuarter = quarters && step.level === 'month' && step.about > 85 * day && step.about < 95 * day
  return { level: isQuarter ? 'quarter' : step.level, at }
}
