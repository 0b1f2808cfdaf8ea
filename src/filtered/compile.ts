import { type CheckedOrder, type CheckedSubject, keyOf } from './checked-plan.ts'
import { createCompiler } from './compile-condition.ts'
import { type Compiler, grouped, groupMatches, rowKey, tableAs } from './compile-related.ts'
import { operandOf } from './compile-values.ts'
import { bind, columnOf, type Fragment, joined, raw, sql, value, writtenOut } from './fragment.ts'

/** Subjects as SQL: names quoted and with their schemas, values bound. The session's search_path and time zone do not matter. */

export type CompiledSubject = {
  /** The columns that `text` selects; null: tableoid and ctid, since the table has no key. */
  key: string[] | null
  text: string
  /** For `$1`, `$2` … */
  values: string[]
  /** The same for people; where the table has no key, it selects the rows. */
  readable: Fragment
}

/** Selects the keys of the rows that meet the subject's condition, order and limit; the subject's table is `t` in it. */
export function compileSubject(subject: CheckedSubject): CompiledSubject {
  const key = keyOf(subject.table)
  const statement = subjectStatement(subject, joined(rowKey(subject.table, 't'), ', '))
  const values: string[] = []
  const text = bind(statement, values)
  return { key, text, values, readable: key ? statement : subjectStatement(subject, raw('t.*')) }
}

/** One complete statement with its values written out, which runs on the source as it stands. */
export const runnableSql = ({ readable }: CompiledSubject): string => writtenOut(readable)

/** @param selected over the table as `t`; `between`: what stands between the clauses */
export function subjectStatement(
  subject: CheckedSubject,
  selected: Fragment,
  compiler: Compiler = createCompiler(),
  between: '\n' | ' ' = '\n',
): Fragment {
  const line = raw(between)
  const { table, only, where, limit } = subject
  // Without a limit, an order selects the same rows.
  const orders = limit === null ? [] : subject.orderBy.map((order) => orderOf(order, compiler))
  const joins = orders.map(({ join }) => join)
  const from = sql`SELECT ${selected}${line}FROM ${tableAs(table, only, 't')}${joined(joins, '')}`
  const condition = where ? sql`${line}WHERE ${compiler.condition(where, 't')}` : raw('')
  if (limit === null) return sql`${from}${condition}`
  const last = rowKey(table, 't')
  const by = joined([...orders.map(({ by }) => by), ...last], ', ')
  return sql`${from}${condition}${line}ORDER BY ${by}${line}LIMIT ${value(`${limit}`, 'bigint')}`
}

type OrderSql = { by: Fragment; join: Fragment }

function orderOf({ descending, column, related }: CheckedOrder, compiler: Compiler): OrderSql {
  const end = raw(`${descending ? ' DESC' : ''} NULLS LAST`)
  if (column) return { by: sql`${operandOf(column, 't').sql}${end}`, join: raw('') }
  const group = compiler.alias()
  const groups = grouped(related, related, compiler, null)
  const join = sql` LEFT JOIN (${groups}) ${raw(group)} ON ${groupMatches(related.steps[0]!, 't', group)}`
  const isZero = related.function === 'COUNT' || related.function === 'SUM'
  const measure = columnOf(group, 'measure')
  return { by: sql`${isZero ? sql`coalesce(${measure}, 0)` : measure}${end}`, join }
}
