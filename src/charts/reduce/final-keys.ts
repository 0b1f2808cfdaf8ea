import { nameOf } from '../arrange/names.ts'
import { placingOf } from '../arrange/placing.ts'
import type { TypedResult, Value } from '../columns/column.ts'
import { readAs } from '../columns/type.ts'
import type { ChartIntent } from '../intent.ts'
import type { Grouping } from './groups.sql.ts'
import { ask, mostGroups, type Source } from './source.ts'

type By = NonNullable<Grouping['x']>

/**
 * The same grouping, in which all that belongs together has one group: what a column has in several ways of writing is told to
 * the database, which looks it up. Null where they are too many to tell; names that are text stay as they are then.
 */
export async function withFinalKeys(
  source: Source,
  intent: ChartIntent,
  typed: TypedResult,
  { x, series, measures }: Grouping,
): Promise<{ source: Source; grouping: Grouping } | null> {
  const { xOf } = placingOf(intent, typed)
  const byX = x && (await finalKey(source, x, 'x_keys', xOf))
  if (x && !byX) return null
  const from = byX?.source ?? source
  const bySeries =
    series && (await finalKey(from, series, 'series_keys', (value) => nameOf(value, series.cells.column)))
  if (series && !bySeries) return null
  return {
    source: bySeries?.source ?? from,
    grouping: { x: byX?.by ?? null, series: bySeries?.by ?? null, measures },
  }
}

async function finalKey(source: Source, by: By, name: string, placeOf: (value: Value) => Value) {
  const { key, cells } = by
  if (key.isFinal) return { source, by }
  const { from, values } = source.subquery
  const { rows, complete } = await ask(
    source,
    `SELECT ${key.group} AS written, ${key.shown} AS shown\nFROM ${from}\nGROUP BY ${key.group}`,
    { most: mostGroups },
  )
  if (!complete) return cells.column.kind === 'text' ? { source, by } : null
  const first = new Map<Value, unknown>()
  const shown = rows.map((row) => row.shown)
  const cellOf = readAs(cells.column, shown).map((value, at) => {
    const place = placeOf(value)
    if (!first.has(place)) first.set(place, shown[at])
    return first.get(place)
  })
  const at = values.length
  const subquery = {
    ...source.subquery,
    from: `${from}
LEFT JOIN unnest($${at + 1}::text[], $${at + 2}::text[]) AS ${name}(written, cell) ON ${name}.written = ${key.group}`,
    values: [...values, rows.map(({ written }) => written), cellOf],
  }
  const cell = `${name}.cell COLLATE "C"`
  return {
    source: { ...source, subquery },
    by: { cells, key: { ...key, group: cell, shown: cell, isFinal: true } },
  }
}
