import { createCompiler } from '../../filtered/compile-condition.ts'
import { tableAs } from '../../filtered/compile-related.ts'
import {
  bind,
  type Fragment,
  identifier,
  joined,
  raw,
  sql,
  value,
  writtenOut,
} from '../../filtered/fragment.ts'
import type { Structure } from '../../filtered/structure.ts'
import { type Cells, cellsOf, groupingOf, innerCells, measureSql, namedCells } from './cells.ts'
import { checkQuestionPlan } from './check-question.ts'
import type { CheckedQuestion } from './checked-question.ts'
import { columnNames } from './column-names.ts'
import { type Joins, joinsFrom } from './joins.ts'
import type { QuestionPlan } from './question-plan.ts'

/**
 * One SELECT, with `$1` … for `values`; `columns` are those that it gives, the groups before the measures. `runnable`: for people, its
 * values written out.
 */
export type CompiledQuestion = { text: string; values: string[]; columns: string[]; runnable: string }

const commaed = (fragments: readonly Fragment[]) => joined(fragments, ', ')
const line = raw('\n')

/**
 * Names are quoted and with their schemas, values are bound, and columns are called by words of the database and of ours: nothing
 * that a user wrote is in the text. The session's search_path and time zone do not matter.
 * @throws InvalidInputError where the plan does not fit the structure
 */
export function compileQuestion(plan: QuestionPlan, structure: Structure): CompiledQuestion {
  const question = checkQuestionPlan(plan, structure)
  const columns = columnNames(question)
  const joins = joinsFrom('t')
  const cells = cellsOf(question, joins)
  const source = sourceOf(question, joins)
  const statement = question.raw
    ? rawStatement(question, cells, source, columns)
    : question.once || (question.limit !== null && question.groups.length > 1)
      ? nestedStatement(question, cells, source, columns)
      : grouped(question, cells, source, columns, true)
  const values: string[] = []
  return { text: bind(statement, values), values, columns, runnable: writtenOut(statement) }
}

/** FROM and WHERE. Each parent is there once, and a row without one stays. */
function sourceOf({ table, where }: CheckedQuestion, joins: Joins): Fragment {
  const condition = where ? sql`${line}WHERE ${createCompiler().condition(where, 't')}` : raw('')
  return sql`FROM ${tableAs(table, false, 't')}${joins.text()}${condition}`
}

const named = (cells: readonly Fragment[], columns: readonly string[]) =>
  commaed(cells.map((cell, index) => sql`${cell} AS ${identifier(columns[index]!)}`))

function rawStatement(
  question: CheckedQuestion,
  cells: Cells,
  source: Fragment,
  columns: string[],
): Fragment {
  const labels = cells.groups.map(({ label }) => label)
  const values = cells.measures.map(({ value }) => value!)
  const order = question.order.length > 0 ? sql`${line}ORDER BY ${orders(question)}` : raw('')
  return sql`SELECT ${named([...labels, ...values], columns)}${line}${source}${order}${limitOf(question)}`
}

/** The rows that are put together, each as often as it counts, with all that the outer statement needs of them. */
function nestedStatement(
  question: CheckedQuestion,
  cells: Cells,
  source: Fragment,
  columns: string[],
): Fragment {
  const inner = innerCells(cells)
  const once = question.once ? [...groupingOf(cells), ...cells.row] : []
  const distinct = once.length > 0 ? sql`DISTINCT ON (${commaed(once)}) ` : raw('')
  const rows = sql`SELECT ${distinct}${commaed(inner)}${line}${source}`
  const outer = namedCells(cells, 'd')
  if (question.limit === null || question.groups.length < 2)
    return grouped(question, outer, sql`FROM (${rows}) d`, columns, true)
  // The first group's values that are kept are found over all of the second one's.
  const [first] = outer.groups as [Cells['groups'][number]]
  const keys = [first.label, ...first.keys]
  const kept = keys.map((key, index) => sql`${key} AS ${raw(`k${index}`)}`)
  const grouping = first.sort ? [...keys, first.sort] : keys
  const firsts = sql`SELECT ${commaed(kept)} FROM d GROUP BY ${commaed(grouping)} ORDER BY ${leading(question, outer)}${limitOf(question)}`
  const same = keys.map((key, index) => sql`${key} IS NOT DISTINCT FROM ${raw(`f.k${index}`)}`)
  const all = grouped(question, outer, sql`FROM d JOIN f ON ${joined(same, ' AND ')}`, columns, false)
  return sql`WITH d AS (${rows}), f AS (${firsts})${line}${all}`
}

