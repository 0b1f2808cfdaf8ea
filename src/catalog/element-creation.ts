import type { Databases } from '../databases/databases.ts'
import { databaseRemoved, registeredDatabase } from '../databases/registered.ts'
import { lockDatabase } from '../databases/store.sql.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import { implementTask } from '../tasks/define.ts'
import { changed } from './difference.ts'
import { type ElementCounts, type ElementCreationResult, elementCreation } from './element-creation.task.ts'
import { openReader } from './readers.ts'
import { refreshCatalog } from './refresh.ts'
import { lockCatalog, preferIndexes } from './store.sql.ts'

/** Reads a database's structure in one snapshot into its catalog, in one transaction that also completes the task. */
export const implementElementCreation = ({ orm, databases }: { orm: Orm; databases: Databases }) =>
  implementTask(elementCreation, async (run) => {
    const { databaseId, selection, include, includePartitions } = run.input
    const database = await registeredDatabase(databases, orm.em, run.workspaceId, databaseId)
    const target = databases.targetOf(database)
    const connection = await databases.open(orm.em, target, `element creation ${run.taskId}`, run.signal)
    try {
      const reader = await openReader(connection, {
        selection,
        include: new Set(include),
        includePartitions,
      })
      await run.commit(async (em) => {
        await lockCatalog(dbOf(em), databaseId)
        await preferIndexes(dbOf(em))
        const result = await refreshCatalog(run, dbOf(em), reader)
        // It may have been removed while it was read; held until the commit, it cannot be now.
        if (!(await lockDatabase(dbOf(em), run.workspaceId, databaseId))) throw databaseRemoved()
        return { result, message: summaryOf(result) }
      })
    } finally {
      await connection.close()
    }
  })

/** The result in a sentence, as the task's last message. */
function summaryOf({ tables, columns, relationships, failedTables }: ElementCreationResult): string {
  const parts = [
    ['tables', tables],
    ['columns', columns],
    ['relationships', relationships],
  ] as const
  const total = ({ created, skipped, updated }: ElementCounts) => created + skipped + updated
  const sizes = parts.map(([noun, counts]) => `${total(counts)} ${noun}`).join(', ')
  const failed = failedTables.length > 0 ? `; ${failedTables.length} tables could not be read` : ''
  if (!parts.some(([, counts]) => changed(counts))) return `Nothing changed: ${sizes}${failed}`
  const sum = (key: keyof ElementCounts) => parts.reduce((all, [, counts]) => all + counts[key], 0)
  return `${sizes}: ${sum('created')} created, ${sum('updated')} updated, ${sum('removed')} removed${failed}`
}
