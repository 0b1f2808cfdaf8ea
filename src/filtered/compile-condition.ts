import type { CheckedComparison, CheckedCondition } from './checked-plan.ts'
import { type Compiler, relatedCondition } from './compile-related.ts'
import { columnsCompared, comparison, operandOf, periodCondition } from './compile-values.ts'
import { bind, columnOf, type Fragment, joined, sql } from './fragment.ts'

/**
 * Conditions as SQL. A condition holds or it does not: what is compared with NULL does not compare, NE and NOT_IN hold of NULL,
 * and `not` holds wherever its condition does not, be it for a NULL.
 */

export function createCompiler(): Compiler {
  let count = 0
  const compiler: Compiler = {
    alias: () => `r${++count}`,
    condition: (condition, alias) => conditionOf(condition, alias, compiler),
  }
  return compiler
}

/**
 * The condition on the rows of what has the alias, to be put behind WHERE, with `$n` for the values that it appends to `values`.
 * @param alias a plain word, and none of r1, r2 …, which are the names of the tables within
 */
export const compileCondition = (condition: CheckedCondition, alias: string, values: string[]): string =>
  bind(createCompiler().condition(condition, alias), values)

function conditionOf(condition: CheckedCondition, alias: string, compiler: Compiler): Fragment {
  if ('all' in condition) return several(condition.all, ' AND ', alias, compiler)
  if ('any' in condition) return several(condition.any, ' OR ', alias, compiler)
  if ('compare' in condition) return compareColumn(condition.compare, alias)
  if ('period' in condition)
    return periodCondition(condition.period, operandOf(condition.period.column, alias))
  if ('related' in condition) return relatedCondition(condition.related, alias, compiler)
  const inner = conditionOf(condition.not, alias, compiler)
  return isNeverNull(condition.not) ? sql`NOT (${inner})` : sql`(${inner}) IS NOT TRUE`
}

function several(conditions: CheckedCondition[], separator: string, alias: string, compiler: Compiler) {
  const fragments = conditions.map((condition) => conditionOf(condition, alias, compiler))
  return fragments.length === 1 ? fragments[0]! : sql`(${joined(fragments, separator)})`
}

function compareColumn({ column, operator, values, other }: CheckedComparison, alias: string): Fragment {
  if (operator === 'IS_NULL') return sql`${columnOf(alias, column.name)} IS NULL`
  if (operator === 'IS_NOT_NULL') return sql`${columnOf(alias, column.name)} IS NOT NULL`
  const operand = operandOf(column, alias)
  return other
    ? columnsCompared(operand, operator, operandOf(other, alias))
    : comparison(operand, operator, values)
}

/** EXISTS and what cannot be NULL: NOT of those can be planned as a join. */
function isNeverNull(condition: CheckedCondition): boolean {
  if ('all' in condition) return condition.all.every(isNeverNull)
  if ('any' in condition) return condition.any.every(isNeverNull)
  if ('not' in condition || 'related' in condition) return true
  if ('period' in condition) return !condition.period.column.nullable
  const { column, operator, other } = condition.compare
  const always = operator === 'IS_NULL' || operator === 'IS_NOT_NULL' || operator === 'NE'
  return always || operator === 'NOT_IN' || (!column.nullable && !other?.nullable)
}
