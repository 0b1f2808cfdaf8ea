import { parseConnectionString } from '../databases/connection-string.ts'
import type { Databases } from '../databases/databases.ts'
import { engineNames } from '../databases/engine.ts'
import type { PostgresConnection } from '../databases/postgresql/connection.ts'
import { connectionFailure } from '../databases/postgresql/failure.ts'
import type { ConnectionTarget, ServerTarget } from '../databases/target.ts'
import { ConnectionFailedError, InvalidInputError, NotFoundError } from '../platform/errors.ts'
import type { EntityManager } from '../platform/orm.ts'

/** A registered database by its row's id, or one that is connected to this once. */
export type DatabaseSource = { databaseId: string | null } | { connectionString: string }

/**
 * Where the source is.
 * @throws InvalidInputError also where the workspace has no such database; ConnectionFailedError where it is none that can be copied
 */
export async function targetOf(
  databases: Databases,
  em: EntityManager,
  workspaceId: string,
  source: DatabaseSource,
): Promise<ServerTarget> {
  if ('connectionString' in source) return onPostgres(parsed(source.connectionString))
  const message = 'There is no such database'
  const missing = () => new InvalidInputError(message, [{ path: ['source', 'databaseId'], message }])
  if (source.databaseId === null) throw missing()
  const database = await databases.find(em, workspaceId, source.databaseId).catch((error) => {
    throw error instanceof NotFoundError ? missing() : error
  })
  return onPostgres(databases.targetOf(database))
}

/** @throws ConnectionFailedError where it is of another engine */
export function onPostgres(target: ConnectionTarget): ServerTarget {
  if (target.engine === 'POSTGRESQL') return target
  throw new ConnectionFailedError(
    'UNSUPPORTED',
    `Filtered databases are made of PostgreSQL databases; this one is of ${engineNames[target.engine]}`,
  )
}

function parsed(connectionString: string): ConnectionTarget {
  try {
    return parseConnectionString(connectionString)
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    const fields = error.fields.map(({ path, message }) => ({ path: ['source', ...path], message }))
    throw new InvalidInputError(error.message, fields)
  }
}

/** From here on the connection sees one state of the source, changes nothing, and resolves no name by its search_path. */
export async function openSnapshot(connection: PostgresConnection): Promise<void> {
  await connection.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''`)
}

/** Lost connections, missing rights, cancelled statements: the source's to answer for. Source: PostgreSQL, appendix A. */
const isTheSources = /^(08|53|57|58|42501$|25P03$|55P03$|E[A-Z]+$)/

/** What went wrong with the source, as a refusal; what is no fault of the source stays what it is. */
export function sourceFailure(error: unknown, target: ServerTarget, timeoutMs: number): unknown {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && isTheSources.test(code)
    ? connectionFailure(error, target, timeoutMs)
    : error
}
