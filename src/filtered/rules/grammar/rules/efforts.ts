import type { StructureColumn, StructureTable } from '../../../structure.ts'
import { nameWords } from '../../source/names.ts'
import { deedWords, linkingVerbs } from '../../terms/verbs.ts'
import { phraseKey } from '../../text/inflection.ts'
import { type Amount, amountAt } from '../../text/numbers.ts'
import { phrases } from '../../text/phrases.ts'
import type { Reading } from '../../text/reading.ts'
import { type Context, deepest, type Part, type Rule, says, type Thing } from '../context.ts'
import { ways } from '../ties.ts'
import { type Summed, sumOf } from './sums.ts'

const on = phrases('on', 'in', 'of', 'for', 'at', 'across', 'over', 'during', 'on all', 'of all')
const inTotal = phrases('in total', 'total', 'overall', 'altogether', 'combined', 'in all', 'all together')
const farthest = 2.6

/** "worked more than 300 hours on projects", "took at least 10 days of leave": what a verb is counted in is a column of rows below. */
export const efforts: Rule = (context, table, at, depth) => {
  const { tokens } = context
  const verb = tokens[at]
  if (depth >= deepest || verb?.kind !== 'word') return []
  if (!linkingVerbs.has(verb.word) && !deedWords.has(verb.word) && !/ed$/.test(verb.word)) return []
  const found: Reading<Part>[] = []
  for (const amount of amountAt(tokens, at + 1)) {
    if (!amount.value.stated) continue
    for (const { child, column, end, path, cost } of counted(context, table, amount)) {
      const bare: Amount = { ...amount.value, unit: null }
      const summed: Summed = {
        path,
        table: child,
        quantity: { column: column.name, times: null, cost: 0 },
        where: null,
      }
      const add = (stop: number, more: Summed, extra: number) => {
        for (const last of [stop, ...inTotal(tokens, stop)])
          found.push(says(last, sumOf(more, 'SUM', bare), amount.cost + cost + extra))
      }
      add(end, summed, 0.2)
      for (const next of on(tokens, end))
        for (const thing of context.read.things(context, next, depth + 1)) {
          const where = ofThing(context, child, thing)
          if (where !== undefined) add(thing.end, { ...summed, where }, thing.cost + 0.1)
        }
    }
  }
  return found
}

type Counted = {
  child: StructureTable
  column: StructureColumn
  end: number
  path: Summed['path']
  cost: number
}

/** Columns below a table that are called as what is counted; a unit of measure may be the name of one. */
function counted(context: Context, table: StructureTable, amount: Reading<Amount>): Counted[] {
  const { tokens } = context
  const word = phraseKey(tokens[amount.end - 1]?.word ?? '')
  return context.paths
    .reach(table)
    .filter(({ cost }) => cost > 0 && cost <= farthest)
    .flatMap(({ table: child }) => {
      const columns = amount.value.unit
        ? child.columns
            .filter(
              ({ role, name }) => role === 'NUMBER' && nameWords(name).some((one) => phraseKey(one) === word),
            )
            .map((column) => ({ column, end: amount.end, cost: 0 }))
        : context.vocabulary
            .columnsAt(tokens, amount.end, child)
            .filter(({ value }) => value.role === 'NUMBER' && !child.primaryKey?.includes(value.name))
            .map(({ value, end, cost }) => ({ column: value, end, cost }))
      if (columns.length === 0) return []
      return ways(context, table, child)
        .filter(({ path }) => path.references.every(({ down }) => down))
        .flatMap(({ path, cost }) => columns.map((one) => ({ ...one, child, path, cost: one.cost + cost })))
    })
}

/** "On projects" says nothing more of what is a project's; undefined where the thing has nothing to do with it. */
function ofThing(context: Context, child: StructureTable, { value }: Reading<Thing>) {
  if (value.table === child) return value.where
  const [way] = ways(context, child, value.table).filter(({ path }) => path.one && path.steps.length === 1)
  if (!way) return undefined
  return value.where && { related: { path: way.path.steps, where: value.where, aggregate: null } }
}
