import { keyOf } from '../checked-plan.ts'
import { columnOf, type Fragment, identifier, joined, raw, sql } from '../fragment.ts'
import type { Reference, StructureTable } from '../structure.ts'
import { endOf } from './references.ts'
import { inwards, type Selection, tableOf } from './selection.ts'
import { keptName, keyColumns, tiedRows } from './tied-rows.ts'

/**
 * Tables that choose one another's rows, as a comment chooses its answers: a recursive walk from the rows that are kept for
 * another reason, in one round trip however deep it goes. A row of any of the tables is a row of the walk: the table's number
 * `n`, and a column for each key column of each of the tables, NULL for those of the others.
 */

type KeyColumn = {
  /** The table's column; for a table without a key, where the row lies (no column can be called so). */
  name: string
  /** Over the row `t`. */
  value: Fragment
  /** Part of what the row is told apart by; the first always is. */
  identifies: boolean
}

/** What the row `t` is told apart by, and what references of other restricted tables lead to. */
export function identity(selection: Selection, table: StructureTable): KeyColumn[] {
  const key = keyOf(table)
  const place = [
    { name: 'tableoid', value: raw('t.tableoid'), identifies: true },
    { name: 'ctid', value: raw('t.ctid::text'), identifies: true },
  ]
  const names = [...new Set([...(key ?? []), ...keyColumns(selection, table.id)])]
  const columns = names.map((name) => ({
    name,
    value: columnOf('t', name),
    identifies: key?.includes(name) ?? false,
  }))
  return key ? columns : [...place, ...columns]
}

type Member = {
  id: string
  number: number
  table: StructureTable
  columns: KeyColumn[]
  /** The rows that every other reference allows. */
  candidates: string
}

/** From a row of the parent to those of the child. */
type Edge = { number: number; index: number; child: Member; parent: Member; reference: Reference }

const slot = (member: Member, name: string) =>
  `n${member.number}_${member.columns.findIndex((column) => column.name === name)}`
const slotsOf = (member: Member) => member.columns.map(({ name }) => slot(member, name))
const endName = ({ index }: Edge, position: number) => `end${index}_${position}`
const edgeAlias = ({ number }: Edge) => `e${number}`

/** Common table expressions: the candidates of each table, the walk, and what is kept of each table. */
export function walkOf(selection: Selection, ids: string[]): Fragment[] {
  const walk = `walk_${keptName(selection, ids[0]!)}`
  const members = ids.map((id, number): Member => {
    const table = tableOf(selection, id)
    const columns = identity(selection, table)
    return { id, number, table, columns, candidates: `candidates_${keptName(selection, id)}` }
  })
  const edges = members
    .flatMap((child) =>
      inwards(selection, child.id)
        .filter(({ target }) => ids.includes(target))
        .map((reference, index) => ({
          index,
          child,
          parent: members.find(({ id }) => id === reference.target)!,
          reference,
        })),
    )
    .map((edge, number): Edge => ({ ...edge, number }))
  const names = ['n', ...members.flatMap(slotsOf)].join(', ')
  return [
    ...members.map((member) => candidatesOf(selection, member, edges)),
    raw(`${walk} (${names}) AS (${seeds(members)}\nUNION\n${nextRows(walk, members, edges)})`),
    ...members.map((member) => keptOf(selection, walk, member)),
  ]
}

function candidatesOf(selection: Selection, member: Member, edges: Edge[]): Fragment {
  const { from, whole, some } = tiedRows(selection, member.id)
  const keys = member.columns.map(({ name, value }) => sql`${value} AS ${raw(slot(member, name))}`)
  const ends = edges
    .filter(({ child }) => child === member)
    .flatMap((edge) =>
      edge.reference.columns.map(
        (_, position) => sql`${endOf(edge.reference, position, 't')} AS ${raw(endName(edge, position))}`,
      ),
    )
  const selected = joined([raw(`${member.number} AS n`), ...keys, ...ends, sql`${some} AS seed`], ', ')
  return sql`${raw(member.candidates)} AS MATERIALIZED (SELECT ${selected} FROM ${from} WHERE ${whole})`
}

/**
 * By outer joins in place of a union, in which NULLs would have to be given types. Numbers of no table, which are never made,
 * let the planner think that there are many rows: so it hashes the candidates, once for all rounds, and looks up the walk's
 * rows in them; the other way round, it would go through all candidates in each round.
 */
function seeds(members: Member[]): string {
  const mostRows = Math.ceil(Math.max(1_000, ...members.map(({ table }) => table.estimatedRows ?? 0)))
  const joins = members.map(
    ({ candidates, number }) =>
      ` LEFT JOIN ${candidates} s${number} ON s${number}.n = v.n AND s${number}.seed`,
  )
  const found = members.map((member) => `s${member.number}.n IS NOT NULL`)
  const slots = members.flatMap((member) => slotsOf(member).map((name) => `s${member.number}.${name}`))
  return `SELECT v.n, ${slots.join(', ')}
    FROM (SELECT generate_series(0, ${members.length - 1}) AS n UNION ALL
          SELECT -1 FROM generate_series(1, ${mostRows}) WHERE (SELECT false)) v${joins.join('')}
   WHERE ${found.join(' OR ')}`
}

/** Each row of the walk comes once for each reference that leads to its table, so that no two references multiply each other. */
function nextRows(walk: string, members: Member[], edges: Edge[]): string {
  const joins = edges.map((edge) => {
    const alias = edgeAlias(edge)
    const ends = edge.reference.targetColumns.map(
      (name, position) => `${alias}.${endName(edge, position)} = w.${slot(edge.parent, name)}`,
    )
    return ` LEFT JOIN ${edge.child.candidates} ${alias} ON w.edge = ${edge.number} AND ${ends.join(' AND ')}`
  })
  const children = edges.map((edge) => `${edgeAlias(edge)}.n`)
  const slots = members.flatMap((member) => {
    const into = edges.filter(({ child }) => child === member)
    return slotsOf(member).map((name) => firstOf(into.map((edge) => `${edgeAlias(edge)}.${name}`)))
  })
  const steps = edges.map(({ number, parent }) => `(${number}, ${parent.number})`)
  return `SELECT ${firstOf(children)}, ${slots.join(', ')}
    FROM (SELECT ${walk}.*, edge.number AS edge
            FROM ${walk} JOIN (VALUES ${steps.join(', ')}) edge (number, n) ON edge.n = ${walk}.n) w${joins.join('')}
   WHERE ${children.map((child) => `${child} IS NOT NULL`).join(' OR ')}`
}

const firstOf = (values: string[]) => (values.length === 1 ? values[0]! : `coalesce(${values.join(', ')})`)

/** Under the names of the table's columns, as other tables look for them. */
function keptOf(selection: Selection, walk: string, member: Member): Fragment {
  const values = member.columns.map(({ name }) => sql`${raw(slot(member, name))} AS ${identifier(name)}`)
  return sql`${raw(keptName(selection, member.id))} AS (SELECT ${joined(values, ', ')} FROM ${raw(walk)} WHERE n = ${raw(`${member.number}`)})`
}
