import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RequestError } from '../../src/client/client.ts'
import * as operations from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register, startTask } from '../server/tasks.ts'

const {
  ApiTokensQuery,
  CatalogRelationshipsQuery,
  CreateApiTokenMutation,
  CreateMessageMutation,
  DatabaseListQuery,
  FilterPlanQuery,
  MessageQuery,
  RevokeApiTokenMutation,
  StartElementCreationMutation,
  TaskListQuery,
  TaskQuery,
  ViewerQuery,
} = operations

let quarry: TestQuarry
let source: TestDatabase
beforeAll(async () => {
  quarry = await startQuarry()
  source = await createDatabase({ sql: 'create table fruit (id int primary key, name text)' })
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

it('every operation that is written is exported, under its name and kind', async () => {
  const directory = path.resolve(import.meta.dirname, '../../src/client/operations')
  const texts = await Promise.all(
    (await readdir(directory)).map((name) => readFile(path.join(directory, name), 'utf8')),
  )
  const written = texts.flatMap((text) =>
    [...text.matchAll(/^(query|mutation|subscription) (\w+)/gm)].map(([, kind, name]) => `${kind} ${name}`),
  )
  const exported = Object.values(operations).map(
    (text) => /(query|mutation|subscription) \w+/.exec(String(text))![0],
  )
  expect(exported.toSorted()).toEqual(written.toSorted())
  expect(exported.length).toBeGreaterThan(50)
  for (const [name, text] of Object.entries(operations)) {
    const kind = /Query$|Mutation$|Subscription$/.exec(name)![0].toLowerCase()
    expect(String(text)).toMatch(new RegExp(`^\\s*${kind} `))
  }
})

it('databases and tasks are listed with what a page shows of them', async () => {
  const { client } = quarry
  const databaseId = await register(client, source.connectionString, 'fruit')
  const taskId = await startTask(client, databaseId)
  for await (const _ of client.watchTask(taskId));
  const { databases } = await client.request(DatabaseListQuery, { search: 'fruit' })
  expect(databases.nodes).toMatchObject([
    {
      id: databaseId,
      catalog: { tableCount: 1 },
      elementCreation: { status: 'COMPLETED', canStart: true, task: { id: taskId, progress: 1 } },
      schedule: null,
    },
  ])
  const { tasks } = await client.request(TaskListQuery, { filter: { statuses: ['COMPLETED'] } })
  expect(tasks.nodes).toMatchObject([
    { __typename: 'ElementCreationTask', id: taskId, isSettled: true, database: { name: 'fruit' } },
  ])
  const { task } = await client.request(TaskQuery, { id: taskId })
  if (task?.__typename !== 'ElementCreationTask') throw new Error(JSON.stringify(task))
  expect(task.result!.tables.created).toBe(1)
  // Candidates are inferred where they are asked for alone.
  expect(task.steps.filter(({ status }) => status !== 'COMPLETED')).toMatchObject([
    { name: 'candidates', status: 'SKIPPED' },
  ])
})

it('an API token is made, used, listed and revoked', async () => {
  const { client } = quarry
  const input = { name: 'nightly build', role: 'VIEWER' as const }
  const { createApiToken: created } = await client.request(CreateApiTokenMutation, { input })
  if (created.__typename !== 'CreateApiTokenPayload') throw new Error(JSON.stringify(created))
  const other = quarry.connect(created.token)
  expect((await other.request(ViewerQuery, {})).viewer.role).toBe('VIEWER')
  const { apiTokens } = await client.request(ApiTokensQuery, {})
  expect(apiTokens.nodes).toMatchObject([{ id: created.apiToken.id, name: 'nightly build', revokedAt: null }])
  const { revokeApiToken: revoked } = await client.request(RevokeApiTokenMutation, {
    id: created.apiToken.id,
  })
  expect(revoked).toMatchObject({ __typename: 'ApiTokenPayload', apiToken: { id: created.apiToken.id } })
  // A token is remembered for a moment.
  const answer = () =>
    other.request(ViewerQuery, {}).then(
      () => null,
      (error: RequestError) => error,
    )
  await waitUntil(async () => (await answer()) !== null, 5_000)
  expect(await answer()).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
  await other.close()
})

it('a message is shown with its charts', async () => {
  const { client } = quarry
  const input = { question: 'Weight by fruit', rows: [{ fruit: 'apple', weight: 3 }] }
  const { createMessage: created } = await client.request(CreateMessageMutation, { input })
  if (created.__typename !== 'MessagePayload') throw new Error(JSON.stringify(created))
  const { message } = await client.request(MessageQuery, { id: created.message.id })
  expect(message).toMatchObject({
    question: 'Weight by fruit',
    charts: { hasActiveTasks: false, charts: [] },
  })
})

it('relationships are listed by their origin, and a plan says which of those that were inferred it follows', async () => {
  const { client } = quarry
  const undeclared = await createDatabase({
    sql: `create table customers (id int primary key); create table products (id int primary key);
      create table orders (id int primary key, customer_id int, product_id int references products)`,
  })
  const id = await register(client, undeclared.connectionString, 'undeclared')
  const { startElementCreation: started } = await client.request(StartElementCreationMutation, {
    input: { databaseIds: [id], include: ['CANDIDATE_KEYS'] },
  })
  if (started.__typename !== 'StartElementCreationPayload') throw new Error(JSON.stringify(started))
  for await (const _ of client.watchTask(started.tasks[0]!.id));
  const list = async (origin?: 'CANDIDATE' | 'DECLARED') =>
    (await client.request(CatalogRelationshipsQuery, { id, origin })).database!.relationships.nodes
  expect(await list()).toHaveLength(2)
  expect(await list('DECLARED')).toMatchObject([
    { name: 'orders_product_id_fkey', score: null, reason: null },
  ])
  expect(await list('CANDIDATE')).toMatchObject([
    {
      name: 'orders(customer_id)',
      score: expect.closeTo(0.9, 0),
      reason: expect.stringContaining('names customers'),
    },
  ])
  const { filterPlan } = await client.request(FilterPlanQuery, {
    input: { source: { databaseId: id }, prompt: 'customers with at least 1 order', useCandidates: true },
  })
  if (filterPlan.__typename !== 'FilterPlanPayload') throw new Error(JSON.stringify(filterPlan))
  expect(filterPlan.plan.candidates).toEqual([
    expect.stringMatching(/^public\.orders \(customer_id\) → public\.customers \(id\), score 0\.\d+$/),
  ])
  await undeclared.drop()
})
