import type { CheckedPlan, CheckedSubject } from './checked-plan.ts'
import { subjectStatement } from './compile.ts'
import { createCompiler } from './compile-condition.ts'
import { type Compiler, tableAs } from './compile-related.ts'
import { columnOf, type Fragment, joined, raw, sql, writtenOut } from './fragment.ts'
import { type Relations, relationsOf } from './relations.ts'
import type { Reference, StructureTable } from './structure.ts'

/**
 * For people: the statement that selects the rows of a table, as far as one statement can say it. Rows that come along only
 * because kept ones refer to them are not in it, nor what references within a circle of tables bring.
 */

/** A chain of tables gets a statement that grows with each of them; longer ones help nobody. */
const mostTables = 40
const mostCharacters = 20_000

class TooLong extends Error {}

type Context = {
  checked: CheckedPlan
  relations: Relations
  tables: Map<string, StructureTable>
  subjects: Map<string, CheckedSubject>
  parents: Set<string>
}

/** By the tables' ids; null where one statement cannot say it. */
export function tableStatements(checked: CheckedPlan): Map<string, string | null> {
  const { structure, roles, subjects } = checked
  const context: Context = {
    checked,
    relations: relationsOf(structure),
    tables: new Map(structure.tables.map((table) => [table.id, table])),
    subjects: new Map(subjects.map((subject) => [subject.table.id, subject])),
    parents: new Set(structure.tables.flatMap(({ inherits }) => inherits)),
  }
  return new Map(
    structure.tables.map((table) => {
      const role = roles.get(table.id)
      if (role === 'REST') return [table.id, writtenOut(sql`SELECT t.*\nFROM ${from(context, table, 't')}`)]
      return [table.id, role === 'SUBJECT' || role === 'DESCENDANT' ? statementOf(context, table) : null]
    }),
  )
}

const from = ({ parents }: Context, table: StructureTable, alias: string) =>
  tableAs(table, parents.has(table.id), alias)

function statementOf(context: Context, table: StructureTable): string | null {
  const compiler = createCompiler()
  let left = mostTables
  const counting: Compiler = {
    ...compiler,
    alias() {
      if (left-- === 0) throw new TooLong()
      return compiler.alias()
    },
  }
  try {
    const kept = keptRows(context, table, 't', raw('t.*'), counting, '\n')
    return kept && lengthOf(kept) <= mostCharacters ? writtenOut(kept) : null
  } catch (error) {
    if (error instanceof TooLong) return null
    throw error
  }
}

const lengthOf = ({ strings, values }: Fragment) =>
  [...strings, ...values].reduce((length, text) => length + text.length, 0)

/** Selects from the kept rows of a restricted table; null where that takes more than one statement. */
function keptRows(
  context: Context,
  table: StructureTable,
  alias: string,
  selected: Fragment,
  compiler: Compiler,
  line: '\n' | ' ',
): Fragment | null {
  const references = outward(context, table)
  const subject = context.subjects.get(table.id)
  // A row that refers to none of the restricted tables does not belong to them.
  const belongs = !subject && context.checked.plan.scope === 'RELATED'
  const needed = belongs && references.length === 1
  const conditions: (Fragment | null)[] = references.map((reference) =>
    keeps(context, reference, alias, compiler, needed),
  )
  if (!subject && references.length === 0) return null
  if (subject?.limit != null) {
    // The limit counts before what the rows refer to is looked at.
    const first = subjectStatement(subject, raw('t.*'), compiler, ' ')
    return withConditions(selected, sql`(${first}) ${raw(alias)}`, conditions, line)
  }
  if (subject?.where) conditions.unshift(compiler.condition(subject.where, alias))
  if (belongs && !needed) conditions.push(refersAtAll(table, references, alias))
  return withConditions(selected, from(context, table, alias), conditions, line)
}

function withConditions(
  selected: Fragment,
  source: Fragment,
  conditions: (Fragment | null)[],
  line: '\n' | ' ',
): Fragment | null {
  const known = conditions.filter((condition) => condition !== null)
  if (known.length < conditions.length) return null
  const needed = known.filter(({ strings }) => strings.some((text) => text !== ''))
  const start = sql`SELECT ${selected}${raw(line)}FROM ${source}`
  return needed.length === 0 ? start : sql`${start}${raw(line)}WHERE ${joined(needed, `${line}AND `)}`
}

/** Into restricted tables of other groups. */
function outward({ relations, checked }: Context, { id }: StructureTable): Reference[] {
  const { groups, held } = relations
  const isRestricted = (target: string) => /^(SUBJECT|DESCENDANT)$/.test(checked.roles.get(target)!)
  return (held.get(id) ?? []).filter(
    ({ target }) => groups.get(target) !== groups.get(id) && isRestricted(target),
  )
}

/** The reference leads to a kept row or, unless it is needed, is NULL. */
function keeps(
  context: Context,
  reference: Reference,
  alias: string,
  compiler: Compiler,
  needed: boolean,
): Fragment | null {
  const target = context.tables.get(reference.target)!
  const inner = compiler.alias()
  const keys = joined(
    reference.targetColumns.map((name) => columnOf(inner, name)),
    ', ',
  )
  const kept = keptRows(context, target, inner, keys, compiler, ' ')
  if (!kept) return null
  const columns = reference.columns.map((name) => columnOf(alias, name))
  const row = columns.length === 1 ? columns[0]! : sql`(${joined(columns, ', ')})`
  const isIn = sql`${row} IN (${kept})`
  const nullable = nullableColumns(context.tables.get(reference.source)!, reference)
  if (needed || nullable.length === 0) return isIn
  const none = nullable.map((name) => sql`${columnOf(alias, name)} IS NULL`)
  return sql`(${joined(none, ' OR ')} OR ${isIn})`
}

const nullableColumns = (table: StructureTable, { columns }: Reference) =>
  columns.filter((name) => table.columns.some((column) => column.name === name && column.nullable))

function refersAtAll(table: StructureTable, references: Reference[], alias: string): Fragment {
  const nullable = references.map((reference) => nullableColumns(table, reference))
  if (nullable.some((names) => names.length === 0)) return raw('')
  const each = nullable.map((names) =>
    joined(
      names.map((name) => sql`${columnOf(alias, name)} IS NOT NULL`),
      ' AND ',
    ),
  )
  return each.length === 1
    ? each[0]!
    : sql`(${joined(
        each.map((one) => sql`(${one})`),
        ' OR ',
      )})`
}
