import type { Condition } from '../../../filtered/plan.ts'
import { all, compare } from '../../../filtered/rules/grammar/conditions.ts'
import { isYear } from '../../../filtered/rules/source/dates.ts'
import { piecesOf } from '../../../filtered/rules/source/measures.ts'
import type { StructureColumn, StructureTable } from '../../../filtered/structure.ts'
import type { QuestionGroup, QuestionMeasure, QuestionPlan } from '../question-plan.ts'
import { aligned } from './align.ts'
import type { Asking, Grouped, Measured } from './asking.ts'
import { impliedBy } from './implied.ts'
import { labelOf } from './labels.ts'
import { moneyOf } from './money.ts'
import { withParts } from './parts.ts'
import type { Said } from './sentences.ts'
import { datesOf } from './times.ts'
import { relatedTo, reversed, stepsOf, type Way } from './ways.ts'

/** A plan whose groups of `spans` are still to get the unit that suits the span of the data. */
export type Resolved = { plan: QuestionPlan; cost: number; spans: number[] }

type Group = QuestionGroup & { way: Way; auto: boolean }

/** The plans that a reading of a question comes to; none where its parts do not fit one another. */
export function resolve(asking: Asking, said: Said, cost: number): Resolved[] {
  if (said.measures.length === 0) return []
  const isTimed = said.groups.some((group) => group.kind !== 'column' || group.unit !== null)
  if (said.trend && !isTimed && said.groups.length < 2)
    return resolve(asking, { ...said, groups: [{ kind: 'time', unit: 'AUTO' }, ...said.groups] }, cost)
  // "Average revenue per country" may be one number, or one for each country.
  if (said.groups.length === 0 && said.measures.some(({ per, column }) => per && column)) return []
  const isBare = said.measures.every(({ bare }) => bare)
  if (said.form === 'share' && said.groups.length === 0) {
    const parts = withParts(asking, said)
    return parts ? resolve(asking, { ...parts, qualified: false }, cost + 0.1) : []
  }
  const sides = said.compared && said.groups.length < 2 ? withParts(asking, said) : null
  if (sides) return resolve(asking, { ...sides, compared: false }, cost)
  // "Percentage of late orders per month" is a part of each month's orders, which no plan can say.
  if (said.form === 'share' && said.qualified) return []
  // "Customers" alone does not say what of them.
  if (isBare && said.groups.length === 0) return []
  // What is new is so at some time.
  if (said.measures.some(({ fresh }) => fresh) && !said.groups.some(({ kind }) => kind === 'time')) return []
  return groupings(asking, said).flatMap(({ groups, where, cost: more }) => {
    const plan = put(asking, said, groups, where)
    // A name of a part of a column is far-fetched for all that is asked; and each row by itself has no average.
    const isThin =
      said.groups.length === 0 &&
      said.form === null &&
      said.measures.some((one) => one.function === 'IMPLIED')
        ? 0.3
        : 0
    const isSingle =
      plan?.measures.some((one) => one.function !== null) &&
      groups.some(({ way, each }) => each && way.references.length === 0)
        ? 0.5
        : 0
    return plan
      ? [
          {
            plan,
            cost: cost + more + isThin + isSingle + (isOfParts(said, asking) ? 0.5 : 0),
            spans: groups.flatMap(({ auto }, index) => (auto ? [index] : [])),
          },
        ]
      : []
  })
}

type Grouping = { groups: Group[]; where: Condition[]; cost: number }

/** The groups with their columns; time may be that of more than one date. */
function groupings(asking: Asking, said: Said): Grouping[] {
  let found: Grouping[] = [{ groups: [], where: [], cost: 0 }]
  for (const group of said.groups) {
    const ways = groupsOf(asking, said, group)
    found = found.flatMap((before) =>
      ways.map((one) => ({
        groups: [...before.groups, one.group],
        where: [...before.where, ...one.where],
        cost: before.cost + one.cost,
      })),
    )
  }
  const isTimed = said.groups.some(({ kind }) => kind === 'time')
  if (said.dates === null || isTimed) return found
  // A verb without a time says that it was done.
  return said.dates.flatMap(({ column, cost }) =>
    found.map((one) => ({
      ...one,
      where: column.nullable ? [...one.where, compare(column.name, 'IS_NOT_NULL')] : one.where,
      cost: one.cost + cost + 0.1,
    })),
  )
}

