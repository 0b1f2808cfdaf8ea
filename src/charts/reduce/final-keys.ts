import { nameOf } from '../arrange/names.ts'
import { placingOf } from '../arrange/placing.ts'
import type { TypedResult } from '../columns/column.ts'
import { readAs } from '../columns/type.ts'
import type { Value } from '../columns/value.ts'
import type { ChartIntent } from '../intent.ts'
import { shownText } from './cells.ts'
import type { Grouping } from './groups.sql.ts'
import { ask, mostGroups, type Source } from './source.ts'

/** So many names of the first rows are a sign of more than can be told. */
const manyNames = 1_000

type By = NonNullable<Grouping['x']>

/**
 * The same grouping, in which all that belongs together has one group: what a column has in several ways of writing is told to
 * the database, which looks it up. Null where they are too many to tell; of names only those are put together then that differ by
 * spaces, which is what they most often differ by.
 */
export async function withFinalKeys(
  source: Source,
  intent: ChartIntent,
  typed: TypedResult,
  { x, series, measures }: Grouping,
): Promise<{ source: Source; grouping: Grouping } | null> {
  const { xOf } = placingOf(intent, typed)
  const byX = x && (await withFinalKey(source, x, 'x_keys', xOf))
  if (x && !byX) return null
  const from = byX?.source ?? source
  const nameIn = (value: Value) => nameOf(value, series!.cells.column)
  const bySeries = series && (await withFinalKey(from, series, 'series_keys', nameIn))
  if (series && !bySeries) return null
  return {
    source: bySeries?.source ?? from,
    grouping: { x: byX?.by ?? null, series: bySeries?.by ?? null, measures },
  }
}

/** `alias`: the name of the table in which the database looks up what is written. */
export async function withFinalKey(
  source: Source,
  by: By,
  alias: string,
  placeOf: (value: Value) => Value,
): Promise<{ source: Source; by: By } | null> {
  const { key, cells } = by
  if (key.isFinal) return { source, by }
  const { kind, distinct } = cells.column
  const shown = `(${shownText(cells)}) COLLATE "C"`
  const nearly = kind === 'text' ? { source, by: { cells, key: { ...key, group: shown, shown } } } : null
  if (nearly && distinct > manyNames) return nearly
  const { from, values } = source.subquery
  const { rows, complete } = await ask(
    source,
    `SELECT ${key.group} AS written, ${key.shown} AS shown\nFROM ${from}\nGROUP BY ${key.group}`,
    { most: mostGroups },
  )
  if (!complete) return nearly
  const first = new Map<Value, unknown>()
  const written = rows.map(({ shown }) => shown)
  const cellOf = readAs(cells.column, written).map((value, at) => {
    const place = placeOf(value)
    if (!first.has(place)) first.set(place, written[at])
    return first.get(place)
  })
  if (first.size === rows.length) return { source, by: { cells, key: { ...key, isFinal: true } } }
  const at = values.length
  const subquery = {
    ...source.subquery,
    from: `${from}
LEFT JOIN unnest($${at + 1}::text[], $${at + 2}::text[]) AS ${alias}(written, cell) ON ${alias}.written = ${key.group}`,
    values: [...values, rows.map(({ written }) => written), cellOf],
  }
  const cell = `${alias}.cell COLLATE "C"`
  return {
    source: { ...source, subquery },
    by: { cells, key: { ...key, group: cell, shown: cell, isFinal: true } },
  }
}
