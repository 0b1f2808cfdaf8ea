import { arrange } from '../../../src/charts/arrange/arrange.ts'
import type { TypedResult } from '../../../src/charts/columns/column.ts'
import { typeColumns } from '../../../src/charts/columns/type.ts'
import { designChart } from '../../../src/charts/design/design.ts'
import type { Aggregate, ChartIntent, Mark, Measure, TimeUnit } from '../../../src/charts/intent.ts'
import { plainIntent } from '../../../src/charts/intent.ts'
import { resultOf } from '../../../src/charts/result.ts'
import type { Gold, Item, Order } from './ask.ts'

/** What is wrong with the chart that the rules choose for a question; nothing where a careful person would take it. */
export function wrongsOf({ question, rows, gold }: Item): string[] {
  const typed = typeColumns(resultOf(rows))
  const { intent } = designChart(question, typed)
  const wrongs = [...wrongParts(gold, intent), ...wrongData(gold, intent, typed)]
  return wrongs.length > 0 ? [...wrongs, briefly(intent)] : []
}

const stacks = { stacked: 'zero', 'side by side': 'group', percent: 'normalize' } as const

function wrongParts({ mark, stack, horizontal, x }: Gold, intent: ChartIntent): string[] {
  const wrongs: string[] = []
  const must = (holds: boolean, wrong: string) => {
    if (!holds) wrongs.push(wrong)
  }
  must(listed(mark).includes(intent.mark), `the mark is ${intent.mark}`)
  must(
    stack === undefined || intent.mark === 'line' || stacks[stack] === intent.stack,
    `the stack is ${intent.stack}`,
  )
  must(horizontal === undefined || horizontal === intent.horizontal, 'the bars lie the other way')
  must(intent.mark !== 'point' || intent.x?.field === x, 'the axes are swapped')
  return wrongs
}

/** Whether it draws what the gold draws, in an order that the gold names. */
function wrongData(gold: Gold, intent: ChartIntent, typed: TypedResult): string[] {
  if (gold.bins) {
    const counts = intent.x?.field === gold.x && intent.x?.bins != null && intent.y?.aggregate === 'count'
    return counts ? [] : ['it is no histogram of that']
  }
  const units = gold.unit === undefined ? [null] : listed(gold.unit)
  const orders = gold.sort === undefined ? [null] : listed(gold.sort)
  const drawn = arrange(intent, typed).points
  const right = units.find((unit) => {
    const wanted = arrange(intended(gold, intent.mark, unit, null, typed), typed).points
    // A heat map says the same either way round.
    return sameBag(wanted, drawn) || (intent.mark === 'rect' && sameBag(wanted.map(turned), drawn))
  })
  if (right === undefined) return ['it draws something else']
  const places = (one: ChartIntent) => [...new Set(arrange(one, typed).points.map(({ x }) => x))].join('\n')
  const inOrder = orders.some(
    (order) => order === null || places(intended(gold, intent.mark, right, order, typed)) === places(intent),
  )
  return inOrder ? [] : ['it stands in another order']
}

function intended(
  { x, y, color, top, sort }: Gold,
  mark: Mark,
  timeUnit: TimeUnit | null,
  order: Order | null,
  typed: TypedResult,
): ChartIntent {
  const raw = mark === 'point' || mark === 'boxplot' || mark === 'text'
  const [first, ...also] = listed(y)
    .map((text) => measureOf(text, typed))
    .map((measure): Measure => (raw ? { ...measure, aggregate: 'none' } : measure))
  const [by, direction] = order === null ? [] : order.split(' ')
  return {
    ...plainIntent,
    mark,
    x: x === undefined || mark === 'text' ? null : { field: x, timeUnit, bins: null },
    y: first!,
    also,
    series: mark === 'arc' || mark === 'boxplot' ? null : (color ?? null),
    stack: mark === 'bar' && color !== undefined ? 'zero' : null,
    sort: by ? { by: by as 'x' | 'y', order: direction === 'asc' ? 'ascending' : 'descending' } : null,
    top: top ?? null,
    bottom: top !== undefined && sort === 'y asc',
  }
}

/** "count" counts rows unless a column is called so; "mean(age)" is made unless a query has made it already. */
function measureOf(text: string, { columns }: TypedResult): Measure {
  if (columns.some(({ name }) => name === text)) return { field: text, aggregate: 'none' }
  if (text === 'count') return { field: null, aggregate: 'count' }
  const [, aggregate, field] = /^(\w+)\((.+)\)$/.exec(text)!
  return { field: field!, aggregate: aggregate as Aggregate }
}

type Drawn = ReturnType<typeof arrange>['points']

const bag = (points: Drawn) =>
  points
    .map(({ x, y, series }) => `${x}\u0000${series}\u0000${y === null ? null : Number(y.toPrecision(9))}`)
    .sort()
    .join('\n')

const turned = (point: Drawn[number]) => ({ ...point, x: point.series, series: String(point.x) })
const sameBag = (a: Drawn, b: Drawn) => bag(a) === bag(b)

const listed = <T>(one: T | readonly T[]): readonly T[] => (Array.isArray(one) ? one : [one as T])

const briefly = (intent: ChartIntent) =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(intent).filter(
        ([, value]) => value !== null && value !== false && JSON.stringify(value) !== '[]',
      ),
    ),
  )
