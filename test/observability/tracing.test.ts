import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { StartElementCreationMutation } from '../../src/client/operations.ts'
import { parseTraceParent } from '../../src/platform/tracing.ts'
import { createRole, withParts } from '../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { register, startTask } from '../server/tasks.ts'
import { openSocket, post } from '../server/transports.ts'
import { clientOf, type QuarryProcess, useProcesses } from '../start/processes.ts'
import { type CollectedSpan, type Collector, startCollector } from './collector.ts'
import { rowIdOf, watch } from './observed.ts'

// Real processes, a handful of them to a test, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })
const processes = useProcesses()
const databases: TestDatabase[] = []
let collector: Collector
beforeAll(async () => {
  collector = await startCollector()
})
afterAll(async () => {
  await collector.close()
  for (const database of databases) await database.drop()
})

async function newDatabase(sql?: string): Promise<string> {
  const database = await createDatabase({ sql })
  databases.push(database)
  return database.connectionString
}

/** `serve` and `work`, two processes that share a database of their own. */
async function startProcesses(env: Record<string, string>) {
  const directory = await processes.newDirectory()
  const environment = { DATABASE_URL: await newDatabase(), DATA_DIR: directory, PORT: '0', ...env }
  expect(await processes.start(environment, ['migrate']).ended).toBe(0)
  const api = processes.start(environment, ['serve'])
  const worker = processes.start(environment, ['work'])
  const url = await api.url()
  await worker.says('The worker is ready')
  const client = await clientOf(url, directory)
  const token = await readFile(path.join(directory, 'access-token'), 'utf8')
  return { url, token, client, api, worker, directory }
}

async function endAll(...ending: QuarryProcess[]) {
  for (const one of ending) one.signal('SIGTERM')
  expect(await Promise.all(ending.map(({ ended }) => ended))).toEqual(ending.map(() => 0))
}

const spansOf = (traceId: string) => collector.spans.filter((span) => span.traceId === traceId)
const childrenOf = ({ spanId }: CollectedSpan) =>
  collector.spans.filter((span) => span.parentSpanId === spanId)

