import { NotFoundError, TaskError } from '../platform/errors.ts'
import type { EntityManager } from '../platform/orm.ts'
import type { Database } from './database.entity.ts'
import type { Databases } from './databases.ts'

/** The database that a task works on. @throws TaskError DATABASE_REMOVED where it was removed after the task was started */
export const registeredDatabase = (
  databases: Pick<Databases, 'find'>,
  em: EntityManager,
  workspaceId: string,
  id: string,
): Promise<Database> =>
  databases.find(em, workspaceId, id).catch((error) => {
    throw error instanceof NotFoundError ? databaseRemoved() : error
  })

export const databaseRemoved = () =>
  new TaskError('DATABASE_REMOVED', 'The database is not registered any more', { retryable: false })
