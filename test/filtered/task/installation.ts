import pg from 'pg'
import type { QuarryClient } from '../../../src/client/client.ts'
import type { StartFilteredDatabaseInput } from '../../../src/client/generated/graphql.ts'
import {
  FilteredDatabaseQuery,
  FilteredDatabaseTaskQuery,
  StartFilteredDatabaseMutation,
} from '../../../src/client/operations.ts'
import { decodeId } from '../../../src/graphql/nodes.ts'
import { waitUntil } from '../../../src/platform/processes.ts'
import { asSuperuser } from '../../databases/sources.ts'

/** A shop small enough to be copied in a moment, with all that a copy has to think of: references both ways, sequences, a trigger. */
export const shop = `
CREATE TABLE country (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE customer (id serial PRIMARY KEY, name text NOT NULL, country_id int NOT NULL REFERENCES country);
CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, placed date NOT NULL);
CREATE TABLE line (order_id int REFERENCES orders, no int, quantity int NOT NULL CHECK (quantity > 0), PRIMARY KEY (order_id, no));
CREATE TABLE apart (id int PRIMARY KEY);
CREATE INDEX ON orders (placed);
CREATE VIEW busy AS SELECT customer_id, count(*) AS orders FROM orders GROUP BY 1;
COMMENT ON TABLE customer IS 'Who buys';
INSERT INTO country SELECT i, 'country ' || i FROM generate_series(1, 20) i;
INSERT INTO customer (name, country_id) SELECT 'customer ' || i, i % 20 + 1 FROM generate_series(1, 300) i;
INSERT INTO orders (customer_id, placed) SELECT i % 300 + 1, date '2026-01-01' + i % 90 FROM generate_series(1, 3000) i;
INSERT INTO line SELECT i % 3000 + 1, i / 3000 + 1, i % 7 + 1 FROM generate_series(0, 8999) i;
INSERT INTO apart SELECT generate_series(1, 10);
ANALYZE`

/** The first ten customers, and what is theirs. */
export const ofTen: StartFilteredDatabaseInput['plan'] = {
  subjects: [
    { table: { name: 'customer' }, where: { compare: { column: 'id', operator: 'LE', values: [10] } } },
  ],
}
export const keptOfTen = [
  ['apart', 10, 0, 0],
  ['country', 20, 10, 10],
  ['customer', 300, 10, 0],
  ['line', 9000, 300, 0],
  ['orders', 3000, 100, 0],
]

export async function start(client: QuarryClient, input: StartFilteredDatabaseInput): Promise<string> {
  const { startFilteredDatabase } = await client.request(StartFilteredDatabaseMutation, { input })
  if (startFilteredDatabase.__typename !== 'StartFilteredDatabasePayload')
    throw new Error(JSON.stringify(startFilteredDatabase))
  return startFilteredDatabase.task.id
}

export type Told = NonNullable<Awaited<ReturnType<typeof look>>>

export async function look(client: QuarryClient, taskId: string) {
  const { task } = await client.request(FilteredDatabaseTaskQuery, { id: taskId })
  return task as Extract<typeof task, { prompt: unknown }>
}

/** The task once it is settled. */
export async function settled(client: QuarryClient, taskId: string): Promise<Told> {
  for await (const _ of client.watchTask(taskId));
  return (await look(client, taskId))!
}

/** The task's database, as those who may use it see it. */
export async function databaseOf(client: QuarryClient, taskId: string) {
  const task = await settled(client, taskId)
  if (!task.filteredDatabase) throw new Error(JSON.stringify(task))
  const { filteredDatabase } = await client.request(FilteredDatabaseQuery, { id: task.filteredDatabase.id })
  return filteredDatabase!
}

/** As `keptOfTen` has them. */
export const keptIn = ({ tables }: Awaited<ReturnType<typeof databaseOf>>) =>
  tables.map(({ name, sourceRows, rows, referencedRows }) => [name, sourceRows, rows, referencedRows])

export async function rowsOf<Row extends pg.QueryResultRow>(
  connectionString: string,
  text: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

export const nameOf = (taskId: string) => `filtered_${decodeId(taskId)!.id.replaceAll('-', '')}`

/** What a task has on the servers: its database, its login, and sessions, also those on the source, and their snapshots. */
export async function traces(taskId: string, sources: string[] = []): Promise<string[]> {
  const id = decodeId(taskId)!.id
  const name = nameOf(taskId)
  const list = sources.map((source) => `'${source}'`).join(', ') || 'null'
  const rows = await asSuperuser<{ what: string }>(`
    select 'database ' || datname as what from pg_database where datname = '${name}'
    union all select 'role ' || rolname from pg_roles where rolname = '${name}'
    union all select 'session of ' || application_name || ' on ' || coalesce(datname, '') from pg_stat_activity
      where usename = '${name}' or datname = '${name}' or application_name like '%${id}%'
        or datname in (${list}) and application_name like 'quarry%'
    union all select 'snapshot of ' || pid from pg_stat_activity where datname in (${list}) and backend_xmin is not null
      and pid <> pg_backend_pid() and backend_type = 'client backend'
    order by 1`)
  return rows.map(({ what }) => what)
}

/** Resolves to what is left, as soon as nothing is. */
export async function left(taskId: string, sources: string[] = [], withinMs = 20_000): Promise<string[]> {
  let found: string[] = []
  await waitUntil(
    async () => {
      found = await traces(taskId, sources)
      return found.length === 0
    },
    withinMs,
    100,
  )
  return found
}
