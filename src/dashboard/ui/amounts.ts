const locale = 'en'
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
const units = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
] as const

/** Such as "3 minutes ago" or "in 2 hours". */
export function ago(at: string, now = Date.now()): string {
  let amount = (new Date(at).getTime() - now) / 1_000
  for (const [unit, next] of units) {
    if (Math.abs(amount) < next) return relative.format(Math.round(amount), unit)
    amount /= next
  }
  return at
}

export const dateTime = (at: string): string => moment.format(new Date(at))

/** Such as "340 ms", "12.4 s", "3 min 20 s" or "2 h 5 min". */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  const seconds = ms / 1_000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`
}

/** Counts of rows come as numbers, or as text where they are larger than a number holds. */
export const count = (amount: number | string): string => BigInt(amount).toLocaleString(locale)

export function bytes(amount: number | string): string {
  let size = Number(amount)
  for (const unit of ['B', 'kB', 'MB', 'GB', 'TB']) {
    if (size < 1_000 || unit === 'TB') return `${size.toFixed(unit === 'B' || size >= 100 ? 0 : 1)} ${unit}`
    size /= 1_000
  }
  return ''
}
