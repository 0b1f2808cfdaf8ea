import { common } from '../texts/common.ts'

const longest = 300

/** A value of a row as a reader wants it: numbers grouped, moments in UTC and without the time where it is midnight. */
export function written(value: unknown, type = 'nominal'): string {
  if (value === null || value === undefined) return common.none
  if (type === 'temporal') return moment(value)
  if (typeof value === 'number') return value.toLocaleString('en', { maximumFractionDigits: 6 })
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function moment(value: unknown): string {
  const at = new Date(value as number)
  if (Number.isNaN(at.getTime())) return String(value)
  return at.toISOString().replace('T00:00:00.000Z', '').replace('T', ' ').replace('.000Z', ' UTC')
}
