import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import { TaskError } from '../../platform/errors.ts'
import { identifier, writtenOut } from '../fragment.ts'
import { columnList, copiedValues } from '../selection/columns.ts'
import {
  closureOfKeys,
  groupOf,
  type Keys,
  referencesWithin,
  rowsOfKeys,
} from '../selection/referenced-rows.ts'
import { copiesAllOf, type Selection, tableOf } from '../selection/selection.ts'
import { type Reference, type StructureTable, tableName } from '../structure.ts'
import { copyRows } from './copy-rows.ts'
import * as statements from './target.sql.ts'
import type { Target } from './target.ts'

const mostKeys = 50_000
const mostKeyBytes = 16 * 2 ** 20

/** Rows that are in the target, by table: those that the plan keeps, and those that came along. */
export type Counts = Map<string, { rows: number; referencedRows: number }>

/** A reference that leads nowhere for some rows in the source already, which is possible while it is NOT VALID. */
export type Dangling = { schema: string; table: string; name: string; rows: number }

export type Completion = {
  selection: Selection
  leaves: statements.LeafNames
  source: PostgresConnection
  target: Target
  counts: Counts
  /** Tables of which the login does not see all rows. */
  hidden: Set<string>
  onRows(rows: number, table: StructureTable): void
}

/**
 * Brings along what the copied rows refer to, until nothing is missing. The copied rows are the set of keys: what they lack is
 * found in the target by one join a reference, children before their parents, and fetched in batches.
 * @throws TaskError where the source itself lacks rows that others refer to
 */
export async function complete(completion: Completion): Promise<Dangling[]> {
  const { selection } = completion
  const ids = [...selection.tables.keys()]
  const number = (id: string) => selection.groups.get(id)!
  const dangling: Dangling[] = []
  for (const id of ids.toSorted((a, b) => number(b) - number(a)))
    for (const reference of selection.leading.get(id) ?? [])
      if (mayMiss(completion, reference)) await fetchMissing(completion, reference)
  for (const reference of [...selection.held.values()].flat()) {
    if (!mayDangle(completion, reference)) continue
    const rows = await orphansOf(completion, reference)
    if (rows === 0) continue
    if (reference.validated) throw lacking(completion, reference, rows)
    const { schema, name } = tableOf(selection, reference.source)
    dangling.push({ schema, table: name, name: reference.name, rows })
  }
  return dangling
}

const isEmpty = ({ counts }: Completion, id: string) => {
  const { rows, referencedRows } = counts.get(id)!
  return rows + referencedRows === 0
}

/** All other references lead to rows that were chosen before. */
function mayMiss(completion: Completion, { source, target }: Reference): boolean {
  const { selection, counts } = completion
  if (isEmpty(completion, source) || copiesAllOf(selection, target)) return false
  const { restricted, groups } = selection
  const isChosenBy =
    restricted.has(source) && restricted.has(target) && groups.get(source) !== groups.get(target)
  return !isChosenBy || counts.get(source)!.referencedRows > 0
}

const mayDangle = (completion: Completion, { validated, source, target }: Reference) =>
  !isEmpty(completion, source) && (!validated || completion.hidden.has(target))

async function orphansOf({ target, ...on }: Completion, reference: Reference): Promise<number> {
  const [row] = await target.query<{ rows: number }>(statements.countOrphans(on, reference))
  return row!.rows
}

function lacking({ selection, hidden }: Completion, reference: Reference, rows: number): TaskError {
  const [child, parent] = [reference.source, reference.target].map((id) => tableOf(selection, id))
  const unseen = hidden.has(reference.target) ? ', or that the login cannot see' : ''
  return new TaskError(
    'SOURCE_INCONSISTENT',
    `${rows} rows of ${tableName(child!)} refer by ${reference.name} to rows of ${tableName(parent!)} that are not there${unseen}`,
    { retryable: false },
  )
}

async function fetchMissing(completion: Completion, reference: Reference): Promise<void> {
  const { selection, target, counts } = completion
  const inCycle = referencesWithin(selection, reference.target).length > 0
  await target.query(statements.collectMissing(completion, reference))
  const [size] = await target.query<{ keys: number; longest: number }>(statements.sizeOfMissing(reference))
  const { keys, longest } = size!
  const batch = Math.max(1, Math.min(mostKeys, Math.floor(mostKeyBytes / Math.max(1, longest))))
  let found = 0
  for (let from = 0; from < keys; from += batch) {
    const [row] = await target.query<Record<string, string | null>>(
      statements.batchOfMissing(completion, reference),
      [from, from + batch],
    )
    const arrays = Object.values(row!)
    if (arrays[0] === null) continue
    if (inCycle) await fetchClosure(completion, reference, arrays as Keys)
    else found += await fetchRows(completion, reference, arrays as Keys)
  }
  await target.query(statements.dropMissing)
  if (!inCycle) counts.get(reference.target)!.referencedRows += found
  const lost = inCycle && keys > 0 ? await orphansOf(completion, reference) : inCycle ? 0 : keys - found
  if (lost > 0 && reference.validated) {
    const rows = inCycle ? lost : await orphansOf(completion, reference)
    if (rows > 0) throw lacking(completion, reference, rows)
  }
}

const quoted = ({ schema, name }: StructureTable) => writtenOut(identifier(schema, name))

async function fetchRows(completion: Completion, reference: Reference, keys: Keys): Promise<number> {
  const { selection, source, target, onRows } = completion
  const table = tableOf(selection, reference.target)
  const rows = rowsOfKeys(selection, reference, keys, copiedValues(selection, table))
  const into = `${quoted(table)} ${writtenOut(columnList(table))} FROM STDIN`
  return copyRows(source, rows, target, into, (rows) => onRows(rows, table))
}

/** Of a cycle rows come that may be there already; those that are not are sorted out in the target. */
async function fetchClosure(completion: Completion, reference: Reference, keys: Keys): Promise<void> {
  const { selection, source, target, counts, onRows } = completion
  for (const id of groupOf(selection, reference.target)) {
    const table = tableOf(selection, id)
    const rows = closureOfKeys(selection, reference, keys, id, copiedValues(selection, table))
    await target.query(statements.createStage(table))
    await copyRows(source, rows, target, 'pg_temp.staged FROM STDIN', () => {})
    const [inserted] = await target.query<{ rows: number }>(statements.insertStaged(completion, table))
    await target.query(statements.dropStage)
    counts.get(id)!.referencedRows += inserted!.rows
    onRows(inserted!.rows, table)
  }
}
