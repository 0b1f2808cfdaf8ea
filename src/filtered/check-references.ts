import type { Names } from './check-names.ts'
import type { PlanReference } from './plan.ts'
import { type Reference, type StructureColumn, type StructureTable, tableName } from './structure.ts'

const mostReferences = 200

/**
 * References that the source does not declare and the plan follows all the same: found in the structure, between columns that can be
 * compared, to a key. Rows may lead nowhere, as by a foreign key that is NOT VALID.
 */
export function checkReferences(names: Names, asked: PlanReference[], path: string[]): Reference[] {
  if (asked.length > mostReferences)
    names.fail(path, `A plan has at most ${mostReferences} references of its own`)
  return asked
    .slice(0, mostReferences)
    .map((reference, index) => checkReference(names, reference, [...path, `${index}`]))
    .filter((reference) => reference !== null)
}

/** One of them; null where it does not fit, as `names` says then. */
export function checkReference(names: Names, asked: PlanReference, path: string[]): Reference | null {
  const source = names.table(asked.table, [...path, 'table'])
  const target = names.table(asked.target, [...path, 'target'])
  if (!source || !target) return null
  const { columns, targetColumns } = asked
  if (columns.length === 0 || columns.length !== targetColumns.length)
    return names.fail(path, 'A reference has as many columns as targetColumns, at least one')
  const find = (table: StructureTable, list: string[], field: string) =>
    list.map((name, index) => names.column(table, name, [...path, field, `${index}`]))
  const from = find(source, columns, 'columns')
  const to = find(target, targetColumns, 'targetColumns')
  if (from.includes(null) || to.includes(null)) return null
  for (const [index, column] of from.entries())
    if (!comparable(column!, to[index]!))
      return names.fail(
        [...path, 'columns', `${index}`],
        `${tableName(source)}.${column!.name} is ${column!.type} and ${tableName(target)}.${to[index]!.name} is ${to[index]!.type}, which cannot be compared`,
      )
  if (!keysOf(target).some((key) => sameSet(key, targetColumns)))
    return names.fail(
      [...path, 'targetColumns'],
      `${tableName(target)} has no primary key and no unique key of the columns ${targetColumns.join(', ')}`,
    )
  return {
    name: `${source.name}(${columns.join(', ')})`,
    source: source.id,
    target: target.id,
    columns,
    targetColumns,
    match: 'SIMPLE',
    validated: false,
    partitions: null,
  }
}

const keysOf = ({ primaryKey, uniqueKeys }: StructureTable) => [
  ...(primaryKey ? [primaryKey] : []),
  ...uniqueKeys,
]

const sameSet = (one: string[], other: string[]) =>
  one.length === other.length && one.every((name) => other.includes(name))

/** Roles within which the server has an operator for any two types. */
const comparedAcross = new Set(['NUMBER', 'TEXT'])

const comparable = (one: StructureColumn, other: StructureColumn) =>
  one.baseType === other.baseType || (one.role === other.role && comparedAcross.has(one.role))
