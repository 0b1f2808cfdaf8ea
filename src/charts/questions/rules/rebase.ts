import type { StructureTable } from '../../../filtered/structure.ts'
import type { QuestionPlan } from '../question-plan.ts'
import type { Asking } from './asking.ts'
import type { Group } from './grouping.ts'
import { reversed, stepsOf, type Way } from './ways.ts'

/** Where a group lies below: the table in between is looked at, and the subject's rows count once in each group. */
export function rebased(asking: Asking, plan: QuestionPlan, groups: Group[]): QuestionPlan | null {
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
const refOf = ({ schema, name }: StructureTable) => ({ schema, name })
