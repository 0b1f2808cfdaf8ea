import { mostDrawn } from '../arrange/arrange.ts'
import { columnOf, type TypedResult } from '../columns/column.ts'
import { typeColumns } from '../columns/type.ts'
import type { ChartIntent } from '../intent.ts'
import { cellsOf } from './cells.ts'
import { countPoints, type Drawn, selectPoints } from './points.sql.ts'
import type { Source } from './source.ts'

/** Rows as they are, of which a chart shows some thousands: a random sample of those that can be drawn. */
export async function samplePoints(source: Source, intent: ChartIntent, sample: TypedResult) {
  const drawn = drawnBy(intent, sample, source)
  const { rows: rowCount, drawn: drawable, misfits } = await countPoints(source, drawn)
  const { rows } = await selectPoints(source, drawn, { wanted: mostDrawn, of: drawable })
  const names = Object.keys(drawn.cells)
  const read = typeColumns({
    columns: names.map((name) => {
      const { column, type } = drawn.cells[name]!
      return { name: column.name, databaseType: type || null }
    }),
    rows: spread(rows, mostDrawn).map((row) => names.map((name) => row[name])),
  })
  const columns = sample.columns.map((column) => {
    const at = names.indexOf(`c${column.index}`)
    return at < 0 ? column : { ...read.columns[at]!, index: column.index, misfits: misfits[names[at]!] ?? 0 }
  })
  const typed: TypedResult = {
    columns,
    rows: read.rows.map((values) => columns.map(({ index }) => values[names.indexOf(`c${index}`)] ?? null)),
    rowCount,
    taken: drawable > mostDrawn ? 'at random' : 'for all',
  }
  const left = rowCount - drawable
  const notes = left > 0 ? [`${left.toLocaleString('en')} rows without a value are left out`] : []
  return { typed, notes }
}

function drawnBy({ x, y, series, size }: ChartIntent, typed: TypedResult, { subquery }: Source): Drawn {
  const [needed, others] = [
    [x?.field, y?.field],
    [series, size],
  ].map((names) =>
    names.filter((name) => name != null).map((name) => cellsOf(subquery, columnOf(typed, name))),
  )
  return {
    cells: Object.fromEntries([...needed!, ...others!].map((cells) => [cells.raw, cells])),
    needed: needed!.map(({ raw }) => raw),
  }
}

/** So many of them, evenly taken. */
function spread<T>(rows: readonly T[], most: number): readonly T[] {
  if (rows.length <= most) return rows
  return Array.from({ length: most }, (_, at) => rows[Math.floor((at * rows.length) / most)]!)
}
