import { mostDrawn } from '../arrange/arrange.ts'
import { fencesOf, mostOutliers, valuesOf } from '../arrange/box-values.ts'
import { mostBoxes } from '../arrange/boxed.ts'
import { nameOf } from '../arrange/names.ts'
import { columnOf, type TypedResult } from '../columns/column.ts'
import { typeColumns } from '../columns/type.ts'
import type { ChartIntent } from '../intent.ts'
import { selectQuartiles, selectWhiskers } from './boxes.sql.ts'
import { cellsOf } from './cells.ts'
import { withFinalKey } from './final-keys.ts'
import { keyOfSeries } from './keys.ts'
import type { Source } from './source.ts'

/**
 * A few rows of which box plots draw the same as of all: quartiles and whiskers are those of all rows. Null where names are
 * written in ways that the database cannot tell to be the same.
 */
export async function boxesOfAll(given: Source, intent: ChartIntent, sample: TypedResult) {
  const x = intent.x && cellsOf(given.subquery, columnOf(sample, intent.x.field))
  const y = cellsOf(given.subquery, columnOf(sample, intent.y!.field!))
  const final =
    x &&
    (await withFinalKey(given, { cells: x, key: keyOfSeries(x, true) }, 'keys', (value) =>
      nameOf(value, x.column),
    ))
  if (x && !final) return null
  const source = final?.source ?? given
  const boxing = { x: final?.by.key ?? null, y }
  const found = await selectQuartiles(source, boxing, intent.top ?? mostBoxes)
  const { boxes, of, rows: rowCount, drawn, misfits } = found
  if (boxes.length === 0) return null
  // Where no box has anything beyond its whiskers, they end where its numbers do.
  const areWithin = boxes.every((box) => box.least >= fencesOf(box)[0] && box.most <= fencesOf(box)[1])
  const whole = areWithin
    ? boxes.map(({ least, most, ...box }) => ({ ...box, low: least, high: most, lows: [], highs: [] }))
    : await selectWhiskers(source, boxing, boxes, mostOutliers(boxes.length, mostDrawn))
  const names = x
    ? typeColumns({
        columns: [{ name: x.column.name, databaseType: x.type || null }],
        rows: boxes.map((box) => [box.x]),
      })
    : null
  const width = sample.columns.length
  const rows = whole.flatMap((box, at) =>
    valuesOf(box).map((value) => {
      const row = Array.from({ length: width }, () => null) as TypedResult['rows'][number]
      if (x) row[x.column.index] = names!.rows[at]![0]!
      row[y.column.index] = value
      return row
    }),
  )
  const columns = sample.columns.map((column) => {
    if (column.index === y.column.index) return { ...column, misfits }
    if (column.index !== x?.column.index) return column
    const { kind, role, order } = names!.columns[0]!
    return { ...column, kind, role, order }
  })
  const left = rowCount - drawn
  const typed: TypedResult = {
    columns,
    rows,
    rowCount,
    taken: 'for all',
    reduced: { measured: [], beyond: { values: of - boxes.length, groups: [] }, seriesOfAll: null },
  }
  return { typed, notes: left > 0 ? [`${left.toLocaleString('en')} rows without a value are left out`] : [] }
}
