import { v7 as uuid } from 'uuid'
import { addCounts, difference, equal, fingerprint, fingerprintOfNone, keyOf } from './difference.ts'
import { type Phase, phaseOf, type Refresh } from './phase.ts'
import { columnRow } from './refresh-columns.ts'
import type { SourceRelationship } from './source.ts'
import {
  addToColumnCount,
  columnsMissingInKeys,
  deleteRelationships,
  insertColumns,
  insertRelationships,
  loosenRelationships,
  type RelationshipsRead,
  resolveRelationships,
  type StoredColumn,
  type StoredRelationship,
  setRelationshipsRead,
  storedRelationships,
  updateRelationships,
} from './store.sql.ts'

export function relationshipsPhase(refresh: Refresh): Phase {
  const { db, owner, reader, result } = refresh
  let targets: ReadonlyMap<string, string> | null = null
  return phaseOf(refresh, 'relationships', reader.relationships, async (chunk) => {
    const reads: RelationshipsRead[] = []
    const compared = chunk.filter(({ table, value }) => {
      const hash = fingerprint(value)
      if ((table.stored?.relationshipsHash ?? fingerprintOfNone) === hash) {
        result.relationships.skipped += value.length
        return false
      }
      const foreignKeyColumns = [...new Set(value.flatMap(({ columns }) => columns))]
      reads.push({ id: table.id, hash, count: value.length, foreignKeyColumns })
      return true
    })
    if (compared.length === 0) return

    const whole = targets ?? wholeTables(refresh)
    targets = whole
    const older = compared.filter(({ table }) => table.stored !== null).map(({ table }) => table.id)
    const known = Map.groupBy(
      older.length > 0 ? await storedRelationships(db, older) : [],
      (one) => one.sourceTableId,
    )
    const inserts: StoredRelationship[] = []
    const updates: StoredRelationship[] = []
    const removals: string[] = []
    for (const { table, value } of compared) {
      const names = {
        stored: ({ name }: StoredRelationship) => name,
        source: ({ name }: SourceRelationship) => name,
      }
      const diff = difference(known.get(table.id) ?? [], value, names, sameRelationship)
      addCounts(result.relationships, diff)
      inserts.push(...diff.created.map((read) => relationshipRow(uuid(), table.id, read, whole)))
      updates.push(
        ...diff.updated.map(({ stored, source }) => relationshipRow(stored.id, table.id, source, whole)),
      )
      removals.push(...diff.removed.map(({ id }) => id))
    }
    if (inserts.length > 0) await insertRelationships(db, owner, inserts)
    if (updates.length > 0) await updateRelationships(db, updates)
    if (removals.length > 0) await deleteRelationships(db, removals)
    await setRelationshipsRead(db, reads)
  })
}

/** The ids of the tables of which this run stored all columns: relationships to them need no further look. */
const wholeTables = ({ tables, include }: Refresh): ReadonlyMap<string, string> =>
  new Map(
    tables
      .filter(({ failed }) => !failed && include.has('COLUMNS'))
      .map(({ schema, name, id }) => [keyOf(schema, name), id]),
  )

/**
 * Ties the relationships of all runs to the tables that the catalog holds by now, or no longer to those that lost the
 * columns that they name. Those that this run had found unchanged count as updated instead.
 */
export async function tieRelationships({ run, db, owner, tables, include, result }: Refresh): Promise<void> {
  const read = new Set(
    include.has('FOREIGN_KEYS') ? tables.filter(({ failed }) => !failed).map(({ id }) => id) : [],
  )
  const count = (sourceTableIds: string[]) => {
    result.relationships.updated += sourceTableIds.length
    result.relationships.skipped -= sourceTableIds.filter((id) => read.has(id)).length
  }
  if (result.columns.removed > 0) {
    const loosened = await loosenRelationships(db, owner.databaseId)
    count(loosened)
    if (loosened.length > 0)
      run.log('WARN', `${loosened.length} relationships name columns that are gone, and are unresolved`)
  }
  const resolved = await resolveRelationships(db, owner.databaseId)
  count(resolved)
  if (resolved.length > 0)
    run.log('INFO', `${resolved.length} relationships of earlier runs found the tables that they point at`)
}

/** A key is of no use without its columns: where COLUMNS was not asked for, those that keys name are made on the way. */
export async function addColumnsOfKeys({ run, db, owner, reader, tables, result }: Refresh): Promise<void> {
  const sourceIds = new Map(tables.filter(({ failed }) => !failed).map(({ id, sourceId }) => [id, sourceId]))
  const missing = await columnsMissingInKeys(db, [...sourceIds.keys()])
  if (missing.length === 0) return
  const read = await reader.columns(missing.map(({ tableId }) => sourceIds.get(tableId)!))
  const rows = missing.flatMap(({ tableId, columns }): StoredColumn[] => {
    const wanted = new Set(columns)
    return (read.get(sourceIds.get(tableId)!) ?? [])
      .filter(({ name }) => wanted.has(name))
      .map((column) => columnRow(tableId, column, null))
  })
  if (rows.length === 0) return
  await insertColumns(db, owner, rows)
  const counts = Map.groupBy(rows, ({ tableId }) => tableId)
  await addToColumnCount(
    db,
    [...counts].map(([id, { length }]) => ({ id, count: length })),
  )
  result.columns.created += rows.length
  run.log('INFO', `${rows.length} columns that keys name were added`)
}

const relationshipRow = (
  id: string,
  sourceTableId: string,
  read: SourceRelationship,
  targets: ReadonlyMap<string, string>,
): StoredRelationship => ({
  id,
  sourceTableId,
  name: read.name,
  sourceColumns: read.columns,
  targetSchema: read.target.schema,
  targetName: read.target.name,
  targetTableId: targets.get(keyOf(read.target.schema, read.target.name)) ?? null,
  targetColumns: read.targetColumns,
  onDelete: read.onDelete,
  onUpdate: read.onUpdate,
  deferrable: read.deferrable,
  validated: read.validated,
})

/** Whether the target is resolved is the catalog's affair, not the source's. */
const sameRelationship = (stored: StoredRelationship, read: SourceRelationship) =>
  equal(
    { ...stored, id: '', sourceTableId: '', targetTableId: null },
    relationshipRow('', '', read, new Map()),
  )
