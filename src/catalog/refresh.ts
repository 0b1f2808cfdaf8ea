import type { Db } from '../platform/orm.ts'
import { changed, noCounts } from './difference.ts'
import type { ElementCreationResult } from './element-creation.task.ts'
import type { Phase, Refresh } from './phase.ts'
import { refreshCandidates } from './refresh-candidates.ts'
import { columnsPhase } from './refresh-columns.ts'
import { constraintsPhase, indexesPhase } from './refresh-keys.ts'
import { addColumnsOfKeys, relationshipsPhase, tieRelationships } from './refresh-relationships.ts'
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
  const phases = phasesOf(refresh)
  await refreshTables(refresh, () => phases[0]?.begin())
  for (const [index, phase] of phases.entries()) await phase.run(() => phases[index + 1]?.begin())
  const keys = refresh.include.has('CONSTRAINTS') || refresh.include.has('FOREIGN_KEYS')
  if (keys && !refresh.include.has('COLUMNS')) await addColumnsOfKeys(refresh)
  await tieRelationships(refresh)
  await refreshCandidates(refresh)

  const { result } = refresh
  for (const { outcome } of refresh.tables) result.tables[outcome]++
  const touched = [result.tables, result.columns, result.relationships].some(changed)
  result.unresolvedRelationships = await summarize(db, refresh.owner, touched)
  return result
}

/** Those of the kinds that the run reads, in the order in which they build on one another. */
function phasesOf(refresh: Refresh): Phase[] {
  const all: [step: string, kind: MetadataKind, phase: (refresh: Refresh) => Phase][] = [
    ['columns', 'COLUMNS', columnsPhase],
    ['constraints', 'CONSTRAINTS', constraintsPhase],
    ['indexes', 'INDEXES', indexesPhase],
    ['relationships', 'FOREIGN_KEYS', relationshipsPhase],
  ]
  for (const [step, kind] of all) if (!refresh.include.has(kind)) refresh.run.skip(step)
  if (!refresh.include.has('CANDIDATE_KEYS')) refresh.run.skip('candidates')
  return all.filter(([, kind]) => refresh.include.has(kind)).map(([, , phase]) => phase(refresh))
}
