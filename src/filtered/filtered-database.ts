import type { Databases } from '../databases/databases.ts'
import { registeredDatabase } from '../databases/registered.ts'
import type { ServerTarget } from '../databases/target.ts'
import { InvalidInputError, TaskError } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import type { Orm } from '../platform/orm.ts'
import type { Sealer } from '../platform/secrets.ts'
import { implementTask } from '../tasks/define.ts'
import type { TaskRun } from '../tasks/run.ts'
import { Task } from '../tasks/task.entity.ts'
import { FilteredDatabase } from './filtered-database.entity.ts'
import {
  type FilteredDatabaseInput,
  type FilteredDatabaseResult,
  filteredDatabase,
} from './filtered-database.task.ts'
import { type Making, makeFilteredDatabase } from './make.ts'
import { filteredPassword } from './sealed.sql.ts'
import { createTargetSealer } from './sealed-target.ts'
import type { FilteredServer, MadeDatabase } from './server.ts'
import { createSides } from './sides.ts'
import { onPostgres } from './source.ts'

type Run = TaskRun<FilteredDatabaseInput, FilteredDatabaseResult>

export type FilteredDatabaseParts = {
  orm: Orm
  databases: Databases
  /** Null where the operator has none. */
  server: FilteredServer | null
  sealer: Sealer
  log: Log
}

/**
 * Makes a database and a login, and copies what the plan keeps. Nothing of both is left where the run ends in any other way than
 * by its commit: it clears up itself, or the next attempt does, or the search for leftovers.
 */
export const implementFilteredDatabase = (parts: FilteredDatabaseParts) =>
  implementTask(filteredDatabase, async (run) => {
    const { orm, databases, server, log } = parts
    if (!server)
      throw final('NO_SERVER', 'This worker has no server for filtered databases: set FILTERED_DATABASE_URL')
    const { expiresAt } = run.input
    if (expiresAt !== null && Date.parse(expiresAt) <= Date.now())
      throw final('EXPIRED', `The database was to be dropped at ${expiresAt}, which has passed`)
    const target = await sourceOf(parts, run)
    const sides = createSides(target)
    const purpose = `filtered database ${run.taskId}`
    let provisioned = false
    let committing = false
    try {
      const making = await makeFilteredDatabase(run, {
        purpose,
        openSource: async () => sides.source(await databases.connect(orm.em, target, purpose, run.signal)),
        server,
        onProvision() {
          provisioned = true
        },
      })
      const sizeBytes = await server.sizeOf(run.taskId)
      committing = true
      await commit(parts, run, making, sizeBytes)
    } catch (error) {
      if (provisioned)
        await server
          .drop(run.taskId, run.isHeld)
          .catch((err) =>
            log.warn(
              { err, taskId: run.taskId },
              'What a run made could not be dropped yet; it is tried again',
            ),
          )
      run.signal.throwIfAborted()
      throw committing ? error : outdated(sides.explain(error))
    }
  })

const final = (code: string, message: string, cause?: unknown) =>
  new TaskError(code, message, { retryable: false, cause })

/** The plan was checked against the source as it was when the task was started. */
const outdated = (error: unknown) =>
  error instanceof InvalidInputError
    ? final('PLAN_OUTDATED', `The source has changed since the task was started. ${error.message}`, error)
    : error

async function sourceOf({ orm, databases, sealer }: FilteredDatabaseParts, run: Run): Promise<ServerTarget> {
  const { source } = run.input
  if ('databaseId' in source) {
    const database = await registeredDatabase(databases, orm.em, run.workspaceId, source.databaseId)
    return onPostgres(databases.targetOf(database))
  }
  try {
    return createTargetSealer(sealer).open(source.sealedTarget, {
      id: run.taskId,
      workspaceId: run.workspaceId,
    })
  } catch {
    throw final(
      'SOURCE_SEALED',
      'The connection string of the source cannot be read with the ENCRYPTION_KEY that is set; start the task anew',
    )
  }
}

async function commit({ sealer }: FilteredDatabaseParts, run: Run, making: Making, sizeBytes: number) {
  const { made, tables, warnings } = making
  const { name, expiresAt } = run.input
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  await run.commit(async (em) => {
    const { createdBy, createdRole } = await em.findOneOrFail(Task, { id: run.taskId })
    const database = em.create(FilteredDatabase, {
      id: run.taskId,
      workspaceId: run.workspaceId,
      name,
      ...loginOf(sealer, run, made),
      sizeBytes,
      rowCount: rows,
      tables,
      createdBy,
      createdRole,
      createdAt: new Date(),
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
      droppedAt: null,
    })
    await em.persist(database).flush()
    const filled = tables.filter((table) => table.rows > 0).length
    return {
      result: { tables: tables.length, rows, sizeBytes, warnings },
      message: `Copied ${rows.toLocaleString('en')} rows into ${filled} of ${tables.length} tables; every reference holds`,
    }
  })
}

const loginOf = (
  sealer: Sealer,
  { taskId: id, workspaceId }: Run,
  { databaseName, username, password }: MadeDatabase,
) => ({
  databaseName,
  username,
  sealedPassword: sealer.seal(password, filteredPassword({ id, workspaceId })),
})