function grouped(
  question: CheckedQuestion,
  cells: Cells,
  source: Fragment,
  columns: string[],
  limited: boolean,
): Fragment {
  const measures = cells.measures.map((cell, index) => measureSql(question.measures[index]!, cell))
  const group = cells.groups.length > 0 ? sql`${line}GROUP BY ${commaed(groupingOf(cells))}` : raw('')
  const order = (of: Cells) =>
    cells.groups.length === 0
      ? raw('')
      : sql`${line}ORDER BY ${limited && question.limit !== null ? orders(question) : shownOrder(question, of)}`
  const end = limited ? limitOf(question) : raw('')
  if (cells.groups.every(({ keys }) => keys.length === 0)) {
    const labels = cells.groups.map(({ label }) => label)
    return sql`SELECT ${named([...labels, ...measures], columns)}${line}${source}${group}${order(cells)}${end}`
  }
  const inner = innerCells({ ...cells, measures: measures.map((value) => ({ value, keys: [] })) })
  const outer = namedCells(cells, 'g')
  const shown = [...outer.groups.map(labelOf), ...measures.map((_, index) => raw(`g.v${index}`))]
  return sql`SELECT ${named(shown, columns)}${line}FROM (SELECT ${commaed(inner)}${line}${source}${group}) g${order(outer)}${end}`
}

/** Two that are called the same are told apart by their keys. */
function labelOf({ label, keys }: Cells['groups'][number]): Fragment {
  if (keys.length === 0) return label
  const key = sql`concat_ws(', ', ${commaed(keys)})`
  const over = sql`OVER (PARTITION BY ${label})`
  return sql`CASE WHEN min(${key}) ${over} <> max(${key}) ${over} THEN ${label} || ' (' || ${key} || ')' ELSE ${label} END`
}

const end = (descending: boolean) => raw(descending ? ' DESC NULLS LAST' : ' NULLS LAST')

/** By the places of the columns; the groups have the last word. */
function orders({ order, groups, measures, raw: isRaw }: CheckedQuestion): Fragment {
  const place = ({ by, index }: CheckedQuestion['order'][number]) =>
    raw(`${by === 'GROUP' ? index + 1 : groups.length + index + 1}`)
  const said = order.length > 0 || isRaw ? order : [{ by: 'MEASURE' as const, index: 0, descending: true }]
  const by = said.map((one) => sql`${place(one)}${end(one.descending)}`)
  const last = groups.map((_, index) => raw(`${index + 1}`))
  return commaed(measures.length > 0 && !isRaw ? [...by, ...last] : by)
}

/** Time goes on; else the greatest come first, whatever was said only of which are kept. */
function shownOrder(question: CheckedQuestion, { groups }: Cells): Fragment {
  const times = groups.flatMap(({ sort }) => (sort ? [sort] : []))
  if (question.order.length > 0 || times.length === 0) return orders(question)
  return commaed([
    ...times.map((time) => sql`${time} NULLS LAST`),
    ...groups.map((_, index) => raw(`${index + 1}`)),
  ])
}

/** What the first group's values are ranked by, as an expression. */
function leading({ order, measures }: CheckedQuestion, cells: Cells): Fragment {
  const [first = { by: 'MEASURE' as const, index: 0, descending: true }] = order
  const [group] = cells.groups
  const by =
    first.by === 'GROUP'
      ? (group!.sort ?? group!.label)
      : measureSql(measures[first.index]!, cells.measures[first.index]!)
  return sql`${by}${end(first.descending)}, ${group!.label}`
}

const limitOf = ({ limit }: CheckedQuestion) =>
  limit === null ? raw('') : sql`${line}LIMIT ${value(`${limit}`, 'bigint')}`
