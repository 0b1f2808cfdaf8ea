import type { Context } from '../../../filtered/rules/grammar/context.ts'
import { afterDeterminers } from '../../../filtered/rules/grammar/determiners.ts'
import { nameWords } from '../../../filtered/rules/source/names.ts'
import { stem } from '../../../filtered/rules/text/inflection.ts'
import { best, type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { Reference, StructureColumn, StructureTable } from '../../../filtered/structure.ts'
import { roleOfNumbers } from '../../columns/roles.ts'
import { isGeneric } from '../names.ts'
import type { Asking, Grouped } from './asking.ts'
import { labelOf } from './labels.ts'
import { phrases } from './phrases.ts'
import { timesAt } from './times.ts'
import type { Way } from './ways.ts'

/** What rows are put together by, from a position on: "country", "each customer", "product category", "month", "hire year". */
export const groupsAt = (asking: Asking, at: number): Reading<Grouped>[] => {
  const { context, subject } = asking
  const key = `group ${subject.id} ${at}`
  const known = context.memo.get(key) as Reading<Grouped>[] | undefined
  if (known) return known
  const found = best(
    afterDeterminers(context, at).flatMap((start) => [
      ...timesAt(asking, start),
      ...columnsAndTables(asking, start),
    ]),
  )
  context.memo.set(key, found)
  return found
}

const of = phrases('of', 'of the', 'of their', 'of its', 'of each', 'of every', 'in the')
const nameWord = phrases('name', 'names')
/** What a word that is true or not, or a name, is one of. */
const valueWord = phrases('name', 'names', 'value', 'values', 'status', 'state', 'flag')

function columnsAndTables(asking: Asking, at: number): Reading<Grouped>[] {
  const { context, ways, subject } = asking
  const all = ways.up(subject)
  const found = headsFrom(asking, all, at)
  for (const { end, value: way, cost } of qualifiers(asking, at)) {
    const beyond = all.filter((one) => passes(one, way)).map((one) => ({ ...one, cost: one.cost - way.cost }))
    for (const head of headsFrom(asking, beyond, end))
      found.push(reading(head.end, head.value, head.cost + cost * 0.5 - 0.1))
  }
  for (const head of [...found])
    if (head.value.kind === 'column')
      for (const start of of(context.tokens, head.end))
        for (const { end, value: way, cost } of qualifiers(asking, start))
          if (passes(head.value.way, way)) found.push(reading(end, head.value, head.cost + cost * 0.5 - 0.1))
  return found
}

const same = (a: Way['references'][number], b: Way['references'][number] | undefined) =>
  a.reference === b?.reference && a.down === b.down
const passes = (way: Way, through: Way) =>
  through.references.length <= way.references.length &&
  through.references.every((step, index) => same(step, way.references[index]))

/** Columns, tables and roles by what they are called, at the end of one of the ways. */
function headsFrom(
  { context, ways, subject }: Asking,
  reached: readonly Way[],
  at: number,
): Reading<Grouped>[] {
  const { tokens, vocabulary, paths } = context
  const found: Reading<Grouped>[] = []
  for (const way of reached) {
    for (const { end, value, cost } of columnsOf(context, at, way.table)) {
      if (!isGroupable(value) || (end === at + 1 && saysNothing.test(tokens[at]!.word))) continue
      const key = paths
        .references(way.table)
        .find(({ columns }) => columns.length === 1 && columns[0] === value.name)
      // A foreign key that is called "airline" stands for the airline, one that is called "airline code" for itself.
      const target =
        key && !/(id|code|key|number|no|uuid)$/i.test(value.name) ? further(reached, way, key) : undefined
      // "Name" alone does not say whose.
      const vague = isGeneric(value) && way.references.length > 0 ? 0.6 : 0
      const own = labelOf(way.table)
      const isLabel = own.named && own.columns.length === 1 && own.columns[0] === value
      const more = vague + (isSpread(context, way.table, value) ? spread : 0) + (isLinked(way) ? linked : 0)
      const group = target ? entity(target) : isLabel ? entity(way) : column(way, value)
      const whole = cost + (target ? target.cost : way.cost + more)
      found.push(reading(end, group, whole))
      // "Active status" is what the column says.
      if (!target && !isSpread(context, way.table, value))
        for (const next of valueWord(tokens, end)) found.push(reading(next, group, whole + 0.15))
    }
    for (const role of vocabulary.rolesAt(tokens, at, way.table)) {
      const target = further(reached, way, role.value)
      if (target) found.push(reading(role.end, entity(target), role.cost + way.cost + 0.05))
    }
  }
  for (const mention of vocabulary.tablesAt(tokens, at)) {
    const direct = reached.filter(({ table }) => table === mention.value)
    for (const way of direct) {
      const group = entity(way)
      found.push(reading(mention.end, group, mention.cost + way.cost))
      for (const end of nameWord(tokens, mention.end))
        found.push(reading(end, group, mention.cost + way.cost + 0.3))
    }
    if (direct.length === 0 && reached.some(({ table }) => table === subject))
      for (const way of ways.around(subject, mention.value))
        found.push(reading(mention.end, entity(way), mention.cost + way.cost))
  }
  for (const start of numberOf(tokens, at))
    for (const way of reached)
      for (const { end, value, cost } of vocabulary.columnsAt(tokens, start, way.table))
        if (value.role === 'NUMBER' && !isSpread(context, way.table, value))
          found.push(reading(end, column(way, value), cost + way.cost + 0.1))
  return found.filter(({ value }) => value.kind !== 'column' || value.columns.length > 0)
}

/** Numbers of many sizes are rather measured than what rows are put together by. */
const spread = 0.5
const fewNumbers = 12
/** Through a link, what is tied is meant before its properties. */
const linked = 0.25

const isLinked = ({ references }: Way) => references.some(({ down }) => down)

function isSpread(context: Context, table: StructureTable, column: StructureColumn): boolean {
  const { name, role, baseType } = column
  if (role !== 'NUMBER') return false
  const integer = /^(smallint|integer|bigint)$/.test(baseType)
  const extremes = context.values.extremes(table, column)
  if (!integer) return true
  const [low, high] = [extremes?.low ?? 0, extremes?.high ?? 1000]
  const distinct = high - low + 1
  return (
    distinct > fewNumbers && roleOfNumbers({ name, values: [low, high], distinct, integer }) === 'quantity'
  )
}

/** Columns by their names, by words of the same stem ("payment method" for pay_method), and by those turned round ("form of government"). */
function columnsOf(
  { tokens, vocabulary }: Context,
  at: number,
  table: StructureTable,
): Reading<StructureColumn>[] {
  const found = vocabulary.columnsAt(tokens, at, table)
  const [first, middle, last] = tokens.slice(at, at + 3)
  if (middle?.word === 'of' && first && last)
    for (const { end, value, cost } of vocabulary.columnsAt([last, first], 0, table))
      if (end === 2) found.push(reading(at + 3, value, cost + 0.05))
  const longest = Math.max(0, ...found.map(({ end }) => end))
  if (first?.kind !== 'word') return found
  const begin = stem(first.word)
  for (const { column, stems } of stemmed(table)) {
    const end = at + stems.length
    const isAkin = (one: string, index: number) =>
      tokens[at + index]?.kind === 'word' && stem(tokens[at + index]!.word) === one
    if (stems[0] === begin && end > longest && stems.every(isAkin)) found.push(reading(end, column, 0.2))
  }
  return found
}

const known = new WeakMap<StructureTable, { column: StructureColumn; stems: string[] }[]>()

/** Columns of more than one word, by their stems. */
function stemmed(table: StructureTable) {
  const found =
    known.get(table) ??
    table.columns
      .map((column) => ({ column, stems: nameWords(column.name).map(stem) }))
      .filter(({ stems }) => stems.length > 1)
  known.set(table, found)
  return found
}

/** The way that goes on along a reference. */
const further = (reached: readonly Way[], { references }: Way, reference: Reference) =>
  reached.find(
    (one) =>
      one.references.length === references.length + 1 &&
      one.references.at(-1)!.reference === reference &&
      references.every((step, index) => same(step, one.references[index])),
  )

/** Words that are said of any measure. */
const saysNothing = /^(numbers?|counts?|totals?|amounts?|values?|sums?|averages?)$/
const numberOf = phrases('number of', 'the number of')

/** What the way to something begins with: "customer" in "customer country", "guest" in "guest tier". */
function qualifiers({ context, ways, subject }: Asking, at: number): Reading<Way>[] {
  const { tokens, vocabulary } = context
  const all = ways.up(subject)
  return all.flatMap((way) => [
    ...vocabulary
      .tablesAt(tokens, at)
      .filter(({ value }) => value === way.table)
      .map(({ end, cost }) => reading(end, way, cost + way.cost)),
    ...(way.references.length === 0
      ? []
      : vocabulary
          .rolesAt(tokens, at, context.paths.table(way.references.at(-1)!.reference.source))
          .filter(({ value }) => value === way.references.at(-1)!.reference && !way.references.at(-1)!.down)
          .map(({ end, cost }) => reading(end, way, cost + way.cost))),
  ])
}

const isGroupable = ({ role }: StructureColumn) =>
  ['TEXT', 'ENUM', 'BOOLEAN', 'NUMBER', 'UUID'].includes(role)

const column = (way: Way, value: StructureColumn): Grouped => ({
  kind: 'column',
  way,
  columns: [value],
  each: false,
  unit: null,
})

export const entity = (way: Way): Extract<Grouped, { kind: 'column' }> => ({
  kind: 'column',
  way,
  columns: labelOf(way.table).columns,
  each: labelOf(way.table).each,
  unit: null,
})
