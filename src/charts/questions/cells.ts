import { keyOf } from '../../filtered/checked-plan.ts'
import { product, rowKey } from '../../filtered/compile-related.ts'
import { operandOf } from '../../filtered/compile-values.ts'
import { columnOf, type Fragment, joined, raw, sql } from '../../filtered/fragment.ts'
import { bucketSql, orderOfBucket } from './buckets.sql.ts'
import type { CheckedGroup, CheckedMeasure, CheckedQuestion } from './checked-question.ts'
import type { Joins } from './joins.ts'

/** What a question needs of each row, as expressions. */
export type Cells = {
  groups: { label: Fragment; keys: Fragment[]; sort: Fragment | null }[]
  measures: {
    /** Null where rows are counted. */
    value: Fragment | null
    /** What tells the rows apart that are counted, or that an average is taken per. */
    keys: Fragment[]
  }[]
  /** What tells apart the rows that count once in each group. */
  row: Fragment[]
}

export function cellsOf(question: CheckedQuestion, joins: Joins): Cells {
  const groups = question.groups.map((group) => groupCells(group, joins.along(group.steps)))
  const measures = question.measures.map((measure) => measureCells(measure, joins))
  const [first] = question.measures as [CheckedMeasure]
  return { groups, measures, row: question.once ? rowKey(first.table, joins.along(first.steps)) : [] }
}

function groupCells(group: CheckedGroup, alias: string): Cells['groups'][number] {
  const [first] = group.columns as [CheckedGroup['columns'][number]]
  const keys = keyOfGroup(group).map((name) => columnOf(alias, name))
  if (group.unit) {
    const label = bucketSql(first, alias, group.unit)
    return { label, keys, sort: orderOfBucket(first, alias, group.unit) ?? label }
  }
  const names = group.columns.map(({ name }) => columnOf(alias, name))
  const label = names.length === 1 ? names[0]! : sql`nullif(concat_ws(' ', ${joined(names, ', ')}), '')`
  const isTime = first.role === 'DATE' || first.role === 'TIMESTAMP'
  // Two that are called the same are told apart by text.
  return { label: keys.length > 0 ? sql`${label}::text` : label, keys, sort: isTime ? label : null }
}

function measureCells(measure: CheckedMeasure, joins: Joins): Cells['measures'][number] {
  const alias = joins.along(measure.steps)
  const { column, times, per } = measure
  const counted = measure.function === 'COUNT_DISTINCT' && !column ? measure : per
  const keys = counted ? rowKey(counted.table, joins.along(counted.steps)) : []
  if (!column) return { value: null, keys }
  const one =
    measure.function === 'COUNT' || measure.function === 'COUNT_DISTINCT'
      ? { sql: columnOf(alias, column.name) }
      : operandOf(column, alias)
  if (!times) return { value: one.sql, keys }
  return { value: product(operandOf(column, alias), operandOf(times.column, joins.along(times.steps))), keys }
}

/** All that rows are put together by. */
export const groupingOf = ({ groups }: Cells): Fragment[] =>
  groups.flatMap(({ label, keys, sort }) => [label, ...keys, ...(sort && sort !== label ? [sort] : [])])

const commaed = (fragments: readonly Fragment[]) => joined(fragments, ', ')

/** A measure over the rows that are put together. */
export function measureSql(
  { function: name, per, column }: CheckedMeasure,
  { value, keys }: Cells['measures'][number],
) {
  const different = keys.length > 1 ? sql`(${commaed(keys)})` : keys[0]
  const known = keys[0] ? sql` FILTER (WHERE ${keys[0]} IS NOT NULL)` : raw('')
  switch (name) {
    case 'COUNT':
      return column ? sql`count(${value!})` : raw('count(*)')
    case 'COUNT_DISTINCT':
      return column ? sql`count(DISTINCT ${value!})` : sql`count(DISTINCT ${different!})${known}`
    case 'MEDIAN':
      return sql`percentile_cont(0.5) WITHIN GROUP (ORDER BY (${value!})::double precision)`
    case 'AVG': {
      if (!per) return sql`avg(${value!})`
      const all = value ? sql`sum(${value})${known}` : sql`count(*)${known}`
      return sql`(${all})::numeric / nullif(count(DISTINCT ${different!})${known}, 0)`
    }
    default:
      return sql`${raw(name!.toLowerCase())}(${value!})`
  }
}

type Visit = (cell: Fragment, name: string) => Fragment

function mapped({ groups, measures, row }: Cells, visit: Visit): Cells {
  return {
    groups: groups.map(({ label, keys, sort }, index) => {
      const own = visit(label, `g${index}`)
      return {
        label: own,
        keys: keys.map((key, at) => visit(key, `g${index}k${at}`)),
        sort: sort && (sort === label ? own : visit(sort, `g${index}s`)),
      }
    }),
    measures: measures.map(({ value, keys }, index) => ({
      value: value && visit(value, `v${index}`),
      keys: keys.map((key, at) => visit(key, `v${index}k${at}`)),
    })),
    row,
  }
}

/** The cells as columns of an inner statement. */
export function innerCells(cells: Cells): Fragment[] {
  const found: Fragment[] = []
  mapped(cells, (cell, name) => {
    found.push(sql`${cell} AS ${raw(name)}`)
    return cell
  })
  return found.length > 0 ? found : [raw('1 AS one')]
}

/** The same as the outer statement sees them. */
export const namedCells = (cells: Cells, alias: string): Cells =>
  mapped(cells, (_, name) => raw(`${alias}.${name}`))

/** Whether the label alone tells the rows of its table apart. */
const isUnique = ({ table, columns }: CheckedGroup) =>
  columns.length === 1 &&
  [table.primaryKey, ...table.uniqueKeys].some((key) => key?.length === 1 && key[0] === columns[0]!.name)

const keyOfGroup = (group: CheckedGroup): string[] =>
  group.each && !isUnique(group) ? keyOf(group.table)! : []
