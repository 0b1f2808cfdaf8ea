import { countIn, numberPattern, type Reading, take } from './reading.ts'
import { highest, largest, lowest, smallest } from './superlatives.ts'
import { letter, word } from './word.ts'

/** Only so many of what a chart is by: the greatest, or the least. */
export type TopCue = { count: number; bottom: boolean }

const best = `(?:(?:${highest})(?: [${letter}]+)?|top)`
const worst = `(?:(?:${lowest})(?: [${letter}]+)?|bottom)`
/** "five counties have the highest …" */
const some = `(?:§\\d+§|[${letter}]+) (?:that |which |who )?(?:with|have|has|had|get|got|earn|make|made|sell|sold|show|of) (?:the )?`
const count = `(${numberPattern})`
const after = `(?!one(?![${letter}]))${count}`

export function takeTop(reading: Reading): TopCue | null {
  const top =
    take(reading, word(`(?:${largest}|top)[- ]${after}`)) ??
    take(reading, word(`${count} ${best}`)) ??
    take(reading, word(`${count} ${some}(?:${highest})`))
  if (top) return { count: countIn(top[1]!.toLowerCase()), bottom: false }
  const bottom =
    take(reading, word(`(?:${smallest}|bottom)[- ]${after}`)) ??
    take(reading, word(`${count} ${worst}`)) ??
    take(reading, word(`${count} ${some}(?:${lowest})`))
  return bottom ? { count: countIn(bottom[1]!.toLowerCase()), bottom: true } : null
}