function groupsOf(
  asking: Asking,
  said: Said,
  group: Grouped,
): { group: Group; where: Condition[]; cost: number }[] {
  const step = (way: Way) => stepsOf(way.references, asking.context.paths.table)
  if (group.kind === 'column') {
    const { way, columns, each, unit } = group
    return [
      {
        group: { path: step(way), columns: columns.map(({ name }) => name), each, unit, way, auto: false },
        where: [],
        cost: 0,
      },
    ]
  }
  const isDone = said.dates !== null && group.kind === 'time'
  const dates: { way: Way; column: StructureColumn; cost: number }[] =
    group.kind === 'date'
      ? [{ way: group.way, column: group.column, cost: 0 }]
      : said.dates
        ? said.dates.map(({ column, cost }) => ({ way: asking.ways.up(asking.subject)[0]!, column, cost }))
        : datesOf(asking)
  const unit = group.kind === 'time' ? group.unit : 'AUTO'
  return dates.flatMap(({ way, column, cost }) => {
    const isNumber = isYear(column) && column.role === 'NUMBER'
    if (isNumber && unit !== 'YEAR' && unit !== 'AUTO') return []
    const auto = unit === 'AUTO' && !isNumber
    return [
      {
        group: {
          path: step(way),
          columns: [column.name],
          each: false,
          unit: isNumber || unit === 'AUTO' ? (auto ? ('MONTH' as const) : null) : unit,
          way,
          auto,
        },
        where: isDone && column.nullable ? [compare(column.name, 'IS_NOT_NULL')] : [],
        cost,
      },
    ]
  })
}

function put(asking: Asking, said: Said, groups: Group[], more: Condition[]): QuestionPlan | null {
  const { context, subject } = asking
  const { table } = context.paths
  const where = [...said.where, ...more]
  if (isContradictory(where, subject)) return null
  for (const { way, where: above } of said.above) where.push(relatedTo(way, above, table))
  const raw = isRaw(said, groups)
  const measures = said.measures.map((measure) => measureOf(measure, raw, table))
  if (said.form === 'relation' && (measures.length !== 2 || !raw)) return null
  if (
    measures.some((measure) => measure.function === 'SUM') &&
    groups.some(({ way }) => isCountedAgain(way, asking))
  )
    return null
  if (said.form === 'distribution' && !raw && groups.length === 0) return null
  const own = raw && said.form === null ? labelled(groups, asking) : groups
  const keys = own.map(({ path, columns }) => JSON.stringify([path, columns]))
  if (new Set(keys).size < keys.length && new Set(own.map(({ unit }) => unit)).size < own.length) return null
  const plan: QuestionPlan = {
    planner: 'RULES',
    asOf: context.asOf.toISOString(),
    table: refOf(subject),
    where: all(where.map((one) => aligned(one, own, context.asOf))),
    measures,
    groups: own.map(({ path, columns, each, unit }) => ({ path, columns, each: each && !raw, unit })),
    order: orderOf(said),
    limit: said.limit,
  }
  return rebased(asking, plan, own)
}

/** No row has two values of one column at once. */
function isContradictory(where: readonly Condition[], { columns }: StructureTable): boolean {
  const values = new Map<string, Set<unknown>>()
  const flat = where.flatMap((one) => ('all' in one ? one.all : [one]))
  return flat.some((one) => {
    if (!('compare' in one) || !/^(EQ|IN)$/.test(one.compare.operator) || one.compare.other) return false
    const { column: name, values: said } = one.compare
    if (columns.find((column) => column.name === name)?.role === 'ARRAY') return false
    const before = values.get(name)
    const both = new Set(said.filter((value) => !before || before.has(value)))
    values.set(name, both)
    return both.size === 0
  })
}

