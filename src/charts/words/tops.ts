import { countIn, numberPattern, type Reading, take } from './reading.ts'
import { highest, lowest } from './superlatives.ts'

/** Only so many of what a chart is by: the greatest, or the least. */
export type TopCue = { count: number; bottom: boolean }

const word = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}_§])(?:${source})(?![\\p{L}\\p{N}_§])`, 'iu')

const best = `(?:(?:${highest})(?: \\p{L}+)?|top)`
const worst = `(?:(?:${lowest})(?: \\p{L}+)?|bottom)`
const count = `(${numberPattern})`

export function takeTop(reading: Reading): TopCue | null {
  const top = take(reading, word(`(?:${highest}|top)[- ]${count}`)) ?? take(reading, word(`${count} ${best}`))
  if (top) return { count: countIn(top[1]!.toLowerCase()), bottom: false }
  const bottom =
    take(reading, word(`(?:${lowest}|bottom)[- ]${count}`)) ?? take(reading, word(`${count} ${worst}`))
  return bottom ? { count: countIn(bottom[1]!.toLowerCase()), bottom: true } : null
}
