import { NotFoundError } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import { dbOf, type EntityManager, type Orm } from '../platform/orm.ts'
import type { Sealer } from '../platform/secrets.ts'
import type { Maker } from '../tasks/tasks.ts'
import type { Job, Round } from '../tasks/worker-options.ts'
import { FilteredDatabase } from './filtered-database.entity.ts'
import { filteredDatabase } from './filtered-database.task.ts'
import { filteredPassword } from './sealed.sql.ts'
import type { FilteredServer } from './server.ts'
import { dueToDrop, endedInVain, withoutOwner } from './store.sql.ts'

export type FilteredDatabases = {
  /** Where clients connect to them; null where the operator has no server for them. */
  readonly address: { host: string; port: number } | null
  /** Drops the database and its login, also while clients are connected. @throws NotFoundError where the workspace has none */
  drop(em: EntityManager, maker: Maker, id: string): Promise<void>
  passwordOf(database: FilteredDatabase): string
  connectionStringOf(database: FilteredDatabase): string
}

/** Those that are there: what is dropped or past its time is not, even while the server still has it. */
export const isThere = (workspaceId: string) => ({
  workspaceId,
  droppedAt: null,
  $or: [{ expiresAt: null }, { expiresAt: { $gt: new Date() } }],
})

export function createFilteredDatabases(options: {
  server: FilteredServer | null
  sealer: Sealer
  log: Log
}): FilteredDatabases {
  const { server, sealer, log } = options
  const passwordOf = ({ id, workspaceId, sealedPassword }: FilteredDatabase) =>
    sealer.open(Buffer.from(sealedPassword), filteredPassword({ id, workspaceId }))
  return {
    address: server && { host: server.host, port: server.port },
    passwordOf,
    connectionStringOf: (database) =>
      server!.connectionStringOf({
        databaseName: database.databaseName,
        username: database.username,
        password: passwordOf(database),
      }),
    async drop(em, maker, id) {
      const missing = new NotFoundError('There is no such filtered database')
      if (!server) throw missing
      // First that nobody sees it any more, then the thing itself: where the server is away, the search for leftovers drops it.
      const dropped = await em
        .fork()
        .nativeUpdate(
          FilteredDatabase,
          { id, ...isThere(maker.workspaceId) },
          { droppedAt: new Date(), sealedPassword: Buffer.alloc(0) },
        )
      if (dropped === 0) throw missing
      await remove(em, server, id).catch((error) =>
        log.warn(
          { err: error, taskId: id },
          'A filtered database could not be dropped yet; it is tried again',
        ),
      )
    },
  }
}

async function remove(em: EntityManager, server: FilteredServer, id: string): Promise<void> {
  await server.drop(id, async () => true)
  await em.fork().nativeDelete(FilteredDatabase, { id })
}

/** Drops what has expired, and what was dropped while the server was away. Returns how many. */
export async function dropDue(orm: Orm, server: FilteredServer, log: Log): Promise<number> {
  const due = await dueToDrop(dbOf(orm.em.fork()))
  for (const id of due) {
    await remove(orm.em, server, id)
    log.info({ taskId: id }, 'A filtered database was dropped: it was due')
  }
  return due.length
}

/** Drops what is on the server and no task owns, such as what a killed worker left. Returns how many. */
export async function dropLeftovers(orm: Orm, server: FilteredServer, log: Log): Promise<number> {
  const ownerless = (ids: string[]) => withoutOwner(dbOf(orm.em.fork()), ids)
  const leftovers = await ownerless(await server.taskIds())
  for (const id of leftovers) {
    await server.drop(id, async () => (await ownerless([id])).length > 0)
    log.info({ taskId: id }, 'A filtered database was dropped: no task owned it')
  }
  return leftovers.length
}

export const leftoversQueue = 'filtered-database-leftovers'

type Options = { orm: Orm; server: FilteredServer; log: Log }

/** Every minute by whichever worker is free. */
export const leftoversJob = ({ orm, server, log }: Options): Job => ({
  queue: leftoversQueue,
  cron: '* * * * *',
  handle: async () => void (await dropLeftovers(orm, server, log)),
})

const lookEveryMs = 5_000
const seconds = (2 * lookEveryMs) / 1_000

/** Soon after the end of a task whose worker was lost, and after the time of one that expires. Asks the server only then. */
export const leftoversRound = ({ orm, server, log }: Options): Round => ({
  what: 'The search for filtered databases that are due',
  everyMs: lookEveryMs,
  async work() {
    await dropDue(orm, server, log)
    if (await endedInVain(dbOf(orm.em.fork()), filteredDatabase.kind, seconds))
      await dropLeftovers(orm, server, log)
  },
})
