import { mostDrawn, mostSeriesOf } from '../arrange/arrange.ts'
import { mostRest } from '../arrange/cut.ts'
import { addsUp, aggregateOf } from '../arrange/measured.ts'
import { isCut, placingOf } from '../arrange/placing.ts'
import { type Column, columnOf, type TypedResult } from '../columns/column.ts'
import { titleOf } from '../columns/names.ts'
import type { Group, Measured } from '../columns/reduced.ts'
import type { ChartIntent } from '../intent.ts'
import { withFinalKeys } from './final-keys.ts'
import { type Grouping, selectGroups } from './groups.sql.ts'
import { columnsOfAll, groupingOf, measuredGroups, misfitsOf, readKeys } from './groups.ts'
import { measuresOf } from './measures.ts'
import { type Answer, mostGroups, type Source } from './source.ts'
import { withClean } from './subquery.ts'
import { selectThinned } from './thinned.sql.ts'
import { selectTop } from './top.sql.ts'
import { selectTopNames } from './top-names.sql.ts'

/** More names than a chart shows, so that another top can be taken without asking again. */
const mostNamesRead = 400

export type Aggregated = { typed: TypedResult; notes: string[] }

/**
 * The groups of all rows in the place of the rows, and the columns as all rows show them. Null where they are too many for any
 * picture, or cannot be put together.
 */
export async function aggregated(
  source: Source,
  intent: ChartIntent,
  typed: TypedResult,
): Promise<Aggregated | null> {
  if (intent.series === null && isCut(placingOf(intent, typed)) && hasManyNames(intent, typed))
    return greatest(source, intent, typed)
  // A sum shows whether there is NaN or infinity in it, which are then left out in a second attempt.
  const summed = measuresOf(intent)
    .filter((measure) => ['sum', 'mean'].includes(aggregateOf(measure, typed)))
    .map(({ field }) => columnOf(typed, field!).index)
  const found = await groupsOfAll({ ...source, subquery: withClean(source.subquery, summed) }, intent, typed)
  if (found === null) return null
  if (found === 'too many') return greatest(source, intent, typed)
  if (areFinite(found)) return found
  const again = await groupsOfAll(source, intent, typed)
  return again === 'too many' ? null : again
}

/** Where most of the first rows have a name of their own, there is no use in asking for all names first. */
const hasManyNames = ({ x }: ChartIntent, typed: TypedResult) =>
  typed.rows.length >= 1_000 && columnOf(typed, x!.field).distinct > typed.rows.length / 2

const areFinite = ({ typed }: Aggregated) =>
  typed.reduced!.measured.every(({ groups }) => groups.every(({ y }) => y === null || Number.isFinite(y)))

async function groupsOfAll(
  source: Source,
  intent: ChartIntent,
  typed: TypedResult,
): Promise<Aggregated | 'too many' | null> {
  const grouping = groupingOf(intent, typed, source.subquery)
  const isMedian = grouping.measures.some(({ aggregate }) => aggregate === 'median')
  const final = isMedian ? await withFinalKeys(source, intent, typed, grouping) : { source, grouping }
  if (!final) return null
  const answer = await selectGroups(final.source, final.grouping, mostGroups)
  return answer.complete ? ofAll(intent, typed, final.grouping, answer) : 'too many'
}

/** Of more groups than can be read. Which are the greatest shows once all that belongs together stands together. */
async function greatest(source: Source, intent: ChartIntent, typed: TypedResult): Promise<Aggregated | null> {
  const grouping = groupingOf(intent, typed, source.subquery)
  const placing = placingOf(intent, typed)
  if (placing.scale === 'number' && intent.series === null && placing.width === null)
    return ofThinned(intent, typed, grouping, await selectThinned(source, grouping, mostDrawn))
  const isNamed = isCut(placing)
  if (!isNamed && intent.series === null) return null
  const final = await withFinalKeys(source, intent, typed, grouping)
  if (!final) return null
  const names = isNamed ? { most: mostNamesRead, bottom: intent.bottom } : null
  if (intent.series === null) {
    const { rows } = await selectTopNames(final.source, final.grouping, names!)
    return ofTop(intent, typed, final.grouping, rows)
  }
  const addUp = measuresOf(intent).every((measure) => addsUp(measure, typed))
  const top = await selectTop(final.source, final.grouping, {
    series: mostSeriesOf(intent),
    keepsRest: intent.mark !== 'rect' && addUp,
    mostRest: intent.stack === 'zero' || intent.stack === 'normalize' ? null : mostRest,
    names,
  })
  return top.complete ? ofTop(intent, typed, final.grouping, top.rows) : null
}

