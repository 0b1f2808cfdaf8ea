import type { Db } from '../platform/orm.ts'
import { changed, noCounts } from './difference.ts'
import type { ElementCreationResult } from './element-creation.task.ts'
import type { Refresh } from './phase.ts'
import { refreshColumns } from './refresh-columns.ts'
import { refreshConstraints, refreshIndexes } from './refresh-keys.ts'
import { addColumnsOfKeys, refreshRelationships, tieRelationships } from './refresh-relationships.ts'
import { refreshTables } from './refresh-tables.ts'
import type { CatalogReader, MetadataKind } from './source.ts'
import { summarize } from './store.sql.ts'

/**
 * Brings the catalog in line with the source, phase by phase, within one transaction of the store. What the run does not
 * look at (schemas and tables outside of its selection, kinds that it leaves out, partitions) is never changed.
 */
export async function refreshCatalog(
  run: Refresh['run'],
  db: Db,
  reader: CatalogReader,
): Promise<ElementCreationResult> {
  const refresh: Refresh = {
    run,
    db,
    owner: { workspaceId: run.workspaceId, databaseId: run.input.databaseId },
    reader,
    include: new Set(run.input.include),
    tables: [],
    result: {
      tables: noCounts(),
      columns: noCounts(),
      relationships: noCounts(),
      failedTables: [],
      unreadableTables: 0,
      partitionsLeftOut: 0,
      unresolvedRelationships: 0,
    },
  }
  const phase = (name: string, kind: MetadataKind, work: () => Promise<void>) =>
    refresh.include.has(kind) ? work() : run.skip(name)

  await refreshTables(refresh)
  await phase('columns', 'COLUMNS', () => refreshColumns(refresh))
  await phase('constraints', 'CONSTRAINTS', () => refreshConstraints(refresh))
  await phase('indexes', 'INDEXES', () => refreshIndexes(refresh))
  await phase('relationships', 'FOREIGN_KEYS', () => refreshRelationships(refresh))
  const keys = refresh.include.has('CONSTRAINTS') || refresh.include.has('FOREIGN_KEYS')
  if (keys && !refresh.include.has('COLUMNS')) await addColumnsOfKeys(refresh)
  await tieRelationships(refresh)

  const { result } = refresh
  for (const { outcome } of refresh.tables) result.tables[outcome]++
  const touched = [result.tables, result.columns, result.relationships].some(changed)
  result.unresolvedRelationships = await summarize(db, refresh.owner, touched)
  return result
}
