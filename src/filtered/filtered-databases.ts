import { NotFoundError } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import { dbOf, type EntityManager, type Orm } from '../platform/orm.ts'
import type { Sealer } from '../platform/secrets.ts'
import type { Maker } from '../tasks/tasks.ts'
import type { Job } from '../tasks/worker.ts'
import { FilteredDatabase } from './filtered-database.entity.ts'
import { connectionStringOf, type FilteredServer } from './server.ts'
import { dueToDrop, lockFilteredDatabase, withoutOwner } from './store.sql.ts'

export type FilteredDatabases = {
  /** @throws NotFoundError where the workspace has no such database, or it is dropped */
  find(em: EntityManager, workspaceId: string, id: string): Promise<FilteredDatabase>
  /** Drops the database and its login, also while clients are connected. */
  drop(em: EntityManager, maker: Maker, id: string): Promise<void>
  /** Where clients connect to it. */
  address: { host: string; port: number }
  passwordOf(database: FilteredDatabase): string
  connectionStringOf(database: FilteredDatabase): string
}

export const filteredContext = (id: string) => `filtered:${id}`

export function createFilteredDatabases(options: {
  server: FilteredServer
  sealer: Sealer
}): FilteredDatabases {
  const { server, sealer } = options
  const { host, port } = server
  const passwordOf = ({ id, sealedPassword }: FilteredDatabase) =>
    sealer.open(Buffer.from(sealedPassword), filteredContext(id))

  const databases: FilteredDatabases = {
    address: { host, port },
    passwordOf,
    connectionStringOf: (database) =>
      connectionStringOf(server, {
        databaseName: database.databaseName,
        username: database.username,
        password: passwordOf(database),
      }),

    async find(em, workspaceId, id) {
      const database = await em.fork().findOne(FilteredDatabase, { id, workspaceId, droppedAt: null })
      if (!database) throw new NotFoundError('There is no such filtered database')
      return database
    },

    async drop(em, maker, id) {
      await databases.find(em, maker.workspaceId, id)
      // First that nobody sees it any more, then the thing itself: where the server is away, the search for leftovers drops it.
      await em.fork().nativeUpdate(FilteredDatabase, { id, droppedAt: null }, { droppedAt: new Date() })
      await remove(em, server, id)
    },
  }
  return databases
}

async function remove(em: EntityManager, server: FilteredServer, id: string): Promise<void> {
  await em.fork().transactional(async (em) => {
    await lockFilteredDatabase(dbOf(em), id)
    await server.drop(id)
    await em.nativeDelete(FilteredDatabase, { id })
  })
}

/** Drops what has expired, what was dropped while the server was away, and what no task owns. Returns how many. */
export async function dropLeftovers(orm: Orm, server: FilteredServer, log: Log): Promise<number> {
  const em = orm.em.fork()
  const named = await server.taskIds()
  const leftovers = new Set([...(await dueToDrop(dbOf(em))), ...(await withoutOwner(dbOf(em), named))])
  for (const id of leftovers) {
    await remove(em, server, id)
    log.info({ taskId: id }, 'A filtered database was dropped: it had expired, or no task owned it')
  }
  return leftovers.size
}

export const leftoversQueue = 'filtered-database-leftovers'

/** Every minute. */
export const leftoversJob = (options: { orm: Orm; server: FilteredServer; log: Log }): Job => ({
  queue: leftoversQueue,
  cron: '* * * * *',
  handle: async () => void (await dropLeftovers(options.orm, options.server, options.log)),
})
