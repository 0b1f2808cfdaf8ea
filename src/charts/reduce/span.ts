import { type Column, columnOf, type TypedResult } from '../columns/column.ts'
import { typeColumns } from '../columns/type.ts'
import type { ChartIntent } from '../intent.ts'
import { areNumbers, areTimes, type Cells, cellsOf } from './cells.ts'
import type { Source } from './source.ts'
import { selectDays, selectSpan } from './span.sql.ts'

/** The column whose span of all rows decides where values stand: a time that the chart is by, or numbers in intervals. */
export function spanning({ x, mark }: ChartIntent, typed: TypedResult): Column | null {
  if (x === null || mark === 'point' || mark === 'boxplot') return null
  const column = columnOf(typed, x.field)
  return column.kind === 'time' || x.bins !== null ? column : null
}

type Spanned = { column: Column; isClean: boolean }

/** The column with its span of all rows; null where they are written in more ways than can be read. */
export async function withSpan(source: Source, column: Column): Promise<Spanned | null> {
  const cells = cellsOf(source.subquery, column)
  if (column.kind === 'time' && !areTimes(cells) && !areNumbers(cells)) return writtenTimes(source, cells)
  const { least, most, isWhole, grain, isClean } = await selectSpan(source, cells)
  const typed = typeEnds(cells, [least, most])
  const whole: Column = {
    ...column,
    ...(typed.kind === column.kind ? {} : { kind: typed.kind, role: typed.role }),
    min: typed.min,
    max: typed.max,
    integer: isWhole ?? (typed.integer && column.integer),
    grain: typed.kind === 'time' ? (grain ?? column.grain ?? typed.grain) : null,
  }
  return { column: whole, isClean }
}

function typeEnds({ column, type }: Cells, cells: readonly unknown[]): Column {
  // Durations have become numbers in the unit of the column.
  if (type === 'interval') {
    const [min, max] = cells.map((cell) => (cell === null ? null : Number(cell)))
    return { ...column, min: min!, max: max!, integer: [min, max].every(Number.isInteger) }
  }
  const { columns } = typeColumns({
    columns: [{ name: column.name, databaseType: type || null }],
    rows: cells.map((cell) => [cell]),
  })
  return columns[0]!
}

/** Of times that stand as text: by the days that they name. */
async function writtenTimes(source: Source, cells: Cells): Promise<Spanned | null> {
  const days = await selectDays(source, cells)
  if (days === null) return null
  const { kind, role, min, max, grain } = typeEnds(cells, days)
  const { column } = cells
  const whole = {
    ...column,
    kind,
    role,
    min,
    max,
    grain: column.grain === 'time' ? ('time' as const) : grain,
  }
  return { column: whole, isClean: false }
}
