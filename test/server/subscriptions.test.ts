import { createClient as createEventStreamClient } from 'graphql-sse'
import { createClient as createSocketClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  DatabaseQuery,
  RemoveDatabaseMutation,
  TaskEventsSubscription,
  ViewerQuery,
} from '../../src/client/operations.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register, startTask } from './tasks.ts'
import { bearer, type Result, resultsOf } from './transports.ts'

let quarry: TestQuarry
let source: TestDatabase
beforeAll(async () => {
  quarry = await startQuarry()
  source = await createDatabase({ sql: 'create table a (id int primary key)' })
})
afterAll(async () => {
  await quarry.stop()
  await source.drop()
})

type Request = { query: string; variables?: Record<string, unknown> }
type Iterate = (request: Request) => AsyncIterable<Result>

const overWebSocket = (): { iterate: Iterate; dispose(): unknown } => {
  const client = createSocketClient({
    url: `${quarry.url.replace('http', 'ws')}/graphql`,
    connectionParams: bearer(quarry),
    retryAttempts: 0,
  })
  return { iterate: (request) => client.iterate(request) as AsyncIterable<Result>, dispose: client.dispose }
}

const overPostedEventStream = () => {
  const client = createEventStreamClient({
    url: `${quarry.url}/graphql`,
    headers: bearer(quarry),
    retryAttempts: 0,
  })
  return {
    iterate: (request: Request) => client.iterate(request) as AsyncIterable<Result>,
    dispose: client.dispose,
  }
}

/** As a browser's EventSource asks. */
const overFetchedEventStream = () => ({
  async *iterate({ query, variables }: Request) {
    const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables ?? {}) })
    const response = await fetch(`${quarry.url}/graphql?${parameters}`, {
      headers: { ...bearer(quarry), accept: 'text/event-stream' },
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    yield* resultsOf(response.body!)
  },
  dispose() {},
})

async function all(results: AsyncIterable<Result>): Promise<Result[]> {
  const found: Result[] = []
  for await (const result of results) found.push(result)
  return found
}

let names = 0
const registerSource = () => register(quarry.client, source.connectionString, `source ${++names}`)

describe.each([
  ['WebSocket', overWebSocket],
  ['SSE by POST', overPostedEventStream],
  ['SSE by GET', overFetchedEventStream],
] as const)('over %s', (_, open) => {
  let transport: ReturnType<typeof open>
  beforeAll(() => {
    transport = open()
  })
  afterAll(async () => {
    await transport.dispose()
  })

  it('a query is answered once', async () => {
    const results = await all(transport.iterate({ query: String(ViewerQuery) }))
    expect(results).toMatchObject([{ data: { viewer: { role: 'ADMIN' } } }])
  })

  it('a task is watched from its first event to the one that settles it, and the stream ends there', async () => {
    const taskId = await startTask(quarry.client, await registerSource())
    const variables = { taskId, from: 'FIRST' }
    const results = await all(transport.iterate({ query: String(TaskEventsSubscription), variables }))
    const events = results.map(({ data }) => data.taskEvents)
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
    expect(events[0]).toMatchObject({ type: 'QUEUED', status: 'PENDING' })
    expect(events.at(-1)).toMatchObject({
      type: 'COMPLETED',
      progress: 1,
      task: { id: taskId, status: 'COMPLETED' },
    })
  })

  it('a watch goes on behind the cursor of the last event that came', async () => {
    const taskId = await startTask(quarry.client, await registerSource())
    const query = String(TaskEventsSubscription)
    const whole = await all(transport.iterate({ query, variables: { taskId, from: 'FIRST' } }))
    const after = whole[1]!.data.taskEvents.cursor
    const rest = await all(transport.iterate({ query, variables: { taskId, after } }))
    const sequences = (results: Result[]) => results.map(({ data }) => data.taskEvents.sequence)
    expect(sequences(rest)).toEqual(sequences(whole).slice(2))
  })

  it('several tasks are watched at once, each to its own end', async () => {
    const taskIds = await Promise.all(
      [1, 2, 3].map(async () => startTask(quarry.client, await registerSource())),
    )
    const watched = await Promise.all(
      taskIds.map((taskId) =>
        all(
          transport.iterate({ query: String(TaskEventsSubscription), variables: { taskId, from: 'FIRST' } }),
        ),
      ),
    )
    expect(watched.map((results) => results.at(-1)!.data.taskEvents.task)).toMatchObject(
      taskIds.map((id) => ({ id, status: 'COMPLETED' })),
    )
  })
})

it.each([
  ['WebSocket', overWebSocket],
  ['SSE by POST', overPostedEventStream],
])('a mutation over %s does what it says', async (_, open) => {
  const transport = open()
  const id = await registerSource()
  const results = await all(transport.iterate({ query: String(RemoveDatabaseMutation), variables: { id } }))
  expect(results).toMatchObject([{ data: { removeDatabase: { __typename: 'RemovedPayload', id } } }])
  expect(await quarry.client.request(DatabaseQuery, { id })).toEqual({ database: null })
  await transport.dispose()
})

it('a mutation is not run over SSE by GET, which a link could ask for', async () => {
  const query = encodeURIComponent('mutation { removeDatabase(id: "x") { __typename } }')
  const headers = { ...bearer(quarry), accept: 'text/event-stream' }
  const response = await fetch(`${quarry.url}/graphql?query=${query}`, { headers })
  expect(response.status).toBe(405)
})