function ofAll(intent: ChartIntent, typed: TypedResult, grouping: Grouping, { rows }: Answer): Aggregated {
  const keys = readKeys(grouping, rows, true)
  const misfits = keys.x ? misfitsOf(keys.x, rows) : 0
  const columns = columnsOfAll(typed, grouping, keys, { rows, misfits })
  const rowCount = rows.reduce((sum, { count }) => sum + Number(count), 0)
  const whole: TypedResult = { ...typed, columns, rowCount, taken: 'for all' }
  const { measured } = measuredGroups(intent, whole, grouping, keys, rows)
  return {
    typed: { ...whole, reduced: { measured, beyond: { values: 0, groups: [] }, seriesOfAll: null } },
    notes: [],
  }
}

function ofThinned(
  intent: ChartIntent,
  typed: TypedResult,
  grouping: Grouping,
  { rows }: Answer,
): Aggregated {
  const keys = readKeys(grouping, rows, false)
  const whole: TypedResult = { ...typed, rowCount: Number(rows[0]!.all_rows), taken: 'for all' }
  const { measured } = measuredGroups(intent, whole, grouping, keys, rows)
  const groups = Number(rows[0]!.groups)
  return {
    typed: { ...whole, reduced: { measured, beyond: { values: 0, groups: [] }, seriesOfAll: null } },
    notes: [`A sample of ${rows.length.toLocaleString('en')} of ${groups.toLocaleString('en')} values`],
  }
}

function ofTop(
  intent: ChartIntent,
  typed: TypedResult,
  grouping: Grouping,
  rows: Answer['rows'],
): Aggregated {
  const [first] = rows
  const count = (name: string) => Number(first?.[name] ?? 0)
  const keys = readKeys(grouping, rows, false)
  const isX = ({ index }: Column) => grouping.x?.cells.column.index === index
  const isSeries = ({ index }: Column) => grouping.series?.cells.column.index === index
  const columns = columnsOfAll(typed, grouping, keys, {
    rows: rows.slice(0, 1),
    misfits: count('misfits'),
  }).map((column) => {
    const distinct = isX(column) ? count('names') : isSeries(column) ? count('series_names') : column.distinct
    return { ...column, distinct: Math.max(column.distinct, distinct) }
  })
  const whole: TypedResult = { ...typed, columns, rowCount: count('all_rows'), taken: 'for all' }
  const { measured, beyond } = measuredGroups(intent, whole, grouping, keys, rows)
  const names = new Set(measured.flatMap(({ groups }) => groups.map(({ x }) => x))).size
  const most = mostSeriesOf(intent)
  const repeated = (at: number) => count(`all_${grouping.measures[at]!.names.rows}`) > 1
  return {
    typed: {
      ...whole,
      reduced: {
        measured: measured.map((one, at) => ({ ...one, repeated: repeated(at) })),
        beyond: { values: Math.max(0, count('names') - names), groups: beyondOf(intent, whole, beyond) },
        seriesOfAll: count('series_names') > most ? count('series_names') : null,
      },
    },
    notes: [],
  }
}

/** Several measures are the series of what they measure. */
const beyondOf = (intent: ChartIntent, typed: TypedResult, beyond: readonly Measured[]): Group[] =>
  beyond.flatMap(({ groups }, at) => {
    const { field } = measuresOf(intent)[at]!
    const series = beyond.length > 1 && field !== null ? titleOf(columnOf(typed, field)) : null
    return groups.map((group) => (series === null ? group : { ...group, series }))
  })
