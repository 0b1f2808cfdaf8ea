import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entities } from '../../src/app.ts'
import { decodeId } from '../../src/graphql/nodes.ts'
import { type Orm, openOrm } from '../../src/platform/orm.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { encodeHint, eventChannel } from '../../src/tasks/channels.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { type Serving, startServing } from '../server/serving.ts'
import { addEvents, register, startTask } from '../server/tasks.ts'
import { openAckedSocket, openEventStream, type Result, resultsOf } from '../server/transports.ts'

let serving: Serving
let source: TestDatabase
let writer: Orm
let sql: pg.Client
beforeAll(async () => {
  serving = await startServing()
  source = await createDatabase()
  const url = serving.database.connectionString
  writer = await openOrm({ url, entities, applicationName: 'quarry writer', poolSize: 2 })
  sql = new pg.Client({ connectionString: url })
  await sql.connect()
})
afterAll(async () => {
  await sql.end()
  await writer.close()
  await serving.stop()
  await source.drop()
})

type Watcher = { results: Result[]; leave(): void }
const query = 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { sequence task { cancelReason } } }'

async function overWebSocket(taskId: string, id: string): Promise<Watcher> {
  const { socket, send } = await openAckedSocket(serving)
  const results: Result[] = []
  socket.on('message', (data) => {
    const message = JSON.parse(String(data))
    expect(message).toEqual({ id, type: 'next', payload: expect.any(Object) })
    results.push(message.payload)
  })
  send({ id, type: 'subscribe', payload: { query, variables: { taskId } } })
  return { results, leave: () => socket.terminate() }
}

async function overEventStream(taskId: string): Promise<Watcher> {
  const stream = await openEventStream(serving, { query, variables: { taskId } })
  const results: Result[] = []
  const read = async () => {
    for await (const result of resultsOf(stream)) results.push(result)
  }
  read().catch(() => {})
  return { results, leave: () => void stream.destroy() }
}

/** Repeats the task's newest event, where the table of the tasks is not in its place. */
async function addEventAlone(taskId: string) {
  const { rows } = await sql.query(
    `with changed as (
      update misplaced set last_sequence = last_sequence + 1 where id = $1 returning *
    )
    insert into task_event (task_id, sequence, workspace_id, type, level, message, status, progress, current_step, at)
    select id, last_sequence, workspace_id, 'LOG', 'INFO', 'Line', status, progress, current_step, clock_timestamp()
    from changed returning workspace_id as "workspaceId", task_id as "taskId", sequence`,
    [decodeId(taskId)!.id],
  )
  await sql.query('select pg_notify($1, $2)', [eventChannel, encodeHint(rows[0])])
}

/** As clients choose them: the second and the last have to be written with care. */
const ids = ['1', 'the "second"', crypto.randomUUID(), '\u{1f980}\\']

describe('subscribers of one task with the same selection, over WebSocket and SSE', () => {
  it('get the same, each under the id of its own operation; errors have the id of its own request', async () => {
    const taskId = await startTask(
      serving.client,
      await register(serving.client, source.connectionString, 'source'),
    )
    const watchers = await Promise.all([
      ...ids.map((id) => overWebSocket(taskId, id)),
      overEventStream(taskId),
      overEventStream(taskId),
    ])
    const allHave = (count: number) =>
      waitUntil(() => watchers.every(({ results }) => results.length === count), 5_000)
    expect(await allHave(1)).toBe(true)
    await addEvents(writer.em, taskId, ['Line', 'Line'])
    expect(await allHave(3)).toBe(true)
    for (const { results } of watchers) {
      expect(results).toEqual(
        [1, 2, 3].map((sequence) => ({ data: { taskEvents: { sequence, task: { cancelReason: null } } } })),
      )
    }

    await sql.query('alter table task rename to misplaced')
    await addEventAlone(taskId)
    expect(await allHave(4)).toBe(true)
    await sql.query('alter table misplaced rename to task')
    const errors = watchers.map(({ results }) => results[3]!.errors![0]!)
    const requestIds = errors.map(({ extensions }) => extensions.requestId)
    expect(new Set(requestIds).size).toBe(watchers.length)
    for (const { message, extensions } of errors)
      expect(message).toBe(`Something went wrong on our side; the log has it under ${extensions.requestId}`)
    const logged = serving.logged.map(({ requestId }) => requestId)
    expect(logged).toEqual(expect.arrayContaining(requestIds))

    await addEvents(writer.em, taskId, ['Line'])
    expect(await allHave(5)).toBe(true)
    for (const { results, leave } of watchers) {
      expect(results[4]).toEqual({ data: { taskEvents: { sequence: 5, task: { cancelReason: null } } } })
      leave()
    }
  })
})
