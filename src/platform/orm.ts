import { fileURLToPath } from 'node:url'
import { Migrator } from '@mikro-orm/migrations'
import { type EntityManager, MikroORM, type Options } from '@mikro-orm/postgresql'
import type { Kysely } from 'kysely'
import type { Pool } from 'pg'
import { fitConnections } from './connections.ts'

export type Orm = MikroORM
export type { EntityManager }

/** A query builder bound to a pool or to one transaction; SQL that is not the ORM's takes it as its first argument. */
// biome-ignore lint/suspicious/noExplicitAny: statements are written as SQL text with their own row types
export type Db = Kysely<any>

/** The connection or transaction that this entity manager stands in. */
export const dbOf = (em: EntityManager): Db => em.getKysely() as unknown as Db

export type Entities = NonNullable<Options['entities']>

export const migrationsDirectory = fileURLToPath(new URL('../../migrations', import.meta.url))

export type OrmOptions = {
  url: string
  entities: Entities
  applicationName: string
  poolSize: number
  /** Whether statements stay planned in their sessions; true where left out. */
  prepare?: boolean
  /** Told of the pool when the first statement has it made. */
  onPool?: (pool: Pool) => void
}

/** Nothing is connected before the first query, so that a process starts (and says what is wrong) without its database. */
export function openOrm(options: OrmOptions): Promise<Orm> {
  const { url, entities, applicationName, poolSize, prepare = true, onPool } = options
  return MikroORM.init({
    clientUrl: url,
    entities,
    extensions: [Migrator],
    pool: { min: 0, max: poolSize },
    driverOptions: {
      application_name: applicationName,
      keepAlive: true,
      // A statement goes out before the one ahead of it is answered, where nobody waits for that.
      pipeline: true,
      connectionTimeoutMillis: 10_000,
      onPoolCreated(pool: Pool) {
        fitConnections(pool, { prepare })
        giveBackLateOnes(pool)
        onPool?.(pool)
      },
    },
    forceUtcTimezone: true,
    // What it says is in the errors that it throws.
    logger: () => {},
    // A row that one request changed must not be served from another's memory.
    allowGlobalContext: false,
    serialization: { forceObject: true },
    schemaGenerator: {
      ignoreSchema: ['pgboss'],
      // Partitions come and go with time.
      skipTables: [/^task_event_/],
      createForeignKeyConstraints: true,
    },
    migrations: {
      path: migrationsDirectory,
      pathTs: migrationsDirectory,
      glob: '[0-9]*.ts',
      emit: 'ts',
      tableName: 'migration',
      transactional: true,
      allOrNothing: true,
      dropTables: false,
      safe: true,
      snapshot: false,
    },
  })
}

/** Kysely forgets the pool when it is closed: nobody gives back what was waited for at that moment, and the pool would never end. */
function giveBackLateOnes(pool: Pool): void {
  pool.on('acquire', (client) => {
    if (pool.ending) setImmediate(() => client.release())
  })
}
