import type { Condition } from '../../../filtered/plan.ts'
import { all } from '../../../filtered/rules/grammar/conditions.ts'
import type { StructureTable } from '../../../filtered/structure.ts'
import type { QuestionMeasure, QuestionPlan } from '../question-plan.ts'
import { aligned } from './align.ts'
import type { Asking, Measured } from './asking.ts'
import { type Group, groupings } from './grouping.ts'
import { impliedBy } from './implied.ts'
import { labelOf } from './labels.ts'
import { withParts } from './parts.ts'
import { rebased } from './rebase.ts'
import type { Said } from './said.ts'
import { isContradictory, isCountedAgain, isOfParts } from './sense.ts'
import { relatedTo, stepsOf } from './ways.ts'

/** A plan whose groups of `spans` are still to get the unit that suits the span of the data. */
export type Resolved = { plan: QuestionPlan; cost: number; spans: number[] }

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
    table: { schema: subject.schema, name: subject.name },
    where: all(where.map((one) => aligned(one, own, context.asOf))),
    measures,
    groups: own.map(({ path, columns, each, unit }) => ({ path, columns, each: each && !raw, unit })),
    order: orderOf(said),
    limit: said.limit,
  }
  return rebased(asking, plan, own)
}

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
