import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { ConflictError, ConnectionFailedError, InvalidInputError, NotFoundError } from '../platform/errors.ts'
import type { HostRules } from '../platform/hosts.ts'
import { dbOf, type EntityManager } from '../platform/orm.ts'
import type { Sealer } from '../platform/secrets.ts'
import type { Maker } from '../tasks/tasks.ts'
import { parseConnectionString } from './connection-string.ts'
import { Database } from './database.entity.ts'
import { type AnyConnection, connectionFailure, connectSource, probeSource } from './drivers.ts'
import { type DatabaseEngine, engineNames } from './engine.ts'
import type { PostgresConnection } from './postgresql/connection.ts'
import { identityOf, ownIdentity } from './postgresql/probe.sql.ts'
import { databasePassword } from './sealed.sql.ts'
import { liveTaskOf, lockDatabase } from './store.sql.ts'
import type { ConnectionTarget, ServerTarget } from './target.ts'

export type DatabasesOptions = {
  sealer: Sealer
  hosts: HostRules
  /** Null: no file of SQLite is connected. */
  sqliteDirectory: string | null
  connectTimeoutMs: number
  statementTimeoutMs: number
  /** Clears what later subjects keep of a database that is removed, in the same transaction. */
  onRemove: ((em: EntityManager, databaseId: string) => Promise<void>)[]
}

export type ConnectionTest = {
  engine: DatabaseEngine
  serverVersion: string
  latencyMs: number
  tableCount: number
  readOnly: boolean
}

export type Databases = {
  /** @throws NotFoundError where the workspace has no such database */
  find(em: EntityManager, workspaceId: string, id: string): Promise<Database>
  /** Tests the connection, then keeps it with its password sealed. */
  register(
    em: EntityManager,
    maker: Maker,
    input: { name: string; connectionString: string },
  ): Promise<Database>
  update(
    em: EntityManager,
    maker: Maker,
    id: string,
    changes: { name?: string | null; connectionString?: string | null },
  ): Promise<Database>
  /** @throws ConflictError while a task works on it */
  remove(em: EntityManager, maker: Maker, id: string): Promise<void>
  test(em: EntityManager, target: ConnectionTarget): Promise<ConnectionTest>
  /** @throws ConnectionFailedError where the password was sealed with another key */
  targetOf(database: Database): ConnectionTarget
  /** A read-only connection; its caller closes it. @throws ConnectionFailedError */
  open(
    em: EntityManager,
    target: ConnectionTarget,
    purpose: string,
    signal?: AbortSignal,
  ): Promise<AnyConnection>
  /** As `open`, for what only PostgreSQL can do. */
  connect(
    em: EntityManager,
    target: ServerTarget,
    purpose: string,
    signal?: AbortSignal,
  ): Promise<PostgresConnection>
}

const nameSchema = z
  .string()
  .trim()
  .min(1, 'A name has at least one character')
  .max(200, 'A name has at most 200 characters')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^\x00-\x1f\x7f]*$/, 'A name has no control characters')

function validName(name: string): string {
  const result = nameSchema.safeParse(name)
  if (result.success) return result.data
  const message = result.error.issues[0]!.message
  throw new InvalidInputError(message, [{ path: ['name'], message }])
}

const nameTaken = (name: string) =>
  new ConflictError(`A database of the name ${JSON.stringify(name)} is registered already`)

