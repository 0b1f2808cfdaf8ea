const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** Null where every value will do; a step from the start of the range; or the values. */
type Field = null | { every: number } | { values: number[] }
type Range = { from: number; to: number; names?: string[] }

const ranges: Range[] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12, names: monthNames },
  { from: 0, to: 7, names: dayNames },
]

/** @returns undefined for what is none, or more than is understood here */
function readField(text: string, { from, to, names }: Range): Field | undefined {
  if (text === '*') return null
  const number = (word: string): number | undefined => {
    if (/^\d{1,2}$/.test(word)) return Number(word) >= from && Number(word) <= to ? Number(word) : undefined
    const index = names?.findIndex((name) => name.slice(0, 3).toLowerCase() === word.toLowerCase()) ?? -1
    return index < 0 ? undefined : index + from
  }
  const step = /^\*\/(\d+)$/.exec(text)
  if (step) return Number(step[1]) > 1 ? { every: Number(step[1]) } : Number(step[1]) === 1 ? null : undefined
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [, first, last, by] = /^(\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? []
    const start = first === undefined ? undefined : number(first)
    const end = last === undefined ? (by === undefined ? start : to) : number(last)
    if (start === undefined || end === undefined || end < start || by === '0') return undefined
    for (let value = start; value <= end; value += Number(by ?? 1)) values.add(value)
  }
  return { values: [...values].sort((a, b) => a - b) }
}

const list = (words: string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
const two = (value: number) => String(value).padStart(2, '0')
const ordinal = (value: number) => {
  const teen = value % 100 >= 11 && value % 100 <= 13
  return `${value}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')}`
}
const isRun = (values: number[]) =>
  values.length > 2 && values.every((value, index) => index === 0 || value === values[index - 1]! + 1)

/** Three and more in a row are named by the first and the last. */
const named = (values: number[], name: (value: number) => string) =>
  isRun(values) ? `${name(values[0]!)} to ${name(values.at(-1)!)}` : list(values.map(name))

/**
 * A cron expression of five fields in plain words, such as "Monday to Friday at 06:00"; null for what is none, and for what is
 * more than is understood here.
 */
export function cronWords(cron: string): string | null {
  const texts = cron.trim().split(/\s+/)
  if (texts.length !== 5) return null
  const fields = texts.map((text, index) => readField(text, ranges[index]!))
  if (fields.includes(undefined)) return null
  const [minute, hour, day, month, weekday] = fields as Field[]
  const when = timeWords(minute!, hour!)
  const days = dayWords(day!, weekday!)
  const months =
    month === null
      ? ''
      : 'every' in month!
        ? `in every ${ordinal(month.every)} month`
        : `in ${named(month!.values, (value) => monthNames[value - 1]!)}`
  const hasTimes = when.startsWith('at ')
  const words = hasTimes
    ? [days || (months ? 'every day' : 'Every day'), months, when]
    : [when, days && `on ${days.replace(/^on /, '')}`, months]
  const sentence = words.filter(Boolean).join(' ')
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function timeWords(minute: Field, hour: Field): string {
  if (minute !== null && 'values' in minute && hour !== null && 'values' in hour) {
    const times = hour.values.flatMap((h) => minute.values.map((m) => `${two(h)}:${two(m)}`))
    if (times.length <= 6) return `at ${list(times)}`
  }
  const minutes =
    minute === null
      ? 'every minute'
      : 'every' in minute
        ? `every ${minute.every} minutes`
        : minute.values.length === 1 && minute.values[0] === 0
          ? ''
          : `at minute ${named(minute.values, String)}`
  const hours =
    hour === null
      ? 'every hour'
      : 'every' in hour
        ? `every ${hour.every} hours`
        : isRun(hour.values)
          ? `from ${two(hour.values[0]!)}:00 to ${two(hour.values.at(-1)!)}:59`
          : `in the hours ${list(hour.values.map(two))}`
  if (minute === null || 'every' in minute) {
    if (hour === null) return minutes
    return 'every' in hour ? `${minutes} in every ${ordinal(hour.every)} hour` : `${minutes} ${hours}`
  }
  if (hour === null || 'every' in hour) return minutes ? `${hours}, ${minutes}` : hours
  return `every hour ${hours}${minutes && `, ${minutes}`}`
}

function dayWords(day: Field, weekday: Field): string {
  const dates =
    day === null
      ? ''
      : 'every' in day
        ? `on every ${ordinal(day.every)} day of the month`
        : `on the ${named(day.values, ordinal)} of the month`
  const names =
    weekday === null
      ? ''
      : 'every' in weekday
        ? `on every ${ordinal(weekday.every)} day of the week`
        : weekdayNames([...new Set(weekday.values.map((value) => value % 7))])
  // Source: crontab(5): where both are restricted, either is enough.
  return dates && names ? `${dates} or ${names}` : dates || names
}

function weekdayNames(values: number[]): string {
  // A week that is read from Monday on: Saturday and Sunday belong together.
  const fromMonday = values.map((value) => (value === 0 ? 7 : value)).sort((a, b) => a - b)
  const name = (value: number) => dayNames[value % 7]!
  return isRun(fromMonday)
    ? named(fromMonday, name)
    : `on ${list(fromMonday.map((value) => `${name(value)}s`))}`
}
