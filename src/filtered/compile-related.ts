import type {
  CheckedAggregate,
  CheckedCondition,
  CheckedMeasure,
  CheckedRelated,
  CheckedRows,
  CheckedStep,
  SingleOperator,
} from './checked-plan.ts'
import { keyOf } from './checked-plan.ts'
import { comparison, type Operand, operandOf } from './compile-values.ts'
import { columnOf, type Fragment, identifier, joined, raw, sql, value } from './fragment.ts'
import type { StructureColumn, StructureTable } from './structure.ts'

/**
 * Conditions on rows of other tables. What a measure compares as is found by one grouping of the related rows, which the rows
 * are then joined with: counting anew for each row would ask for an index on the foreign key, and take longer even with one.
 */

/** Gives out names within one statement; compiles conditions on the rows of a table. */
export type Compiler = {
  alias(): string
  condition(condition: CheckedCondition, alias: string): Fragment
}

/** `ONLY "public"."orders" r1` */
export const tableAs = (table: StructureTable, only: boolean, alias: string): Fragment =>
  sql`${raw(only ? 'ONLY ' : '')}${identifier(table.schema, table.name)} ${raw(alias)}`

export const conjunction = (conditions: Fragment[]): Fragment => joined(conditions, ' AND ')

/** The columns of a step: of the table before, and of the step's own. */
const endsOf = ({ reference, direction }: CheckedStep) =>
  direction === 'TO_PARENT'
    ? { before: reference.columns, own: reference.targetColumns }
    : { before: reference.targetColumns, own: reference.columns }

/** A reference that some partitions alone declare does not tie the rows of the others. */
function partitionsOf({ reference, direction }: CheckedStep, before: string, own: string): Fragment[] {
  if (reference.partitions === null) return []
  const holder = direction === 'TO_PARENT' ? before : own
  return [sql`${raw(holder)}.tableoid = ANY (${value(`{${reference.partitions.join(',')}}`, 'oid[]')})`]
}

const matches = (step: CheckedStep, before: string, own: string): Fragment => {
  const ends = endsOf(step)
  const pairs = ends.own.map(
    (name, index) => sql`${columnOf(own, name)} = ${columnOf(before, ends.before[index]!)}`,
  )
  return conjunction([...pairs, ...partitionsOf(step, before, own)])
}

type Rows = { from: Fragment; where: Fragment[]; first: string; last: string }

/** The tables of the path, joined; how the first of them is tied to the outer row is left open. */
function rowsOf({ steps, where }: CheckedRows, compiler: Compiler): Rows {
  const aliases = steps.map(() => compiler.alias())
  const tables = steps.map((step, index) => {
    const own = aliases[index]!
    const table = tableAs(step.table, step.only, own)
    return index === 0 ? table : sql`${table} ON ${matches(step, aliases[index - 1]!, own)}`
  })
  const last = aliases.at(-1)!
  return {
    from: joined(tables, ' JOIN '),
    where: where ? [compiler.condition(where, last)] : [],
    first: aliases[0]!,
    last,
  }
}

const whereOf = (conditions: Fragment[]) =>
  conditions.length > 0 ? sql` WHERE ${conjunction(conditions)}` : raw('')

export function relatedCondition(related: CheckedRelated, alias: string, compiler: Compiler): Fragment {
  const { aggregate } = related
  const some = aggregate === null ? true : asExistence(aggregate)
  return some === null
    ? measured(related, aggregate!, alias, compiler)
    : sql`${raw(some ? '' : 'NOT ')}${exists(related, alias, compiler)}`
}

function exists(rows: CheckedRows, alias: string, compiler: Compiler): Fragment {
  const { from, where, first } = rowsOf(rows, compiler)
  return sql`EXISTS (SELECT 1 FROM ${from} WHERE ${conjunction([matches(rows.steps[0]!, alias, first), ...where])})`
}

/** Whether a count asks for no more than that there is a row (true) or none (false); null: it asks for more. */
function asExistence({ function: name, column, operator, value }: CheckedAggregate): boolean | null {
  if (name !== 'COUNT' || column?.nullable) return null
  const number = Number(value)
  if (number === 1 && operator === 'GE') return true
  if (number === 0 && (operator === 'GT' || operator === 'NE')) return true
  if (number === 1 && operator === 'LT') return false
  if (number === 0 && (operator === 'EQ' || operator === 'LE')) return false
  return null
}

const opposites: Record<SingleOperator, SingleOperator> = {
  EQ: 'NE',
  NE: 'EQ',
  LT: 'GE',
  GE: 'LT',
  GT: 'LE',
  LE: 'GT',
}

/** Of a row without related ones nothing is grouped: where the comparison holds of it, those are sought of which it does not. */
function measured(
  related: CheckedRelated,
  aggregate: CheckedAggregate,
  alias: string,
  compiler: Compiler,
): Fragment {
  const holdsOfNone = compareWithNone(aggregate)
  const operator = holdsOfNone ? opposites[aggregate.operator] : aggregate.operator
  const having = (measure: Operand) => comparison(measure, operator, [aggregate.value])
  const group = compiler.alias()
  const groups = grouped(related, aggregate, compiler, having)
  const condition = groupMatches(related.steps[0]!, alias, group)
  return sql`${raw(holdsOfNone ? 'NOT ' : '')}EXISTS (SELECT 1 FROM (${groups}) ${raw(group)} WHERE ${condition})`
}