export function createDatabases(options: DatabasesOptions): Databases {
  const { sealer } = options

  async function open(em: EntityManager, target: ConnectionTarget, purpose: string, signal?: AbortSignal) {
    const connection = await connectSource(target, {
      hosts: options.hosts,
      sqliteDirectory: options.sqliteDirectory,
      connectTimeoutMs: options.connectTimeoutMs,
      statementTimeoutMs: options.statementTimeoutMs,
      applicationName: `quarry ${purpose}`.slice(0, 63),
      signal,
    })
    try {
      if (connection.engine === 'POSTGRESQL') await refuseOwn(em, connection)
      return connection
    } catch (error) {
      await connection.close()
      signal?.throwIfAborted()
      throw connectionFailure(error, target, options.connectTimeoutMs)
    }
  }

  async function refuseOwn(em: EntityManager, connection: PostgresConnection) {
    const own = await ownIdentity(dbOf(em.fork()))
    const theirs = await identityOf(connection)
    if (theirs.server !== own.server || theirs.database !== own.database) return
    throw new ConnectionFailedError(
      'HOST_NOT_ALLOWED',
      'This is the database that Quarry keeps its own data in; it is never a source',
    )
  }

  async function connect(em: EntityManager, target: ServerTarget, purpose: string, signal?: AbortSignal) {
    const connection = await open(em, target, purpose, signal)
    if (connection.engine === 'POSTGRESQL') return connection
    await connection.close()
    throw new ConnectionFailedError(
      'UNSUPPORTED',
      `This needs a PostgreSQL database, and this one is of ${engineNames[connection.engine]}`,
    )
  }

  async function test(em: EntityManager, target: ConnectionTarget): Promise<ConnectionTest> {
    const connection = await open(em, target, 'connection test')
    try {
      const startedAt = performance.now()
      await connection.query('SELECT 1')
      const latencyMs = performance.now() - startedAt
      const { engine, serverVersion } = connection
      return { engine, serverVersion, latencyMs, ...(await probeSource(connection)) }
    } catch (error) {
      throw connectionFailure(error, target, options.connectTimeoutMs)
    } finally {
      await connection.close()
    }
  }

  function passwordOf({ id, workspaceId, sealedPassword }: Database): string | null {
    if (!sealedPassword) return null
    try {
      return sealer.open(Buffer.from(sealedPassword), databasePassword({ id, workspaceId }))
    } catch {
      throw new ConnectionFailedError(
        'AUTHENTICATION',
        'The password of this database cannot be read with the ENCRYPTION_KEY that is set: set the earlier key as ' +
          'ENCRYPTION_KEY_PREVIOUS, or update the database with its connection string',
      )
    }
  }

  /** @param engine as the source says it */
  const seal = (
    row: { id: string; workspaceId: string },
    target: ConnectionTarget,
    engine: DatabaseEngine,
  ) => ({
    engine,
    databaseName: target.databaseName,
    ...(target.engine === 'SQLITE'
      ? { host: null, port: null, username: null, sslMode: 'disable' as const, sealedPassword: null }
      : {
          host: target.host,
          port: target.port,
          username: target.username,
          sslMode: target.sslMode,
          sealedPassword:
            target.password === null ? null : sealer.seal(target.password, databasePassword(row)),
        }),
  })

  async function unlessNameTaken<T>(name: string, write: () => Promise<T>): Promise<T> {
    try {
      return await write()
    } catch (error) {
      if ((error as { code?: string }).code !== '23505') throw error
      throw nameTaken(name)
    }
  }

  const databases: Databases = {
    open,
    connect,
    test,

    async find(em, workspaceId, id) {
      const database = await em.fork().findOne(Database, { id, workspaceId, removedAt: null })
      if (!database) throw new NotFoundError('There is no such database')
      return database
    },

    targetOf: (database) =>
      database.engine === 'SQLITE'
        ? { engine: database.engine, databaseName: database.databaseName }
        : {
            engine: database.engine,
            host: database.host!,
            port: database.port!,
            databaseName: database.databaseName,
            username: database.username!,
            sslMode: database.sslMode,
            password: passwordOf(database),
          },

    async register(em, maker, input) {
      const name = validName(input.name)
      const target = parseConnectionString(input.connectionString)
      const { workspaceId } = maker
      if ((await em.fork().count(Database, { workspaceId, name, removedAt: null })) > 0) throw nameTaken(name)
      const { engine } = await test(em, target)
      const id = uuid()
      const now = new Date()
      return unlessNameTaken(name, async () => {
        const fork = em.fork()
        const database = fork.create(Database, {
          id,
          workspaceId,
          name,
          ...seal({ id, workspaceId }, target, engine),
          createdBy: maker.userId,
          createdRole: maker.role,
          createdAt: now,
          updatedAt: now,
        })
        await fork.persist(database).flush()
        return database
      })
    },

    async update(em, maker, id, changes) {
      const { workspaceId } = maker
      const before = await databases.find(em, workspaceId, id)
      const name = changes.name == null ? before.name : validName(changes.name)
      const target = changes.connectionString == null ? null : parseConnectionString(changes.connectionString)
      const tested = target && (await test(em, target))
      return unlessNameTaken(name, () =>
        em.fork().transactional(async (em) => {
          // The test took its time: a database that was removed meanwhile must not get its password back.
          if (!(await lockDatabase(dbOf(em), workspaceId, id)))
            throw new NotFoundError('There is no such database')
          const database = await em.findOneOrFail(Database, { id })
          em.assign(database, {
            ...(target && seal({ id, workspaceId }, target, tested!.engine)),
            ...(changes.name != null && { name }),
            updatedAt: new Date(),
          })
          return database
        }),
      )
    },

    async remove(em, maker, id) {
      await em.fork().transactional(async (em) => {
        if (!(await lockDatabase(dbOf(em), maker.workspaceId, id)))
          throw new NotFoundError('There is no such database')
        const taskId = await liveTaskOf(dbOf(em), id)
        if (taskId)
          throw new ConflictError('A task works on this database; cancel it or wait for its end', taskId)
        for (const clear of options.onRemove) await clear(em, id)
        await em.nativeUpdate(Database, { id }, { removedAt: new Date(), sealedPassword: null })
      })
    },
  }
  return databases
}