describe('a trace', () => {
  it('leads from the request of a client over the API to the attempt in a worker, and its steps', async () => {
    const { url, token, client, api, worker } = await startProcesses({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=quarry-test',
    })
    const canary = 'canary-of-a-password'
    const role = await createRole('', undefined, canary)
    const source = withParts(await newDatabase('create table one (id int primary key)'), role)
    const databaseId = await register(client, source, 'traced')

    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const { data } = await post(
      { url, token },
      { query: String(StartElementCreationMutation), variables: { input: { databaseIds: [databaseId] } } },
      { traceparent: `00-${traceId}-b7ad6b7169203331-01`, 'x-request-id': 'traced-request' },
    )
    const taskId = data.startElementCreation.tasks[0].id
    expect((await watch(client, taskId)).at(-1)).toBe('COMPLETED')

    // One that fails: nobody can log in any more.
    await role.drop()
    const failing = await startTask(client, databaseId)
    expect((await watch(client, failing)).at(-1)).toBe('FAILED')

    // Another, over a WebSocket.
    const socketTrace = '1af7651916cd43dd8448eb211c80319c'
    const socket = await openSocket({ url })
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
    await socket.next()
    const extensions = { traceparent: `00-${socketTrace}-b7ad6b7169203331-01` }
    socket.send({
      type: 'subscribe',
      id: '1',
      payload: { query: 'query OverSocket { __typename }', extensions },
    })
    await socket.next()
    socket.socket.terminate()

    // What ends sends what it still has.
    await client.close()
    await endAll(api, worker)

    const [operation] = spansOf(traceId).filter(({ name }) => name === 'mutation')
    expect(operation).toMatchObject({
      service: 'quarry-api',
      parentSpanId: 'b7ad6b7169203331',
      kind: 2,
      attributes: {
        'graphql.operation.type': 'mutation',
        'graphql.operation.name': 'StartElementCreation',
        'quarry.request.id': 'traced-request',
        'quarry.outcome': 'ok',
      },
    })
    const [attempt] = childrenOf(operation!)
    expect(attempt).toMatchObject({
      name: 'attempt ELEMENT_CREATION',
      traceId,
      service: 'quarry-worker',
      kind: 5,
      attributes: {
        'quarry.task.id': rowIdOf(taskId),
        'quarry.task.kind': 'ELEMENT_CREATION',
        'quarry.task.attempt': 1,
        'quarry.task.outcome': 'completed',
      },
    })
    const steps = childrenOf(attempt!)
    expect(steps.length).toBeGreaterThanOrEqual(2)
    for (const step of steps) {
      expect(step).toMatchObject({ traceId, service: 'quarry-worker' })
      expect(step.name).toMatch(/^step \w+/)
      expect(step.attributes['quarry.step.completed']).toBe(true)
    }

    const failed = collector.spans.find(({ attributes }) => attributes['quarry.task.id'] === rowIdOf(failing))
    expect(failed).toMatchObject({
      status: { code: 2 },
      attributes: { 'quarry.task.outcome': 'failed', 'error.type': 'CONNECTION_FAILED' },
      events: [{ name: 'exception', attributes: { 'exception.type': 'CONNECTION_FAILED' } }],
    })
    expect(failed!.traceId).not.toBe(traceId)
    expect(collector.spans.some(({ spanId }) => spanId === failed!.parentSpanId)).toBe(true)

    expect(spansOf(socketTrace)).toEqual([
      expect.objectContaining({
        name: 'query',
        attributes: expect.objectContaining({
          'graphql.operation.name': 'OverSocket',
          'quarry.transport': 'websocket',
        }),
      }),
    ])

    expect(collector.headers.every((headers) => headers['x-tenant'] === 'quarry-test')).toBe(true)
    expect(collector.bodies.join()).not.toContain(canary)
    expect(worker.output()).toContain(`"traceId":"${traceId}"`)
  })

  it('is not sent where the client decided so, or the share of those that begin here is 0', async () => {
    const { url, token, client, api, worker } = await startProcesses({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_SAMPLER_ARG: '0',
      OTEL_SERVICE_NAME: 'of-an-operator',
    })
    const databaseId = await register(client, await newDatabase(), 'untraced')
    await watch(client, await startTask(client, databaseId))
    const [unwanted, wanted] = ['2af7651916cd43dd8448eb211c80319c', '3af7651916cd43dd8448eb211c80319c']
    const query = { query: '{ __typename }' }
    await post({ url, token }, query, { traceparent: `00-${unwanted}-b7ad6b7169203331-00` })
    await post({ url, token }, query, { traceparent: `00-${wanted}-b7ad6b7169203331-01` })
    await client.close()
    await endAll(api, worker)
    expect(collector.spans.filter(({ service }) => service === 'of-an-operator')).toEqual([
      expect.objectContaining({ traceId: wanted, name: 'query' }),
    ])
  })

  it('costs neither a request nor a stop anything where the collector is away', async () => {
    const { client, api, worker } = await startProcesses({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    })
    const databaseId = await register(client, await newDatabase(), 'away')
    expect((await watch(client, await startTask(client, databaseId))).at(-1)).toBe('COMPLETED')
    await client.close()
    const startedAt = Date.now()
    await endAll(api, worker)
    expect(Date.now() - startedAt).toBeLessThan(15_000)
  })

  it.each([
    { name: 'loads nothing of the SDK where no endpoint is set', traced: false },
    { name: 'is seen to load the SDK where one is', traced: true },
  ])('$name', async ({ traced }) => {
    const LOADED_MODULES = path.join(await processes.newDirectory(), 'modules')
    const hook = pathToFileURL(path.resolve('test/observability/loaded-modules.ts')).href
    const { client, api, worker } = await startProcesses({
      NODE_OPTIONS: `--import=${hook}`,
      LOADED_MODULES,
      ...(traced && { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
    })
    const databaseId = await register(client, await newDatabase(), 'source')
    await watch(client, await startTask(client, databaseId))
    await client.close()
    await endAll(api, worker)
    const urls = (await readFile(LOADED_MODULES, 'utf8')).split('\n')
    expect(urls.some((url) => url.includes('prom-client'))).toBe(true)
    // The API alone, without an SDK, is a part of prom-client and of pg-boss.
    const ofSdk = urls.filter((url) => /@opentelemetry\/(?!api\/)/.test(url))
    if (traced) expect(ofSdk.length).toBeGreaterThan(10)
    else expect(ofSdk).toEqual([])
  })
})

describe('a traceparent', () => {
  it('is read as the W3C has it, and passed over where it is none', () => {
    const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
    const text = (version: string, flags: string) => `${version}-${ids.traceId}-${ids.spanId}-${flags}`
    expect(parseTraceParent(text('00', '01'))).toEqual({ ...ids, traceFlags: 1 })
    expect(parseTraceParent(text('00', '00'))).toEqual({ ...ids, traceFlags: 0 })
    expect(parseTraceParent(`${text('cc', '03')}-of-a-later-version`)).toEqual({ ...ids, traceFlags: 1 })
    for (const wrong of [
      '',
      'nonsense',
      text('ff', '01'),
      `${text('00', '01')}-more`,
      text('00', '01').toUpperCase(),
      text('00', '01').replace(ids.traceId, '0'.repeat(32)),
      text('00', '01').replace(ids.spanId, '0'.repeat(16)),
      text('00', '01').slice(0, -1),
    ])
      expect(parseTraceParent(wrong), wrong).toBeNull()
  })
})
