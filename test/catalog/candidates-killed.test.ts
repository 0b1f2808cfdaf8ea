import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import {
  CatalogTablesQuery,
  ElementCreationTaskQuery,
  RegisterDatabaseMutation,
  StartElementCreationMutation,
} from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { clientOf, useProcesses } from '../start/processes.ts'

const processes = useProcesses()
const databases: TestDatabase[] = []
const sessions: pg.Client[] = []
afterAll(async () => {
  for (const session of sessions) await session.end()
  for (const database of databases) await database.drop()
})

async function newDatabase(sql?: string): Promise<string> {
  const database = await createDatabase({ sql })
  databases.push(database)
  return database.connectionString
}

it('a worker that is killed while it samples values leaves no half of the candidates: the next one infers them all', async () => {
  const source = await newDatabase(`
    create table customers (id int primary key);
    create table orders (id int primary key, customer_id int);
    create table notes (id int primary key, order_id int);
    insert into customers values (1); insert into orders values (1, 1); insert into notes values (1, 1)`)
  const directory = await processes.newDirectory()
  const environment = { DATABASE_URL: await newDatabase(), DATA_DIR: directory, PORT: '0' }
  expect(await processes.start(environment, ['migrate']).ended).toBe(0)
  const api = processes.start(environment, ['serve'])
  const url = await api.url()
  const worker = processes.start(environment, ['work'])
  await worker.says('The worker is ready')
  const client = await clientOf(url, directory)
  const connect = async () => {
    const session = new pg.Client({ connectionString: source })
    sessions.push(session)
    await session.connect()
    return session
  }
  // Within its transaction, a session sees who else is active as of its first look.
  const [holder, watcher] = [await connect(), await connect()]
  try {
    const { registerDatabase } = await client.request(RegisterDatabaseMutation, {
      input: { name: 'source', connectionString: source },
    })
    if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(registerDatabase.__typename)
    const { id } = registerDatabase.database
    await holder.query('begin; lock table orders in access exclusive mode')
    const { startElementCreation } = await client.request(StartElementCreationMutation, {
      input: { databaseIds: [id], include: ['CANDIDATE_KEYS'], sampleValues: true },
    })
    if (startElementCreation.__typename !== 'StartElementCreationPayload')
      throw new Error(JSON.stringify(startElementCreation))
    const taskId = startElementCreation.tasks[0]!.id
    const waits = async () => {
      const { rowCount } = await watcher.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%sampled%'`,
      )
      return rowCount! > 0
    }
    expect(await waitUntil(waits, 20_000, 20)).toBe(true)
    worker.signal('SIGKILL')
    await worker.ended
    await holder.query('rollback')
    const tables = async () =>
      (await client.request(CatalogTablesQuery, { id, first: 10, after: null })).database!.tables.nodes
    expect(await tables()).toEqual([])

    await processes.start(environment, ['work']).says('The worker is ready')
    for await (const event of client.watchTask(taskId)) void event
    const { task } = await client.request(ElementCreationTaskQuery, { id: taskId })
    expect(task).toMatchObject({
      status: 'COMPLETED',
      result: { relationships: { created: 2, skipped: 0, updated: 0, removed: 0 } },
    })
    const references = (await tables()).flatMap(({ references }) =>
      references.map(({ name, origin, reason }) => [name, origin, reason?.split('; ').at(-1)]),
    )
    expect(references.sort()).toEqual([
      ['notes(order_id)', 'CANDIDATE', '1 of 1 sampled values are in orders.id'],
      ['orders(customer_id)', 'CANDIDATE', '1 of 1 sampled values are in customers.id'],
    ])
  } finally {
    await client.close()
  }
}, 120_000)
