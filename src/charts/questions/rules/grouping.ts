import type { Condition } from '../../../filtered/plan.ts'
import { compare } from '../../../filtered/rules/grammar/conditions.ts'
import { isYear } from '../../../filtered/rules/source/dates.ts'
import type { StructureColumn } from '../../../filtered/structure.ts'
import type { QuestionGroup } from '../question-plan.ts'
import type { Asking, Grouped } from './asking.ts'
import type { Said } from './said.ts'
import { datesOf } from './times.ts'
import { stepsOf, type Way } from './ways.ts'

/** `auto`: its unit is still to be that which suits the span of the data. */
export type Group = QuestionGroup & { way: Way; auto: boolean }

export type Grouping = { groups: Group[]; where: Condition[]; cost: number }

/** The groups with their columns; time may be that of more than one date. */
export function groupings(asking: Asking, said: Said): Grouping[] {
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
