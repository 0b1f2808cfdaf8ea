import { columnOf, type Fragment, joined, raw, sql } from '../fragment.ts'
import { identity, walkOf } from './recursive-rows.ts'
import { copiesAllOf, outwards, type Selection, tableOf, type Unit } from './selection.ts'
import { deciding, keptName, keyColumns, leadsToKept, rowsOf, tiedRows, unitOf } from './tied-rows.ts'

/**
 * The kept rows of a table as one statement over the source, which may be a standby and lets Quarry read at most: the kept keys of
 * the tables that decide are common table expressions before it, each computed once.
 */

/** Of the table's rows, as `t`, those that are kept (before completion); for a restricted table or one that is copied whole. */
export function keptRows(selection: Selection, id: string, selected: Fragment): Fragment {
  const table = tableOf(selection, id)
  if (copiesAllOf(selection, id)) return sql`SELECT ${selected} FROM ${rowsOf(selection, table)}`
  const unit = unitOf(selection, id)
  if (unit.recursive) {
    const same = identity(selection, table)
      .filter(({ identifies }) => identifies)
      .map(({ name, value }) => sql`${columnOf('kept', name)} = ${value}`)
    return sql`${withKept(selection, [unit])}SELECT ${selected} FROM ${rowsOf(selection, table)} JOIN ${raw(keptName(selection, id))} kept ON ${joined(same, ' AND ')}`
  }
  const { from, where } = chosenRows(selection, id)
  return sql`${withKept(selection, unitsBefore(selection, id))}SELECT ${selected} FROM ${from} WHERE ${where}`
}

/**
 * Counts the rows that hang between a kept and a left-out parent: they would belong to the copy, were it not for another
 * reference into a restricted table. Null where no row can.
 */
export function leftOutRows(selection: Selection, id: string): Fragment | null {
  const out = outwards(selection, id)
  const isSubject = selection.subjects.has(id)
  if (copiesAllOf(selection, id) || out.length < (isSubject ? 1 : 2)) return null
  const { from, whole } = tiedRows(selection, id)
  const kept = out.map((_, index) => leadsToKept(out[index]!, index))
  const condition = isSubject ? sql`NOT (${whole})` : sql`NOT (${whole}) AND (${joined(kept, ' OR ')})`
  return sql`${withKept(selection, unitsBefore(selection, id))}SELECT count(*) FROM ${from} WHERE ${condition}`
}

function unitsBefore(selection: Selection, id: string): Unit[] {
  const found = new Set(deciding(selection, id).map(({ target }) => unitOf(selection, target)))
  return [...found]
}

/** All that the units need, in their order. */
function withKept(selection: Selection, units: Unit[]): Fragment {
  const needed = new Set(units)
  for (const unit of needed)
    for (const id of unit.tables) for (const before of unitsBefore(selection, id)) needed.add(before)
  if (needed.size === 0) return raw('')
  const expressions = selection.units
    .filter((unit) => needed.has(unit))
    .flatMap((unit) =>
      unit.recursive ? walkOf(selection, unit.tables) : unit.tables.map((id) => keptKeys(selection, id)),
    )
  return sql`WITH RECURSIVE ${joined(expressions, ',\n')}\n`
}

/**
 * Without statistics of a common table expression the planner may take it for a single row, and scan a whole table for each of
 * what turn out to be a million. A branch that never runs keeps its estimate from falling that low; indexes are used still.
 */
const neverRun = (columns: number): Fragment =>
  raw(`SELECT ${Array(columns).fill('NULL').join(', ')} FROM generate_series(1, 1000) WHERE (SELECT false)`)

function keptKeys(selection: Selection, id: string): Fragment {
  const columns = keyColumns(selection, id)
  const { from, where } = chosenRows(selection, id)
  const selected = joined(
    columns.map((name) => columnOf('t', name)),
    ', ',
  )
  return sql`${raw(keptName(selection, id))} AS MATERIALIZED (SELECT ${selected} FROM ${from} WHERE ${where} UNION ALL ${neverRun(columns.length)})`
}

function chosenRows(selection: Selection, id: string): { from: Fragment; where: Fragment } {
  const { from, whole, some } = tiedRows(selection, id)
  const isTiedAtAll = !selection.subjects.has(id) && selection.plan.plan.scope === 'RELATED'
  return { from, where: isTiedAtAll ? sql`${whole} AND ${some}` : whole }
}
