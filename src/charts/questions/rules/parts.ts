import type { Condition, Value } from '../../../filtered/plan.ts'
import { compare } from '../../../filtered/rules/grammar/conditions.ts'
import type { StructureColumn } from '../../../filtered/structure.ts'
import type { Asking } from './asking.ts'
import type { Said } from './said.ts'
import { isUp, relatedTo, stepsOf, type Way } from './ways.ts'

type Parts = { way: Way; column: StructureColumn; values: Value[] }

/** "Share of cancelled and delayed flights", "compare Germany and France": several values of one column are what is told apart. */
export function withParts(asking: Asking, said: Said): Said | null {
  for (const [index, where] of said.where.entries()) {
    const parts = partsIn(asking, where, asking.ways.up(asking.subject)[0]!)
    if (!parts) continue
    const { way, column, values } = parts
    const isGroup = said.groups.some(
      (group) => group.kind === 'column' && group.way === way && group.columns[0] === column,
    )
    if (isGroup) return said
    const named = relatedTo(way, compare(column.name, 'IN', ...values), asking.context.paths.table)
    return {
      ...said,
      where: said.where.with(index, named),
      groups: [...said.groups, { kind: 'column', way, columns: [column], each: false, unit: null }],
    }
  }
  return null
}

function partsIn(asking: Asking, where: Condition, way: Way): Parts | null {
  if ('related' in where) {
    const { path, where: inner, aggregate } = where.related
    const names = (steps: readonly { schema: string; name: string }[]) =>
      steps.map(({ schema, name }) => `${schema}.${name}`).join()
    const { table } = asking.context.paths
    const further = asking.ways
      .up(asking.subject)
      .find(
        (one) =>
          isUp(one) &&
          names(stepsOf(one.references, table)) === names([...stepsOf(way.references, table), ...path]),
      )
    return aggregate || !inner || !further ? null : partsIn(asking, inner, further)
  }
  const compared = ('all' in where ? where.all : [where]).map((one) =>
    'compare' in one && /^(EQ|IN)$/.test(one.compare.operator) ? one.compare : null,
  )
  const names = new Set(compared.map((one) => one?.column))
  const values = [...new Set(compared.flatMap((one) => one?.values ?? []))]
  const column = names.size === 1 ? way.table.columns.find(({ name }) => names.has(name)) : undefined
  return column && values.length > 1 ? { way, column, values } : null
}
