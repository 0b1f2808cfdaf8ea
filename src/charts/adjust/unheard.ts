import type { TypedResult } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import { columnNamed } from './wish.ts'

/** What was asked for and cannot be in a chart of this kind, in sentences without their beginning. */
export function unheardOf(
  asked: Partial<ChartIntent>,
  adjusted: ChartIntent,
  { columns }: TypedResult,
): string[] {
  const { mark, x, series, stack, size, horizontal, top } = adjusted
  const wrongs: string[] = []
  if (asked.horizontal != null && horizontal !== asked.horizontal) wrongs.push('only bars lie or stand')
  if (asked.horizontal && mark !== 'bar') wrongs.push('only bars lie or stand')
  if (asked.series != null && series !== asked.series)
    wrongs.push(`a ${kindOf(mark)} is not split by anything`)
  if (asked.size != null && size !== asked.size) wrongs.push('only points have sizes')
  if (asked.stack != null && stack !== asked.stack)
    wrongs.push(
      asked.stack === 'normalize'
        ? 'shares need parts: let it be split by a column, or be a pie'
        : 'there is nothing to stack: only bars and areas that are split by a column are stacked',
    )
  if (asked.x?.bins != null && x?.bins !== asked.x.bins) wrongs.push('only numbers have intervals')
  if (asked.top != null && top !== null && columnNamed(columns, x?.field)?.kind === 'time')
    wrongs.push('times are not cut to the top ones')
  return [...new Set(wrongs)]
}

const kindOf = (mark: ChartIntent['mark']) =>
  (({ arc: 'pie', boxplot: 'box plot', text: 'number' }) as Record<string, string>)[mark] ?? mark
