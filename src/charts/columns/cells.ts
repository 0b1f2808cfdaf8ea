import type { Column } from './column.ts'
import { durationIn } from './durations.ts'
import { readNumber } from './numbers.ts'
import { numericDateReader, readMoment } from './times.ts'
import type { Value } from './value.ts'

/** A cell's text is cut to so many characters: nobody reads more in a chart. */
const longestText = 200

// Vega looks values up in plain objects, which have these without being given them; a space without width tells them apart.
const namesOfObjects = new Set(Object.getOwnPropertyNames(Object.prototype))

/** Cells of a column that was typed before, read in the same way. */
export function readAs(
  { kind, grain, unit = null }: Pick<Column, 'kind' | 'grain'> & { unit?: string | null },
  cells: readonly unknown[],
): Value[] {
  if (kind === 'text') return cells.map(textIn)
  if (kind === 'number') return cells.map((cell) => numberIn(cell) ?? durationIn(cell, unit))
  const reader = timeReader(cells)
  const years = grain === 'year' ? cells.map(numberIn).map(yearAt) : null
  return cells.map((cell, at) => years?.[at] ?? reader(cell)?.at ?? null)
}

export const yearAt = (year: number | null) => (year === null ? null : new Date(0).setUTCFullYear(year, 0, 1))

export function numberIn(cell: unknown): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
  if (typeof cell === 'bigint') return Number(cell)
  return typeof cell === 'string' ? readNumber(cell) : null
}

export function timeReader(cells: readonly unknown[]) {
  let numeric: ReturnType<typeof numericDateReader> | null = null
  return (cell: unknown) => {
    if (cell instanceof Date) {
      const at = cell.getTime()
      return Number.isNaN(at)
        ? null
        : { at, grain: at % 86_400_000 === 0 ? ('day' as const) : ('time' as const) }
    }
    if (typeof cell !== 'string') return null
    const moment = readMoment(cell)
    if (moment) return moment
    numeric ??= numericDateReader(cells.filter((cell) => typeof cell === 'string'))
    return numeric(cell)
  }
}

/** Nothing but letters, digits and signs of ASCII, and no space at an end: as it is shown. */
const isPlain = /^[!-~](?:[ -~]*[!-~])?$/

export function textIn(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : cell.toISOString()
  if (cell instanceof Uint8Array) return `${cell.length} bytes`
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  // Control characters and halves of surrogate pairs cannot stand in an SVG.
  const shown = isPlain.test(text)
    ? text
    : text
        .toWellFormed()
        .replace(/\p{Cc}+/gu, ' ')
        .trim()
  if (shown === '') return null
  if (namesOfObjects.has(shown)) return `${shown}\u200b`
  return shown.length > longestText ? `${shown.slice(0, longestText - 1)}…`.toWellFormed() : shown
}

export function misfitsOf(cells: readonly unknown[], values: readonly Value[]): number {
  return cells.filter((cell, at) => cell !== null && cell !== undefined && cell !== '' && values[at] === null)
    .length
}
