import type pg from 'pg'
import type { CheckedPlan } from '../checked-plan.ts'
import { identifier, raw, sql, writtenOut } from '../fragment.ts'
import { columnList, copiedValues } from '../selection/columns.ts'
import { keptRows, leftOutRows } from '../selection/kept-rows.ts'
import { copiesAllOf, isSelected, type Selection, tableOf } from '../selection/selection.ts'
import type { StructureTable } from '../structure.ts'
import { type Counts, complete, type Dangling } from './complete.ts'
import { copyRows, countOf } from './copy-rows.ts'
import { type Lane, openLanes, runInLanes } from './lanes.ts'
import { type CopyReport, progressOf } from './progress.ts'
import { type SelectedSubset, selectSubset } from './select-subset.ts'
import { readSource } from './sessions.sql.ts'
import type { Snapshot } from './snapshot.ts'

export type CopyOptions = {
  /** Of the source, in which the plan's structure was read. It stays open. */
  snapshot: Snapshot
  /** Connected as the owner of the new database, whose tables are there without rows, keys, indexes and triggers. */
  openTarget(): Promise<pg.Client>
  plan: CheckedPlan
  /** Where it was chosen before. */
  selected?: SelectedSubset
  signal: AbortSignal
  report: CopyReport
}

export type CopiedTable = {
  schema: string
  name: string
  /** Counted, or in large tables estimated. */
  sourceRows: number
  /** In the new database. */
  rows: number
  /** Of those, rows that are there only because others refer to them. */
  referencedRows: number
  /** Rows that hang between a kept and a left-out parent. */
  leftOut: number
}

export type CopiedSubset = { tables: CopiedTable[]; dangling: Dangling[] }

/** Tables that the planner thinks to be larger are not counted for the report alone. */
const countedUpTo = 1_000_000

/**
 * Copies the rows that the plan keeps, and those that they refer to, into tables that are there.
 * @throws TaskError where references of the source lead nowhere; the signal's reason where it aborted
 */
export async function copySubset(options: CopyOptions): Promise<CopiedSubset> {
  const { snapshot, openTarget, plan, report } = options
  const { leader } = snapshot
  const { selection, schemas, hidden, leaves, copied } =
    options.selected ?? (await selectSubset(leader, plan, report))
  const failed = new AbortController()
  const signal = AbortSignal.any([options.signal, failed.signal])
  const lanes = await openLanes({ snapshot, openTarget, schemas, signal, wanted: copied.length, report })
  try {
    const progress = await progressOf(selection, leader, copied, report)
    for (const { source } of lanes) await source.query(readSource(schemas))
    const counts: Counts = new Map(
      plan.structure.tables.map(({ id }) => [id, { rows: 0, referencedRows: 0 }]),
    )
    const leftOut = new Map<string, number>()
    const sourceRows = new Map<string, number>()
    await runInLanes(lanes, failed, [
      ...progress.largestFirst().map((table) => async (lane: Lane) => {
        progress.started(table)
        const rows = await copyTable(selection, table, lane, (rows) => progress.copied(table, rows))
        progress.finished(table, rows)
        counts.get(table.id)!.rows = rows
        const between = leftOutRows(selection, table.id)
        if (between) leftOut.set(table.id, await countOf(lane.source, between))
      }),
      ...plan.structure.tables
        .filter((table) => isCounted(selection, table))
        .map((table) => async ({ source }: Lane) => {
          const all = sql`SELECT count(*) FROM ${raw(selection.only.has(table.id) ? 'ONLY ' : '')}${identifier(table.schema, table.name)}`
          sourceRows.set(table.id, await countOf(source, all))
        }),
    ])
    const { source, target } = lanes[0]!
    const dangling = await complete({
      selection,
      leaves,
      source,
      target,
      counts,
      hidden,
      onRows: (rows, table) => progress.cameAlong(table, rows),
    })
    // Who gives a copy up in its last moment must not take it for done.
    options.signal.throwIfAborted()
    const tables = plan.structure.tables.map(({ id, schema, name, estimatedRows }) => {
      const { rows, referencedRows } = counts.get(id)!
      const all = copiesAllOf(selection, id) && isSelected(selection, id) ? rows : sourceRows.get(id)
      return {
        schema,
        name,
        sourceRows: all ?? Math.max(Math.round(estimatedRows ?? 0), rows + referencedRows),
        rows: rows + referencedRows,
        referencedRows,
        leftOut: leftOut.get(id) ?? 0,
      }
    })
    return { tables, dangling }
  } catch (error) {
    failed.abort(error)
    options.signal.throwIfAborted()
    throw error
  } finally {
    await Promise.all(lanes.map(({ target }) => target.close()))
  }
}

const isCounted = (selection: Selection, { id, readable, estimatedRows }: StructureTable) =>
  readable &&
  (estimatedRows ?? 0) <= countedUpTo &&
  !(isSelected(selection, id) && copiesAllOf(selection, id))

/**
 * A table that is truncated in the same transaction takes rows as frozen ones, which need not be written again by a later vacuum,
 * nor into the log where the server keeps the least of it. The routing of partitions cannot do so.
 */
async function copyTable(
  selection: Selection,
  table: StructureTable,
  { source, target }: Lane,
  onRows: (rows: number) => void,
): Promise<number> {
  const name = writtenOut(identifier(table.schema, table.name))
  const kept = keptRows(selection, table.id, copiedValues(selection, tableOf(selection, table.id)))
  const into = `${name} ${writtenOut(columnList(table))} FROM STDIN`
  if (table.partitioned) return copyRows(source, kept, target, into, onRows)
  await target.query(`BEGIN; TRUNCATE ONLY ${name}`)
  const rows = await copyRows(source, kept, target, `${into} WITH (FREEZE)`, onRows)
  await target.query('COMMIT')
  return rows
}
