import pg from 'pg'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type {
  CatalogTablesQuery as CatalogTables,
  ElementCreationTaskQuery as ElementCreationTasks,
  StartElementCreationInput,
} from '../../src/client/generated/graphql.ts'
import {
  CatalogRelationshipsQuery,
  CatalogTablesQuery,
  DatabaseQuery,
  ElementCreationTaskQuery,
  StartElementCreationMutation,
} from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register } from '../server/tasks.ts'

export type Source = TestDatabase & {
  /** The database's ID in the API. */
  id: string
  /** Runs statements in the source. */
  run(sql: string): Promise<void>
}
export type Table = NonNullable<CatalogTables['database']>['tables']['nodes'][number]
export type ElementCreationTask = Extract<ElementCreationTasks['task'], { result: unknown }>
type Options = Omit<StartElementCreationInput, 'databaseIds'>

export const counts = (created: number, skipped: number, updated: number, removed: number) => ({
  created,
  skipped,
  updated,
  removed,
})

/** Quarry and sources of a test file's own; what `connect` opens ends after each test. */
export function useCatalogs(env: Record<string, string> = {}) {
  let quarry: TestQuarry
  const sources: TestDatabase[] = []
  const sessions: pg.Client[] = []

  beforeAll(async () => {
    quarry = await startQuarry({ env })
  })
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.end()
  })
  afterAll(async () => {
    await quarry?.stop()
    for (const source of sources) await source.drop()
  })

  async function connect(connectionString: string): Promise<pg.Client> {
    const session = new pg.Client({ connectionString })
    session.on('error', () => {})
    await session.connect()
    sessions.push(session)
    return session
  }

  async function source(sql = ''): Promise<Source> {
    const database = await createDatabase({ sql })
    sources.push(database)
    const { connectionString, name } = database
    return {
      ...database,
      id: await register(quarry.client, connectionString, name),
      async run(sql) {
        await (await connect(connectionString)).query(sql)
      },
    }
  }

  async function start(input: StartElementCreationInput) {
    const { startElementCreation } = await quarry.client.request(StartElementCreationMutation, { input })
    if (startElementCreation.__typename !== 'StartElementCreationPayload')
      throw new Error(JSON.stringify(startElementCreation))
    return startElementCreation
  }

  async function task(id: string): Promise<ElementCreationTask> {
    return (await quarry.client.request(ElementCreationTaskQuery, { id })).task as ElementCreationTask
  }

  /** The task once it is settled. */
  async function settled(taskId: string): Promise<ElementCreationTask> {
    for await (const event of quarry.client.watchTask(taskId)) void event
    return task(taskId)
  }

  async function tables(id: string, options: { schema?: string } = {}): Promise<Table[]> {
    const found: Table[] = []
    for (let after: string | null = null; ; ) {
      const { database } = (await quarry.client.request(CatalogTablesQuery, {
        id,
        first: 100,
        after,
        ...options,
      })) as CatalogTables
      found.push(...database!.tables.nodes)
      if (!database!.tables.pageInfo.hasNextPage) return found
      after = database!.tables.pageInfo.endCursor ?? null
    }
  }

  return {
    get quarry() {
      return quarry
    },
    connect,
    register: (name: string, connectionString: string) => register(quarry.client, connectionString, name),
    source,
    start,
    task,
    settled,
    tables,

    /** One run from start to end, which must complete. */
    async createElements(id: string, options: Options = {}) {
      const { tasks } = await start({ databaseIds: [id], ...options })
      const done = await settled(tasks[0]!.id)
      if (done.status !== 'COMPLETED') throw new Error(`${done.status}: ${done.message}`)
      return done.result!
    },

    async table(id: string, schema: string, name: string): Promise<Table> {
      const table = (await tables(id, { schema })).find((one) => one.name === name)
      if (!table) throw new Error(`The catalog has no table ${name} in the schema ${schema}`)
      return table
    },

    async relationships(id: string) {
      const { database } = await quarry.client.request(CatalogRelationshipsQuery, { id, first: 100 })
      return {
        resolved: database!.relationships.nodes,
        unresolved: database!.unresolvedRelationships.nodes,
      }
    },

    async database(id: string) {
      return (await quarry.client.request(DatabaseQuery, { id })).database!
    },

    /** Which transaction wrote each row of the catalog last, and when the row says it was; by the row's id. */
    async rowVersions(id: string, schema: string | null = null): Promise<Map<string, string>> {
      const session = await connect(quarry.surroundings.databaseUrl)
      const { rows } = await session.query<{ id: string; version: string }>(
        `with tables as (
           select *, xmin::text as version from catalog_table
           where database_id = $1 and ($2::text is null or schema = $2))
         select id, version || ' ' || updated_at as version from tables
         union all select c.id, c.xmin || ' ' || c.updated_at from catalog_column c join tables t on t.id = c.table_id
         union all select r.id, r.xmin || ' ' || r.updated_at
         from catalog_relationship r join tables t on t.id = r.source_table_id`,
        [Buffer.from(id, 'base64').toString().split(':')[1], schema],
      )
      return new Map(rows.map(({ id, version }) => [id, version]))
    },

    /** Resolves once a session of the source waits for a lock. */
    async untilWaiting(source: Source): Promise<void> {
      const session = await connect(source.connectionString)
      const waits = async () => {
        const { rowCount } = await session.query(
          `select from pg_stat_activity
           where datname = current_database() and application_name like 'quarry%' and wait_event_type = 'Lock'`,
        )
        return rowCount! > 0
      }
      if (!(await waitUntil(waits, 20_000))) throw new Error('No session waits for a lock')
    },
  }
}