function compareWithNone({ function: name, operator, value }: CheckedAggregate): boolean {
  if (name !== 'COUNT' && name !== 'SUM') return operator === 'NE'
  const number = Number(value)
  const holds = {
    EQ: 0 === number,
    NE: 0 !== number,
    LT: 0 < number,
    LE: 0 <= number,
    GT: 0 > number,
    GE: 0 >= number,
  }
  return holds[operator]
}

const keyName = (index: number) => `key${index + 1}`

/** Ties a row to its group. */
export function groupMatches(step: CheckedStep, alias: string, group: string): Fragment {
  const pairs = endsOf(step).before.map(
    (name, index) => sql`${raw(`${group}.${keyName(index)}`)} = ${columnOf(alias, name)}`,
  )
  if (step.direction === 'TO_CHILD') return conjunction(pairs)
  return conjunction([...pairs, ...partitionsOf(step, alias, group)])
}

/**
 * The measure over the related rows of each row that has any: `key1` … by which a row is tied to its group, and `measure` where
 * there is no `having`. A row of the last table counts once, in however many ways it is reached.
 */
export function grouped(
  rows: CheckedRows,
  measure: CheckedMeasure,
  compiler: Compiler,
  having: ((measure: Operand) => Fragment) | null,
): Fragment {
  const { from, where, first, last } = rowsOf(rows, compiler)
  const step = rows.steps[0]!
  const ties = step.direction === 'TO_CHILD' ? partitionsOf(step, '', first) : []
  const source = sql`FROM ${from}${whereOf([...where, ...ties])}`
  const keys = endsOf(step).own.map((name) => columnOf(first, name))
  if (!mayRepeat(rows.steps))
    return groupedBy(
      keys,
      source,
      measureOf(measure, (column) => operandOf(column, last)),
      having,
    )

  const each = compiler.alias()
  const valueName = (column: StructureColumn) => (column === measure.column ? 'value' : 'times')
  const columns = [measure.column, measure.times].filter((column) => column !== null)
  const once = commaed([...keys, ...rowKey(rows.steps.at(-1)!.table, last)])
  const selected = commaed([
    ...named(keys),
    ...columns.map((column) => sql`${columnOf(last, column.name)} AS ${raw(valueName(column))}`),
  ])
  return groupedBy(
    keys.map((_, index) => raw(`${each}.${keyName(index)}`)),
    sql`FROM (SELECT DISTINCT ON (${once}) ${selected} ${source}) ${raw(each)}`,
    measureOf(measure, (column) => operandOf({ ...column, name: valueName(column) }, each)),
    having,
  )
}

const commaed = (fragments: Fragment[]) => joined(fragments, ', ')
const named = (keys: Fragment[]) => keys.map((key, index) => sql`${key} AS ${raw(keyName(index))}`)

function groupedBy(
  keys: Fragment[],
  source: Fragment,
  measure: Operand,
  having: ((measure: Operand) => Fragment) | null,
): Fragment {
  const selected = having ? named(keys) : [...named(keys), sql`${measure.sql} AS measure`]
  const end = having ? sql` HAVING ${having(measure)}` : raw('')
  return sql`SELECT ${commaed(selected)} ${source} GROUP BY ${commaed(keys)}${end}`
}

/** From a parent back to children one comes only once; from several children to a parent more often. */
const mayRepeat = (steps: CheckedStep[]) =>
  steps.some(
    ({ direction }, index) =>
      direction === 'TO_PARENT' && steps.slice(0, index).some((before) => before.direction === 'TO_CHILD'),
  )

/** What a row is told apart by, where there is no key: where it lies. */
export const rowKey = (table: StructureTable, alias: string): Fragment[] =>
  keyOf(table)?.map((name) => columnOf(alias, name)) ?? [raw(`${alias}.tableoid`), raw(`${alias}.ctid`)]

function measureOf(measure: CheckedMeasure, operand: (column: StructureColumn) => Operand): Operand {
  const { function: name, column, times } = measure
  const number = { role: 'NUMBER', baseType: 'bigint', nullable: false } as const
  if (!column) return { ...number, sql: raw('count(*)') }
  const one = operand(column)
  if (name === 'COUNT') return { ...number, sql: sql`count(${one.sql})` }
  const each = times ? product(one, operand(times)) : one.sql
  const over = sql`${raw(name.toLowerCase())}(${each})`
  if (name === 'SUM') return { ...number, baseType: 'numeric', sql: sql`coalesce(${over}, 0)` }
  if (name === 'AVG' || times) return { ...number, baseType: 'numeric', nullable: true, sql: over }
  return { ...one, nullable: true, sql: over }
}

const integers = new Set(['smallint', 'integer', 'bigint'])

/** In a type that the product fits. */
export function product(a: Operand, b: Operand): Fragment {
  if (integers.has(a.baseType) && integers.has(b.baseType)) return sql`${a.sql}::numeric * ${b.sql}`
  if (a.baseType === 'real' && b.baseType === 'real') return sql`${a.sql}::double precision * ${b.sql}`
  return sql`${a.sql} * ${b.sql}`
}
