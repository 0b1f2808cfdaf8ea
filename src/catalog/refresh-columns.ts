import { v7 as uuid } from 'uuid'
import { addCounts, difference, equal, fingerprint } from './difference.ts'
import { type Phase, phaseOf, type Refresh } from './phase.ts'
import type { SourceColumn } from './source.ts'
import {
  type ColumnsRead,
  deleteColumns,
  insertColumns,
  type StoredColumn,
  setColumnsRead,
  storedColumns,
  updateColumns,
} from './store.sql.ts'

/** What a column's type is called until a run has read TYPES. */
const typeNotRead = 'unknown'

export function columnsPhase(refresh: Refresh): Phase {
  const { db, owner, reader, include, result } = refresh
  const readWhole = include.has('TYPES') && include.has('COMMENTS')

  return phaseOf(refresh, 'columns', reader.columns, async (chunk) => {
    const reads: ColumnsRead[] = []
    const compared = chunk.filter(({ table, value }) => {
      const hash = readWhole ? fingerprint(value) : null
      if (hash !== null && table.stored?.columnsHash === hash) {
        result.columns.skipped += value.length
        return false
      }
      reads.push({ id: table.id, hash, count: value.length })
      return true
    })
    if (compared.length === 0) return

    const known = new Map<string, StoredColumn[]>()
    const older = compared.filter(({ table }) => table.stored !== null).map(({ table }) => table.id)
    for (const column of older.length > 0 ? await storedColumns(db, older) : []) {
      const columns = known.get(column.tableId)
      if (columns) columns.push(column)
      else known.set(column.tableId, [column])
    }

    const inserts: StoredColumn[] = []
    const updates: StoredColumn[] = []
    const removals: string[] = []
    const changedTables = new Set<string>()
    for (const { table, value } of compared) {
      const diff = difference(
        known.get(table.id) ?? [],
        value,
        { stored: ({ name }) => name, source: ({ name }) => name },
        sameColumn,
      )
      addCounts(result.columns, diff)
      inserts.push(...diff.created.map((column) => columnRow(table.id, column, null)))
      updates.push(...diff.updated.map(({ stored, source }) => columnRow(table.id, source, stored)))
      removals.push(...diff.removed.map(({ id }) => id))
      if (diff.created.length + diff.updated.length + diff.removed.length > 0) changedTables.add(table.id)
    }
    if (inserts.length > 0) await insertColumns(db, owner, inserts)
    if (updates.length > 0) await updateColumns(db, updates)
    if (removals.length > 0) await deleteColumns(db, removals)
    // A run that read only a part says nothing of the whole: what it left unchanged keeps its fingerprint.
    const written = reads.filter(({ id }) => readWhole || changedTables.has(id))
    if (written.length > 0) await setColumnsRead(db, written)
  })
}

/** The stored row of a column; what was not read keeps its old value. */
export function columnRow(tableId: string, column: SourceColumn, known: StoredColumn | null): StoredColumn {
  return {
    ...column,
    id: known?.id ?? uuid(),
    tableId,
    dataType: column.dataType ?? known?.dataType ?? typeNotRead,
    comment: column.comment === undefined ? (known?.comment ?? null) : column.comment,
    enumValues: column.enumValues === undefined ? (known?.enumValues ?? null) : column.enumValues,
  }
}

const sameColumn = (stored: StoredColumn, source: SourceColumn) =>
  stored.position === source.position &&
  stored.nullable === source.nullable &&
  stored.default === source.default &&
  stored.isGenerated === source.isGenerated &&
  stored.isIdentity === source.isIdentity &&
  (source.dataType === undefined || stored.dataType === source.dataType) &&
  (source.comment === undefined || stored.comment === source.comment) &&
  (source.enumValues === undefined || equal(stored.enumValues, source.enumValues))
