import type { FieldError } from '../platform/errors.ts'
import type { CheckedStep } from './checked-plan.ts'
import { didYouMean, nearest } from './nearest.ts'
import type { PathStep, StepDirection } from './plan.ts'
import {
  type OtherRelation,
  type Reference,
  type Structure,
  type StructureColumn,
  type StructureTable,
  type TableRef,
  tableName,
} from './structure.ts'

/** Finds what a plan names; what is not there is reported with its path and the nearest names. */
export type Names = {
  /** Of everything that was wrong so far. */
  fields: FieldError[]
  fail(path: string[], message: string): null
  /** An empty schema stands for any: the name must then be unique. `unreadable`: the login need not be able to read it. */
  table(ref: TableRef, path: string[], options?: { unreadable: boolean }): StructureTable | null
  column(table: StructureTable, name: string, path: string[]): StructureColumn | null
  /** The tables along a path; null where one of them is not tied to the one before. */
  steps(from: StructureTable, path: PathStep[], at: string[]): CheckedStep[] | null
  /** Whether the table has children by inheritance. */
  hasChildren(table: StructureTable): boolean
}

const otherKinds: Record<OtherRelation['kind'], string> = {
  VIEW: 'a view',
  MATERIALIZED_VIEW: 'a materialised view',
  FOREIGN_TABLE: 'a foreign table',
  PARTITION: 'a partition',
}

export function namesOf(structure: Structure): Names {
  const byName = Map.groupBy(structure.tables, ({ name }) => name)
  const byId = new Map(structure.tables.map((table) => [table.id, table]))
  const bySource = Map.groupBy(structure.references, ({ source }) => source)
  const byTarget = Map.groupBy(structure.references, ({ target }) => target)
  const parents = new Set(structure.tables.flatMap(({ inherits }) => inherits))
  const fields: FieldError[] = []

  function fail(path: string[], message: string): null {
    fields.push({ path, message })
    return null
  }

  function whyNoTable(ref: TableRef): string {
    const isMeant = ({ schema, name }: TableRef) =>
      name === ref.name && (ref.schema === '' || schema === ref.schema)
    const other = structure.otherRelations?.find(isMeant)
    if (other?.root)
      return `${tableName(other)} is a partition; name the table that it is a part of: ${tableName(other.root)}`
    if (other)
      return `${tableName(other)} is ${otherKinds[other.kind]}; only tables have rows that can be kept`
    const asked = ref.schema === '' ? ref.name : tableName(ref)
    const elsewhere = (byName.get(ref.name) ?? []).map(tableName)
    if (elsewhere.length > 0) return `There is no table ${asked}${didYouMean(elsewhere)}`
    const near = new Set(nearest(ref.name, byName.keys()))
    const named = structure.tables.filter(({ name }) => near.has(name)).map(tableName)
    return `There is no table ${asked}${didYouMean(named.slice(0, 3))}`
  }

  function table(
    ref: TableRef,
    path: string[],
    { unreadable } = { unreadable: false },
  ): StructureTable | null {
    const found = (byName.get(ref.name) ?? []).filter(
      ({ schema }) => ref.schema === '' || schema === ref.schema,
    )
    const [first] = found
    if (!first) return fail([...path, 'name'], whyNoTable(ref))
    if (found.length > 1)
      return fail(
        [...path, 'schema'],
        `More than one schema has a table ${ref.name}: ${found.map(tableName).join(', ')}`,
      )
    if (!first.readable && !unreadable)
      return fail(path, `The login may not select from ${tableName(first)}; grant it SELECT there`)
    return first
  }

  function column(table: StructureTable, name: string, path: string[]): StructureColumn | null {
    const found = table.columns.find((column) => column.name === name)
    const names = table.columns.map((column) => column.name)
    return found ?? fail(path, `${tableName(table)} has no column ${name}${didYouMean(nearest(name, names))}`)
  }

  const hasChildren = ({ id }: StructureTable) => parents.has(id)

  function steps(from: StructureTable, path: PathStep[], at: string[]): CheckedStep[] | null {
    const checked: CheckedStep[] = []
    let before = from
    for (const [index, asked] of path.entries()) {
      const here = [...at, `${index}`]
      const next = table(asked, here)
      const step = next && stepBetween(before, next, asked, here)
      if (!step) return null
      checked.push(step)
      before = step.table
    }
    return checked
  }

  function stepBetween(before: StructureTable, table: StructureTable, asked: PathStep, at: string[]) {
    const only = hasChildren(table)
    const parts = (references: Reference[] | undefined, direction: StepDirection) =>
      (references ?? []).map((reference): CheckedStep => ({ table, only, reference, direction }))
    const all = [
      ...parts(bySource.get(before.id), 'TO_PARENT').filter(({ reference }) => reference.target === table.id),
      ...parts(byTarget.get(before.id), 'TO_CHILD').filter(({ reference }) => reference.source === table.id),
    ]
    const isMeant = ({ reference, direction }: CheckedStep) =>
      (asked.via == null || reference.name === asked.via) &&
      (asked.direction == null || direction === asked.direction)
    const meant = distinct(all.filter(isMeant))
    if (meant.length === 1) return meant[0]!
    const between = `${tableName(before)} and ${tableName(table)}`
    if (meant.length > 1)
      return fail(
        [...at, 'via'],
        `More than one foreign key ties ${between}: ${meant.map(wordsOf).join(', ')}; say which by via and direction`,
      )
    if (all.length === 0) return fail(at, `No foreign key ties ${between}${tiedTo(before)}`)
    const given = [asked.via, asked.direction].filter((part) => part != null).join(' ')
    return fail(
      [...at, 'via'],
      `No foreign key ${given} ties ${between}; there is ${all.map(wordsOf).join(', ')}`,
    )
  }

  function tiedTo(table: StructureTable): string {
    const ids = [
      ...(bySource.get(table.id) ?? []).map(({ target }) => target),
      ...(byTarget.get(table.id) ?? []).map(({ source }) => source),
    ]
    const names = [...new Set(ids)].map((id) => tableName(byId.get(id)!)).sort()
    if (names.length === 0) return `; ${tableName(table)} has none at all`
    const shown = names.slice(0, 10).join(', ') + (names.length > 10 ? ', …' : '')
    return `; ${tableName(table)} is tied to ${shown}`
  }

  return { fields, fail, table, column, steps, hasChildren }
}

const wordsOf = ({ reference, direction }: CheckedStep) => `${reference.name} ${direction}`

/** A foreign key that was declared twice is one. */
function distinct(steps: CheckedStep[]): CheckedStep[] {
  const seen = new Map<string, CheckedStep>()
  for (const step of steps) {
    const { columns, targetColumns, partitions } = step.reference
    const key = JSON.stringify([step.direction, columns, targetColumns, partitions])
    if (!seen.has(key)) seen.set(key, step)
  }
  return [...seen.values()]
}
