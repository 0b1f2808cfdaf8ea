import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMetrics } from '../../src/platform/metrics.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { openAckedSocket, openEventStream, post } from '../server/transports.ts'
import { type Observed, startObserved, watch } from './observed.ts'
import { parseExposition, scrape } from './scrape.ts'

const kind = 'ELEMENT_CREATION'
let quarry: Observed
let source: TestDatabase

beforeAll(async () => {
  quarry = await startObserved()
  source = await createDatabase({ sql: 'create table one (id int primary key)' })
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

const requests = (transport: string, operation: string, outcome: string) => ({
  transport,
  operation,
  outcome,
})
const requestCount = async (transport: string, operation: string, outcome: string) =>
  (await quarry.ofApi()).value(
    'quarry_graphql_request_duration_seconds_count',
    requests(transport, operation, outcome),
  ) ?? 0

describe('the metrics of an API and a worker', () => {
  it('tell of a task from its start to its end', async () => {
    const database = await quarry.register('counted', source.connectionString)
    const taskId = await quarry.startTask(database)
    const events = await watch(quarry.client, taskId)
    expect(events.at(-1)).toBe('COMPLETED')

    const worker = await quarry.ofWorker()
    const ended = { kind, outcome: 'completed' }
    expect(worker.value('quarry_task_duration_seconds_count', ended)).toBe(1)
    expect(worker.value('quarry_task_duration_seconds_sum', ended)).toBeGreaterThan(0)
    expect(worker.value('quarry_task_duration_seconds_count', { kind, outcome: 'failed' })).toBe(0)
    expect(worker.value('quarry_task_waiting_seconds_count', { kind })).toBe(1)
    expect(worker.value('quarry_task_waiting_seconds_sum', { kind })).toBeLessThan(10)
    expect(worker.value('quarry_task_attempts_total', { kind })).toBe(1)
    expect(worker.value('quarry_task_retries_total', { kind })).toBe(0)
    expect(worker.value('quarry_tasks_swept_total', { kind, reason: 'worker_lost' })).toBe(0)

    const api = await quarry.ofApi()
    // QUEUED is the API's, all others are the worker's.
    expect(api.value('quarry_events_written_total')).toBe(1)
    expect(worker.value('quarry_events_written_total')).toBe(events.length - 1)
    expect(api.value('quarry_events_delivered_total', { field: 'taskEvents' })).toBe(events.length)
    expect(api.value('quarry_event_lag_seconds_count')).toBeGreaterThan(0)
    expect(api.value('quarry_event_lag_seconds_count')).toBeLessThanOrEqual(events.length)

    for (const told of [api, worker]) {
      expect(told.value('quarry_database_up')).toBe(1)
      expect(told.value('quarry_database_pool_connections')).toBeGreaterThan(0)
      expect(told.value('quarry_database_pool_waiting')).toBe(0)
      expect(told.value('process_start_time_seconds')).toBeGreaterThan(1e9)
      expect(told.names).toContain('nodejs_eventloop_lag_p99_seconds')
    }
    expect(api.value('quarry_database_pool_max_connections')).toBe(10)
  })

  it('tell how the work of the installation stands, from whichever process', async () => {
    const letGo = await quarry.holdRuns()
    const taskId = await quarry.startTask(await quarry.register('held', source.connectionString))
    try {
      const runs = async () =>
        (await quarry.ofApi()).value('quarry_tasks', { kind, status: 'RUNNING' }) === 1 &&
        (await quarry.ofWorker()).value('quarry_tasks', { kind, status: 'RUNNING' }) === 1
      expect(await waitUntil(runs, 15_000, 200)).toBe(true)
      const grows = async () =>
        ((await quarry.ofApi()).value('quarry_task_oldest_running_seconds', { kind }) ?? 0) > 1
      expect(await waitUntil(grows, 15_000, 200)).toBe(true)
      const api = await quarry.ofApi()
      expect(api.value('quarry_tasks', { kind, status: 'PENDING' })).toBe(0)
      expect(api.value('quarry_workers', { kind })).toBe(1)
      expect(api.value('quarry_task_oldest_pending_seconds', { kind })).toBe(0)
    } finally {
      await letGo()
    }
    expect((await watch(quarry.client, taskId)).at(-1)).toBe('COMPLETED')
    const over = async () => (await quarry.ofApi()).value('quarry_tasks', { kind, status: 'RUNNING' }) === 0
    expect(await waitUntil(over, 10_000, 200)).toBe(true)
  })

  it('count open subscriptions by field, on every transport, and forget those that ended', async () => {
    const open = async (field: string) => (await quarry.ofApi()).value('quarry_subscriptions', { field })
    const socket = await openAckedSocket(quarry)
    for (const [id, query] of [
      ['1', 'subscription { workspaceEvents { sequence } }'],
      ['2', 'subscription { workspaceEvents { sequence } }'],
      ['3', 'subscription { queueStats { kind } }'],
    ])
      socket.send({ type: 'subscribe', id, payload: { query } })
    const stream = await openEventStream(quarry, { query: 'subscription { workspaceEvents { sequence } }' })
    expect(await waitUntil(async () => (await open('workspaceEvents')) === 3, 10_000, 100)).toBe(true)
    expect(await waitUntil(async () => (await open('queueStats')) === 1, 10_000, 100)).toBe(true)
    const delivered = async () =>
      (await quarry.ofApi()).value('quarry_events_delivered_total', { field: 'queueStats' })! > 0
    expect(await waitUntil(delivered, 10_000, 100)).toBe(true)

    socket.send({ type: 'complete', id: '1' })
    expect(await waitUntil(async () => (await open('workspaceEvents')) === 2, 10_000, 100)).toBe(true)
    stream.destroy()
    socket.socket.terminate()
    const none = async () => (await open('workspaceEvents')) === 0 && (await open('queueStats')) === 0
    expect(await waitUntil(none, 10_000, 100)).toBe(true)
    expect(await requestCount('websocket', 'subscription', 'ok')).toBeGreaterThanOrEqual(3)
    expect(await requestCount('http', 'subscription', 'ok')).toBeGreaterThanOrEqual(1)
  })

  it('count polls, and say that notifications arrive', async () => {
    const connected = async () =>
      (await quarry.ofApi()).value('quarry_listener_connected') === 1 &&
      (await quarry.ofWorker()).value('quarry_listener_connected') === 1
    expect(await waitUntil(connected, 10_000, 100)).toBe(true)
    const before = (await quarry.ofApi()).value('quarry_feed_polls_total')!
    const socket = await openAckedSocket(quarry)
    socket.send({
      type: 'subscribe',
      id: '1',
      payload: { query: 'subscription { workspaceEvents { type } }' },
    })
    const polls = async () => (await quarry.ofApi()).value('quarry_feed_polls_total')! > before
    expect(await waitUntil(polls, 10_000, 200)).toBe(true)
    socket.socket.terminate()
  })

  it('count requests by operation and outcome, whatever clients call them', async () => {
    const counts = (...one: [string, string, string]) => requestCount(...one)
    const cases: [[string, string, string], () => Promise<unknown>][] = [
      [['http', 'query', 'ok'], () => post(quarry, { query: 'query Harmless_a1b2 { __typename }' })],
      [
        ['http', 'query', 'refused'],
        () => post(quarry, { query: 'query ($id: ID!) { node(id: $id) { id } }' }),
      ],
      [
        ['http', 'mutation', 'refused'],
        () => post(quarry, { query: 'mutation { cancelTask(taskId: "VGFzazox") { __typename } }' }),
      ],
      [
        ['http', 'mutation', 'ok'],
        () => quarry.register('nowhere', 'postgresql://u@127.0.0.1:1/x').catch(() => {}),
      ],
      [['http', 'none', 'refused'], () => post(quarry, { query: '{ nothingOfTheKind }' })],
      [['http', 'none', 'refused'], () => post(quarry, { query: '{ not even GraphQL' })],
      [
        ['http', 'none', 'refused'],
        () => post(quarry, { query: '{ not even GraphQL' }, { accept: 'application/json' }),
      ],
      [
        ['http', 'none', 'unauthenticated'],
        () => post({ ...quarry, token: 'wrong' }, { query: '{ __typename }' }),
      ],
    ]
    for (const [one, ask] of cases) {
      const before = await counts(...one)
      await ask()
      const counted = async () => (await counts(...one)) === before + 1
      expect(await waitUntil(counted, 5_000, 50), one.join(' ')).toBe(true)
    }
    const { text } = await quarry.ofApi()
    expect(text).not.toContain('Harmless_a1b2')
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  })

  it('are of one server alone, and those of the process of all that share it', async () => {
    const other = createMetrics()
    const exposition = parseExposition(await other.text())
    expect(exposition.names.filter((name) => name.startsWith('quarry_'))).toEqual([])
    expect(exposition.value('process_start_time_seconds')).toBe(
      (await quarry.ofApi()).value('process_start_time_seconds'),
    )
  })

  it('are each explained in docs/observability.md, and no others are', async () => {
    const page = await readFile(new URL('../../docs/observability.md', import.meta.url), 'utf8')
    const documented = [...page.matchAll(/^\| *`(quarry_\w+)`[^|]*\| *(\w+) *\| *(API|worker|both) *\|/gm)]
    const namesOf = (process: string) =>
      documented.filter(([, , , where]) => where === process || where === 'both').map(([, name]) => name)
    const exposed = (names: string[]) => names.filter((name) => name.startsWith('quarry_')).toSorted()
    const [api, worker] = [await quarry.ofApi(), await quarry.ofWorker()]
    expect(namesOf('API').toSorted()).toEqual(exposed(api.names))
    expect(namesOf('worker').toSorted()).toEqual(exposed(worker.names))
    for (const [, name, type] of documented)
      expect(api.text + worker.text, name).toContain(`# TYPE ${name} ${type}\n`)
    for (const [, used] of page.matchAll(/\b(quarry_\w+)/g)) {
      const name = used!.replace(/_(bucket|sum|count)$/, '')
      expect([...api.names, ...worker.names], 'named somewhere on the page').toContain(name)
    }
  })
})

describe('who may read the metrics', () => {
  const get = (url: string, authorization?: string) =>
    fetch(new URL('/metrics', url), { headers: authorization === undefined ? {} : { authorization } })

  it('on the port of the API: who shows the access token', async () => {
    expect((await scrape(quarry.url, quarry.token)).names).toContain('quarry_tasks')
    for (const wrong of [undefined, '', 'Bearer', `Bearer ${quarry.token}x`, quarry.token, 'Basic eDp5']) {
      const response = await get(quarry.url, wrong)
      expect([response.status, await response.text()], wrong).toEqual([401, ''])
      expect(response.headers.get('www-authenticate')).toContain('Bearer')
    }
    const answer = await get(quarry.url, `Bearer ${quarry.token}`)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const posted = await fetch(new URL('/metrics', quarry.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${quarry.token}` },
    })
    expect(posted.status).toBe(405)
  })

  it('on a port of their own: whoever reaches it, and nothing else is there', async () => {
    for (const url of Object.values(quarry.metricsUrls)) {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      expect((await get(url!)).status).toBe(200)
      for (const path of ['/', '/graphql', '/health/live', '/metrics/x'])
        expect((await fetch(new URL(path, url!))).status, path).toBe(404)
    }
  })

  it('with METRICS_TOKEN: who shows that one, and not the access token', async () => {
    const METRICS_TOKEN = 'a-token-for-metrics-alone'
    const other = await startObserved({ env: { METRICS_TOKEN, NOTIFICATIONS: 'off' } })
    try {
      expect((await get(other.url, `Bearer ${other.token}`)).status).toBe(401)
      const told = await scrape(other.url, METRICS_TOKEN)
      expect(told.value('quarry_database_up')).toBe(1)
      // Nothing that could raise an alarm where there is nothing to listen to.
      expect(told.names).not.toContain('quarry_listener_connected')
    } finally {
      await other.stop()
    }
  })
})
