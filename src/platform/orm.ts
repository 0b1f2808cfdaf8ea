import { fileURLToPath } from 'node:url'
import { Migrator } from '@mikro-orm/migrations'
import { type EntityManager, MikroORM, type Options } from '@mikro-orm/postgresql'
import type { Kysely } from 'kysely'

export type Orm = MikroORM
export type { EntityManager }

/** A query builder bound to a pool or to one transaction; SQL that is not the ORM's takes it as its first argument. */
// biome-ignore lint/suspicious/noExplicitAny: statements are written as SQL text with their own row types
export type Db = Kysely<any>

/** The connection or transaction that this entity manager stands in. */
export const dbOf = (em: EntityManager): Db => em.getKysely() as unknown as Db

export type Entities = NonNullable<Options['entities']>

export const migrationsDirectory = fileURLToPath(new URL('../../migrations', import.meta.url))

export type OrmOptions = { url: string; entities: Entities; applicationName: string; poolSize: number }

/** Nothing is connected before the first query, so that a process starts (and says what is wrong) without its database. */
export function openOrm({ url, entities, applicationName, poolSize }: OrmOptions): Promise<Orm> {
  return MikroORM.init({
    clientUrl: url,
    entities,
    extensions: [Migrator],
    pool: { min: 0, max: poolSize },
    driverOptions: { application_name: applicationName, keepAlive: true, connectionTimeoutMillis: 10_000 },
    forceUtcTimezone: true,
    // What it says is in the errors that it throws.
    logger: () => {},
    // A row that one request changed must not be served from another's memory.
    allowGlobalContext: false,
    serialization: { forceObject: true },
    schemaGenerator: { ignoreSchema: ['pgboss'], createForeignKeyConstraints: true },
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
