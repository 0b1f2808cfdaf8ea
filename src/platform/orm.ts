import { fileURLToPath } from 'node:url'
import { Migrator } from '@mikro-orm/migrations'
import { type EntityManager, MikroORM, type Options } from '@mikro-orm/postgresql'
import type { Kysely } from 'kysely'
import type { Pool, PoolClient } from 'pg'

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
  /** Told of the pool when the first statement has it made. */
  onPool?: (pool: Pool) => void
}

/** Nothing is connected before the first query, so that a process starts (and says what is wrong) without its database. */
export function openOrm({ url, entities, applicationName, poolSize, onPool }: OrmOptions): Promise<Orm> {
  return MikroORM.init({
    clientUrl: url,
    entities,
    extensions: [Migrator],
    pool: { min: 0, max: poolSize },
    driverOptions: {
      application_name: applicationName,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      onPoolCreated(pool: Pool) {
        freeLostConnections(pool)
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

/**
 * The query builder does not give back a connection whose ROLLBACK fails, as it does on one that the server has closed:
 * each outage would cost the pool a place for good. So the connection gives itself back when it ends.
 */
function freeLostConnections(pool: Pool): void {
  const connect = pool.connect.bind(pool) as () => Promise<PoolClient>
  pool.connect = (async () => {
    const client = await connect()
    const release = client.release
    const lost = () => client.release(true)
    let held = true
    client.once('end', lost)
    client.release = (error) => {
      if (!held) return
      held = false
      client.off('end', lost)
      release(error)
    }
    return client
  }) as Pool['connect']
}
