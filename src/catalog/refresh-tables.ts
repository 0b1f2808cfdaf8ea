import { v7 as uuid } from 'uuid'
import { difference, equal, keyOf } from './difference.ts'
import { type Refresh, whole } from './phase.ts'
import type { CatalogReader, SourceTable } from './source.ts'
import { deleteTables, insertTables, type StoredTable, storedTables, updateTables } from './store.sql.ts'

/** `onAllRead` is called once the tables are known, while they are being stored. */
export async function refreshTables(refresh: Refresh, onAllRead: () => void): Promise<void> {
  const { run, db, owner, reader, include, result } = refresh
  const { selection, includePartitions } = run.input
  await run.step('tables', async (report) => {
    report.done(0, 'Reading tables')
    const [source, stored] = await Promise.all([
      reader.tables(),
      storedTables(db, owner.databaseId, selection),
    ])
    report.total(source.tables.length)
    report.done(Math.floor(source.tables.length / 2), `Read ${whole(source.tables.length)} tables`)
    sayWhatIsLeftOut(refresh, source)

    const commented = include.has('COMMENTS')
    const diff = difference(
      stored,
      source.tables,
      {
        stored: ({ schema, name }) => keyOf(schema, name),
        source: ({ schema, name }) => keyOf(schema, name),
      },
      (known, read) =>
        known.kind === read.kind &&
        known.readable === read.readable &&
        (!commented || known.comment === (read.comment ?? null)) &&
        equal(known.inherits, read.inherits) &&
        equal(known.partitionOf, read.partitionOf),
    )
    // Partitions that an earlier run included were not looked for by this one.
    const removed = diff.removed.filter(({ partitionOf }) => includePartitions || partitionOf === null)
    const byKey = new Map(stored.map((table) => [keyOf(table.schema, table.name), table]))
    const valuesOf = (read: SourceTable, known: StoredTable | null) => ({
      id: known?.id ?? uuid(),
      schema: read.schema,
      name: read.name,
      kind: read.kind,
      comment: commented ? (read.comment ?? null) : (known?.comment ?? null),
      estimatedRowCount: read.estimatedRowCount,
      readable: read.readable,
      inherits: read.inherits,
      partitionOf: read.partitionOf,
    })

    const inserts: ReturnType<typeof valuesOf>[] = []
    const updates: (ReturnType<typeof valuesOf> & { changed: boolean })[] = []
    const updatedIds = new Set(diff.updated.map(({ stored: { id } }) => id))
    for (const read of source.tables) {
      const known = byKey.get(keyOf(read.schema, read.name)) ?? null
      const values = valuesOf(read, known)
      const updated = known !== null && updatedIds.has(known.id)
      if (!known) inserts.push(values)
      else if (updated || known.estimatedRowCount !== read.estimatedRowCount)
        updates.push({ ...values, changed: updated })
      refresh.tables.push({
        sourceId: read.id,
        id: values.id,
        schema: read.schema,
        name: read.name,
        stored: known,
        outcome: known === null ? 'created' : updated ? 'updated' : 'skipped',
        failed: false,
      })
    }
    onAllRead()
    if (inserts.length > 0) await insertTables(db, owner, inserts)
    if (updates.length > 0) await updateTables(db, updates)
    if (removed.length > 0)
      await deleteTables(
        db,
        removed.map(({ id }) => id),
      )
    for (const { schema, name, columnCount, relationshipCount, candidateCount } of removed) {
      result.tables.removed++
      result.columns.removed += columnCount
      result.relationships.removed += relationshipCount + candidateCount
      run.log('INFO', `${schema}.${name} is gone from the source and is removed`)
    }
    report.done(source.tables.length)
  })
}

function sayWhatIsLeftOut(
  { run, result }: Refresh,
  source: Awaited<ReturnType<CatalogReader['tables']>>,
): void {
  const unreadable = source.tables.filter(({ readable }) => !readable).length
  result.unreadableTables = unreadable
  result.partitionsLeftOut = source.partitionsLeftOut
  if (source.partitionsLeftOut > 0) {
    run.log(
      'INFO',
      `${whole(source.partitionsLeftOut)} partitions are left out; includePartitions reads them too`,
    )
  }
  if (unreadable > 0) {
    run.log(
      'WARN',
      `The login may not select from ${whole(unreadable)} tables; their structure is in the catalog`,
    )
  }
  if (source.schemasWithoutUsage.length > 0) {
    run.log('WARN', `The login has no USAGE on the schemas ${source.schemasWithoutUsage.join(', ')}`)
  }
  for (const { schema, name } of source.missing) {
    run.log(
      'WARN',
      `The selection names ${name === null ? `the schema ${schema}` : `${schema}.${name}`}, which the source does not have`,
    )
  }
}
