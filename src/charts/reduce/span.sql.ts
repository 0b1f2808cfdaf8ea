import type { Grain } from '../columns/column.ts'
import { areNumbers, areTimes, areWhole, type Cells, momentOf, numberOf } from './cells.ts'
import { keyOfUnit } from './keys.ts'
import { ask, listOf, mostGroups, type Source } from './source.ts'

/**
 * The least and the greatest cell, as the process reads them; whether numbers are all whole, and the finest part of times, where
 * that had to be asked.
 */
export type Span = {
  least: unknown
  most: unknown
  isWhole: boolean | null
  grain: Grain | null
  /** Whether all cells are numbers or moments. */
  isClean: boolean
}

const grains: readonly Grain[] = ['year', 'quarter', 'month', 'day', 'time']

/**
 * By the bare column, which an index may answer; where that finds what is no number or no moment, by those that are. Whether
 * all are whole numbers, days or months is asked only where the first rows are.
 */
export async function selectSpan(source: Source, cells: Cells): Promise<Span> {
  const { raw, column } = cells
  const value = areTimes(cells) ? momentOf(cells) : numberOf(cells)
  const utc = cells.type.startsWith('timestamp with time zone') ? ` AT TIME ZONE 'UTC'` : ''
  const ends = (of: string, zone = '') => ({ least: `min(${of})${zone}`, most: `max(${of})${zone}` })
  // A date has no hours.
  const finest = cells.type === 'date' ? 'day' : 'time'
  const coarser = areTimes(cells)
    ? grains.slice(grains.indexOf(column.grain ?? finest), grains.indexOf(finest))
    : []
  const fineness = {
    ...(column.kind === 'number' &&
      !areWhole(cells) &&
      column.integer && { whole: `bool_and(${value} = trunc(${value}))` }),
    ...Object.fromEntries(
      coarser.map((grain) => [`beyond_${grain}`, `bool_or(${value} <> date_trunc('${grain}', ${value}))`]),
    ),
  }
  const select = async (parts: Record<string, string>) => {
    const { rows } = await ask(
      source,
      `SELECT ${listOf({ ...parts, ...fineness })}\nFROM ${source.subquery.from}`,
    )
    return rows[0]!
  }
  const isNative = areTimes(cells) || areNumbers(cells)
  let row = await select(isNative ? ends(raw, utc) : ends(value))
  const isClean = isNative && ![row.least, row.most].some(isNone)
  if (isNative && (!isClean || cells.type === 'real')) row = await select(ends(value))
  return {
    isClean,
    least: row.least ?? null,
    most: row.most ?? null,
    isWhole: (row.whole as boolean | undefined) ?? null,
    grain: coarser.length === 0 ? null : (coarser.find((grain) => row[`beyond_${grain}`] !== true) ?? finest),
  }
}

/** The days that written times name, or the texts of those that have no usual form; null where they are too many. */
export async function selectDays(source: Source, cells: Cells): Promise<unknown[] | null> {
  const { group } = keyOfUnit(cells, 'yearmonthdate')
  const { rows, complete } = await ask(
    source,
    `SELECT ${group} AS day\nFROM ${source.subquery.from}\nGROUP BY ${group}`,
    { most: mostGroups },
  )
  return complete ? rows.map(({ day }) => day) : null
}

/** Years that JavaScript does not know have more digits than others. */
const isNone = (cell: unknown) => typeof cell === 'string' && /^(-?infinity|NaN|[+-]?\d{6,}-)/i.test(cell)
