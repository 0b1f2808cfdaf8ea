import type { TimeUnit } from '../../plan.ts'

/** From the first instant up to the one after the last, in milliseconds of UTC. */
export type Span = { from: number; to: number }

const at = (year: number, month: number, day: number) => {
  const date = new Date(Date.UTC(2000, month, day))
  date.setUTCFullYear(year, month, day)
  return date.getTime()
}

export const yearSpan = (year: number): Span => ({ from: at(year, 0, 1), to: at(year + 1, 0, 1) })
export const quarterSpan = (year: number, quarter: number): Span => ({
  from: at(year, quarter * 3 - 3, 1),
  to: at(year, quarter * 3, 1),
})
export const halfSpan = (year: number, half: number): Span => ({
  from: at(year, half * 6 - 6, 1),
  to: at(year, half * 6, 1),
})
export const decadeSpan = (year: number): Span => ({ from: at(year, 0, 1), to: at(year + 10, 0, 1) })
/** `month` from 0. */
export const monthSpan = (year: number, month: number): Span => ({
  from: at(year, month, 1),
  to: at(year, month + 1, 1),
})
/** Null for a day that its month does not have. */
export const daySpan = (year: number, month: number, day: number): Span | null =>
  month < 0 || month > 11 || day < 1 || day > new Date(at(year, month + 1, 0)).getUTCDate()
    ? null
    : { from: at(year, month, day), to: at(year, month, day + 1) }

/** The calendar unit that holds `moment`, or the one `offset` units later; weeks begin on Monday. */
export function unitSpan(unit: TimeUnit, moment: Date, offset: number): Span {
  const [year, month, day] = [moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()]
  const monday = day - ((moment.getUTCDay() + 6) % 7)
  switch (unit) {
    case 'YEAR':
      return yearSpan(year + offset)
    case 'QUARTER':
      return {
        from: at(year, (Math.floor(month / 3) + offset) * 3, 1),
        to: at(year, (Math.floor(month / 3) + offset + 1) * 3, 1),
      }
    case 'MONTH':
      return monthSpan(year, month + offset)
    case 'WEEK':
      return { from: at(year, month, monday + 7 * offset), to: at(year, month, monday + 7 * offset + 7) }
    case 'DAY':
      return { from: at(year, month, day + offset), to: at(year, month, day + offset + 1) }
    default: {
      const length = unit === 'HOUR' ? 3_600_000 : 60_000
      const from = (Math.floor(moment.getTime() / length) + offset) * length
      return { from, to: from + length }
    }
  }
}

const dayMs = 86_400_000

/** `moment` so many units later (or earlier); the last day of a month that is shorter, as PostgreSQL counts. */
export function shift(moment: Date, unit: TimeUnit, amount: number): number {
  const months = { MONTH: 1, QUARTER: 3, YEAR: 12 }[unit as string]
  if (months === undefined) {
    const lengths: Record<string, number> = {
      MINUTE: 60_000,
      HOUR: 3_600_000,
      DAY: 86_400_000,
      WEEK: 604_800_000,
    }
    return moment.getTime() + amount * lengths[unit]!
  }
  const [year, month, day] = [
    moment.getUTCFullYear(),
    moment.getUTCMonth() + amount * months,
    moment.getUTCDate(),
  ]
  const last = new Date(at(year, month + 1, 0)).getUTCDate()
  return at(year, month, Math.min(day, last)) + (((moment.getTime() % dayMs) + dayMs) % dayMs)
}

/** As text for a plan: the day alone where it is the day's first instant. */
export const instantText = (time: number) =>
  time % 86_400_000 === 0 ? new Date(time).toISOString().slice(0, 10) : new Date(time).toISOString()
