import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import { checkIntent } from '../check.ts'
import type { TypedResult } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import { aggregated } from './aggregated.ts'
import { boxesOfAll } from './boxes.ts'
import { samplePoints } from './points.ts'
import { refitted } from './refit.ts'
import { countRows } from './rows.sql.ts'
import type { Source } from './source.ts'
import { spanning, withSpan } from './span.ts'
import { type Query, subqueryOf, withClean } from './subquery.ts'

export type Reduction = {
  /** In the place of all rows: `specify` draws of it and the intent what it would have drawn of them. */
  typed: TypedResult
  /** The intent for all rows: its unit of time, say, fits the whole span and not that of the first rows. */
  intent: ChartIntent
  /** What a reader has to know beside the notes that `specify` makes itself. */
  notes: string[]
}

export type ReduceOptions = {
  /**
   * Chooses the chart once more, of the same rows but with what was learnt of all rows about the columns; the same each time
   * for the same columns. Where it is missing, only what would be unreadable is changed.
   */
  again?: (typed: TypedResult) => ChartIntent | Promise<ChartIntent>
  /** Looked at between statements; the running one is cancelled by the connection's own signal. */
  signal?: AbortSignal
}

/** A chart is chosen again so many times at most, of what the time before has taught. */
const mostRounds = 6

/**
 * Lets the database put together the rows of a query that are too many to read. `sample`: the first of its rows, typed.
 * Some statements, each over the whole query, in the transaction that the connection is in. What cannot be put together there
 * stays a chart of the first rows, whose notes say so.
 * @throws the database's error; the signal's reason
 */
export async function reduceInDatabase(
  connection: Pick<PostgresConnection, 'read' | 'serverVersion'>,
  query: Query,
  intent: ChartIntent,
  sample: TypedResult,
  { again, signal }: ReduceOptions = {},
): Promise<Reduction> {
  const source: Source = { connection, subquery: await subqueryOf(query, connection.serverVersion), signal }
  const choose = async (typed: TypedResult) =>
    refitted(again ? await again(typed) : intent, {
      sample,
      typed,
      isChosenAgain: again !== undefined,
    })
  return (
    (await reduced(source, intent, sample, choose)) ?? {
      typed: { ...sample, rowCount: await countRows(source) },
      intent,
      notes: [],
    }
  )
}

async function reduced(
  given: Source,
  first: ChartIntent,
  sample: TypedResult,
  choose: (typed: TypedResult) => Promise<ChartIntent>,
): Promise<Reduction | null> {
  const spanned = new Set<string>()
  let source = given
  let [intent, typed] = [first, sample]
  for (let round = 1; ; round++) {
    const column = spanning(intent, typed)
    if (column && !spanned.has(column.name)) {
      spanned.add(column.name)
      const whole = await withSpan(source, column)
      if (!whole) return null
      typed = { ...typed, columns: typed.columns.map((one) => (one === column ? whole.column : one)) }
      if (whole.isClean) source = { ...source, subquery: withClean(source.subquery, [column.index]) }
      intent = await choose(typed)
      continue
    }
    if (checkIntent(intent, typed).length > 0) return null
    const drawn = await drawnOf(source, intent, typed)
    const next = drawn && (await choose({ ...typed, columns: drawn.typed.columns }))
    if (!drawn || !next) return null
    if (round >= mostRounds || isSame(next, intent)) return { ...drawn, intent }
    typed = { ...typed, columns: drawn.typed.columns }
    intent = next
  }
}

function drawnOf(source: Source, intent: ChartIntent, typed: TypedResult) {
  if (intent.mark === 'point') return samplePoints(source, intent, typed)
  return intent.mark === 'boxplot' ? boxesOfAll(source, intent, typed) : aggregated(source, intent, typed)
}

const isSame = (a: ChartIntent, b: ChartIntent) => JSON.stringify(a) === JSON.stringify(b)
