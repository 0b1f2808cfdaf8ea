import { InvalidInputError } from '../platform/errors.ts'
import { checkCondition, checkRows, type Scope } from './check-conditions.ts'
import { checkMeasure } from './check-measures.ts'
import { type Names, namesOf } from './check-names.ts'
import { checkReference, checkReferences } from './check-references.ts'
import { momentInUtc } from './check-values.ts'
import type { CheckedOrder, CheckedPlan, CheckedSubject, TableRole } from './checked-plan.ts'
import type { Order, Plan, Subject } from './plan.ts'
import { rolesOf } from './relations.ts'
import type { ColumnRole, Structure, StructureTable } from './structure.ts'
import { tableName } from './structure.ts'

const mostSubjects = 50
const mostOrders = 10

/**
 * Finds everything that the plan names in the structure, and checks that its conditions fit. A table whose schema is empty is
 * found by its name alone, which must then be unique. Nothing of a plan that is returned can fail to compile.
 * @throws InvalidInputError whose fields name what is wrong, as ['plan', 'subjects', '0', 'where', …], all of it at once
 */
export function checkPlan(plan: Plan, declared: Structure): CheckedPlan {
  const path = ['plan']
  const first = namesOf(declared)
  const references = checkReferences(first, plan.references ?? [], [...path, 'references'])
  const candidates = (plan.candidates ?? []).flatMap(
    (candidate, index) => checkReference(first, candidate, [...path, 'candidates', `${index}`]) ?? [],
  )
  if (first.fields.length > 0) throw invalidPlan(first)
  const structure = { ...declared, references: [...declared.references, ...references, ...candidates] }
  const names = namesOf(structure)
  const asOf = momentInUtc(plan.asOf)
  if (asOf === null) names.fail([...path, 'asOf'], 'asOf is a moment, such as 2026-03-15T12:30:00Z')
  const scope: Scope = { names, asOf: asOf?.length === 10 ? `${asOf} 00:00:00` : (asOf ?? '') }
  if (plan.subjects.length === 0) names.fail([...path, 'subjects'], 'A plan has at least one subject')
  if (plan.subjects.length > mostSubjects)
    names.fail([...path, 'subjects'], `A plan has at most ${mostSubjects} subjects`)
  const subjects = plan.subjects
    .slice(0, mostSubjects)
    .map((subject, index) => checkSubject(scope, subject, [...path, 'subjects', `${index}`]))
  for (const [index, subject] of subjects.entries()) {
    if (subject && subjects.findIndex((other) => other?.table === subject.table) < index)
      names.fail(
        [...path, 'subjects', `${index}`, 'table'],
        `${tableName(subject.table)} is a subject twice; join the conditions by all or any`,
      )
  }
  const excluded = checkExcluded(names, plan, subjects, [...path, 'excludeTables'])
  if (names.fields.length > 0) throw invalidPlan(names)

  const found = subjects.filter((subject) => subject !== null)
  const roles = rolesOf(structure, {
    subjects: found.map(({ table }) => table.id),
    excluded: excluded.map(({ id }) => id),
    scope: plan.scope,
  })
  checkNeeds(names, structure, roles, new Set(excluded.map(({ id }) => id)), [...path, 'excludeTables'])
  if (names.fields.length > 0) throw invalidPlan(names)
  return { plan, structure, subjects: found, excluded, roles }
}

function invalidPlan({ fields }: Names): InvalidInputError {
  const more = fields.length > 1 ? ` (and ${fields.length - 1} more)` : ''
  return new InvalidInputError(`The plan does not fit the database: ${fields[0]!.message}${more}`, fields)
}

function checkSubject(scope: Scope, subject: Subject, path: string[]): CheckedSubject | null {
  const { names } = scope
  const { limit } = subject
  const table = names.table(subject.table, [...path, 'table'])
  if (!table) return null
  const where = subject.where && checkCondition(scope, table, subject.where, [...path, 'where'])
  if (limit !== null && (!Number.isSafeInteger(limit) || limit < 1))
    names.fail([...path, 'limit'], 'The limit is a whole number, at least 1')
  if (subject.orderBy.length > mostOrders)
    names.fail([...path, 'orderBy'], `Rows are ordered by at most ${mostOrders} things`)
  const orderBy = subject.orderBy
    .slice(0, mostOrders)
    .map((order, index) => checkOrder(scope, table, order, [...path, 'orderBy', `${index}`]))
    .filter((order) => order !== null)
  return { table, only: names.hasChildren(table), where, orderBy, limit }
}

const sortable = new Set<ColumnRole>([
  'NUMBER',
  'TEXT',
  'BOOLEAN',
  'DATE',
  'TIMESTAMP',
  'TIME',
  'ENUM',
  'UUID',
])

function checkOrder(scope: Scope, table: StructureTable, order: Order, path: string[]): CheckedOrder | null {
  const { names } = scope
  const { descending } = order
  if (order.related === null) {
    const column = names.column(table, order.column, [...path, 'column'])
    if (!column) return null
    if (!sortable.has(column.role))
      return names.fail(
        [...path, 'column'],
        `Rows cannot be ordered by ${column.name}, which is of the type ${column.type}`,
      )
    return { descending, column, related: null }
  }
  const at = [...path, 'related']
  const rows = checkRows(scope, table, order.related, at)
  const measure = rows && checkMeasure(names, rows.steps.at(-1)!.table, order.related, at)
  return rows && measure && { descending, column: null, related: { ...rows, ...measure } }
}

function checkExcluded(
  names: Names,
  { excludeTables }: Plan,
  subjects: (CheckedSubject | null)[],
  path: string[],
): StructureTable[] {
  const excluded = new Set<StructureTable>()
  for (const [index, ref] of excludeTables.entries()) {
    const table = names.table(ref, [...path, `${index}`], { unreadable: true })
    if (!table) continue
    if (subjects.some((subject) => subject?.table === table))
      names.fail([...path, `${index}`], `${tableName(table)} is a subject and excluded at once`)
    excluded.add(table)
  }
  return [...excluded]
}

/** Rows that come along must be readable, and those that they cannot be without must be allowed to come. */
function checkNeeds(
  names: Names,
  { tables, references }: Structure,
  roles: Map<string, TableRole>,
  excluded: Set<string>,
  path: string[],
): void {
  const byId = new Map(tables.map((table) => [table.id, table]))
  const holdsRows = (id: string) => roles.get(id) !== 'EMPTY'
  const closed = tables.filter(({ id, readable }) => !readable && holdsRows(id))
  for (const table of closed)
    names.fail(
      path,
      `The login may not select from ${tableName(table)}, whose rows belong to the plan; grant it SELECT, or exclude the table`,
    )
  for (const { source, target, columns, name, match } of references) {
    if (!excluded.has(target) || !holdsRows(source)) continue
    const table = byId.get(source)!
    const isNullable = (name: string) =>
      table.columns.some((column) => column.name === name && column.nullable)
    if (match === 'FULL' ? columns.every(isNullable) : columns.some(isNullable)) continue
    const both = `${tableName(table)} cannot be without rows of ${tableName(byId.get(target)!)}`
    const also = `exclude ${tableName(table)} as well, or keep both`
    names.fail(path, `${both}: ${name} is NOT NULL (${columns.join(', ')}); ${also}`)
  }
}