/** The whole of an order is not what one of its lines is worth. */
const isCountedAgain = ({ references }: Way, { context }: Asking) =>
  references.some(({ reference, down }) => {
    const link = context.paths.table(reference.source)
    return down && (moneyOf(link).length > 0 || piecesOf(link).length > 0)
  })

/** Sales of rock tracks are what their lines are worth, not all of the orders that have one. */
const isOfParts = (said: Said, { context, subject }: Asking) =>
  said.measures.some((measure) => measure.function === 'SUM' && measure.column) &&
  said.where
    .flatMap((one) => ('all' in one ? one.all : [one]))
    .some((one) => {
      const [first] = 'related' in one && !one.related.aggregate ? one.related.path : []
      const child = context.tables.find(({ schema, name }) => schema === first?.schema && name === first.name)
      return (
        child !== undefined &&
        first?.direction !== 'TO_PARENT' &&
        context.paths.references(child).some(({ target }) => target === subject.id) &&
        (moneyOf(child).length > 0 || piecesOf(child).length > 0)
      )
    })

const refOf = ({ schema, name }: StructureTable) => ({ schema, name })

function orderOf({ ranked, descending, limit }: Said): QuestionPlan['order'] {
  if (!ranked || (descending === null && limit === null)) return []
  return [{ by: 'MEASURE', index: 0, descending: descending ?? true }]
}

/** Values row by row: against each other, in their distribution, or of each row by its name. */
function isRaw({ measures, form }: Said, groups: Group[]): boolean {
  if (!measures.every((measure) => measure.function === 'IMPLIED')) return false
  if (form === 'relation' || form === 'distribution') return true
  return (
    groups.length === 0 ||
    groups.every(({ way, each, unit }) => way.references.length === 0 && each && unit === null)
  )
}

/** What the values are of. */
function labelled(groups: Group[], { ways, subject }: Asking): Group[] {
  const [way] = ways.up(subject)
  if (groups.length > 0 || !way) return groups
  const { columns } = labelOf(subject)
  return columns.length > 0
    ? [{ path: [], columns: columns.map(({ name }) => name), each: false, unit: null, way, auto: false }]
    : []
}

function measureOf(
  { function: name, column, times, per, called }: Measured,
  raw: boolean,
  table: (id: string) => StructureTable,
): QuestionMeasure {
  return {
    function: raw ? null : name === 'IMPLIED' ? impliedBy(column!) : name,
    path: [],
    column: column?.name ?? null,
    times: times && { path: [], column: times.name },
    per: per && stepsOf(per.references, table),
    called,
  }
}

/** Where a group lies below: the table in between is looked at, and the subject's rows count once in each group. */
function rebased(asking: Asking, plan: QuestionPlan, groups: Group[]): QuestionPlan | null {
  const below = groups.map(({ way }) => (isAround(way) ? turn(way) : 0))
  if (below.every((turn) => turn === 0)) return plan
  if (plan.measures.some((measure) => measure.function === null)) return null
  const deepest = groups[below.indexOf(Math.max(...below))]!
  const down = deepest.way.references.slice(0, turn(deepest.way))
  const { table } = asking.context.paths
  const base = table(down.at(-1)!.reference.source)
  const up = stepsOf(reversed(down), table)
  const moved = groups.map(({ way, path }) => {
    if (!isAround(way)) return [...up, ...path]
    const own = way.references.slice(0, turn(way))
    const isSame =
      own.length === down.length && own.every(({ reference }, index) => reference === down[index]!.reference)
    return isSame ? stepsOf(way.references.slice(own.length), table) : null
  })
  if (!moved.every((path) => path !== null)) return null
  return {
    ...plan,
    table: refOf(base),
    where: plan.where && { related: { path: up, where: plan.where, aggregate: null } },
    measures: plan.measures.map((measure) => ({
      ...measure,
      function: measure.function === 'COUNT' ? 'COUNT_DISTINCT' : measure.function,
      path: up,
    })),
    groups: plan.groups.map((group, index) => ({ ...group, path: moved[index]! })),
  }
}

const turn = ({ references }: Way) => references.findIndex(({ down }) => !down)
const isAround = ({ around }: Way) => around === true
