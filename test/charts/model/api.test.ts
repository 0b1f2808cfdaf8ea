import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CancelTaskMutation } from '../../../src/client/operations.ts'
import { waitUntil } from '../../../src/platform/processes.ts'
import { type Endpoint, fails, isSilent, openEndpoint, says } from '../../platform/chat/endpoint.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { chartOf, message, register, sales, settled, start, totals } from '../task/installation.ts'
import { apiKey, choice } from './designing.ts'

const question = 'Which regions sell most?'
let endpoint: Endpoint
let quarry: TestQuarry
let source: TestDatabase
let databaseId: string
beforeAll(async () => {
  endpoint = await openEndpoint()
  source = await createDatabase({ sql: sales })
  quarry = await startQuarry({
    env: {
      LLM_BASE_URL: endpoint.baseUrl,
      LLM_MODEL: 'designer-1',
      LLM_API_KEY: apiKey,
      LLM_TIMEOUT_SECONDS: '3',
    },
  })
  databaseId = await register(quarry.client, source.connectionString)
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
  await endpoint?.close()
})

const asked = () => message(quarry.client, { question, databaseId, sql: totals })
const pie = choice(
  {
    mark: 'arc',
    x: { field: 'region', timeUnit: null, bins: null },
    y: { field: 'total', aggregate: 'none' },
    top: null,
    title: 'Who sells what',
  },
  'Four parts of a whole',
)

it('a chart is the one that the configured model chose, with its title and its reason', async () => {
  endpoint.answers(says(pie))
  const chart = await chartOf(quarry.client, { messageId: await asked() })
  expect(chart).toMatchObject({
    planner: 'MODEL',
    mark: 'arc',
    title: 'Who sells what',
    reason: 'Four parts of a whole',
  })
  expect(chart.svg).toContain('Who sells what')
  expect(chart.alternatives.length).toBeGreaterThan(0)
  expect(chart.alternatives.length).toBeLessThanOrEqual(4)
  expect(endpoint.requests[0]!.authorization).toBe(`Bearer ${apiKey}`)
  expect(JSON.stringify(chart)).not.toContain('cAnArY')
})

it('an adjustment that the rules do not understand is made by the model, and is not called as the chart was', async () => {
  endpoint.answers(says(pie))
  const messageId = await asked()
  await chartOf(quarry.client, { messageId })
  const adjustmentQuery = 'lengths compare better'
  endpoint.answers((response, request) =>
    request.body.messages.at(-1)!.content.includes('<adjustment>')
      ? says({
          parts: [{ words: adjustmentQuery, changes: ['mark'] }],
          unclear: [],
          chart: { ...pie.chart, mark: 'bar' },
        })(response, request)
      : says(pie)(response, request),
  )
  const chart = await chartOf(quarry.client, { messageId, adjustmentQuery })
  expect(chart).toMatchObject({ planner: 'MODEL', mark: 'bar', adjustmentQuery })
  expect(chart.title).not.toBe('Who sells what')
})

it('a question alone is planned by the model, and answered by the database', async () => {
  const plan = {
    parts: [{ words: 'How are unpaid sales spread over the regions?', meaning: 'as the plan says' }],
    unclear: [],
    table: 'public.sale',
    where: { compare: { column: 'paid', operator: 'EQ', values: [false], other: null } },
    measures: [{ function: 'SUM', path: [], column: 'amount', times: null, per: null, called: 'sales' }],
    groups: [
      {
        path: [{ table: 'public.region', via: null, direction: null }],
        columns: ['name'],
        each: false,
        unit: null,
      },
    ],
    order: [],
    limit: null,
  }
  endpoint.answers(says(plan), fails(404, 'no such model'))
  const messageId = await message(quarry.client, { question: plan.parts[0]!.words, databaseId })
  const chart = await chartOf(quarry.client, { messageId })
  expect(chart.planner).toBe('RULES')
  expect(chart.data).toHaveLength(4)
  expect(endpoint.requests.map(({ body }) => body.response_format!.json_schema!.name)).toEqual([
    'plan',
    'chart',
  ])
})

it('a chart is the rules’ where the model does not answer in time, and its log says so', async () => {
  endpoint.answers(isSilent)
  const { task } = await start(quarry.client, { messageId: await asked() })
  const end = await settled(quarry.client, task!.id)
  expect(end).toMatchObject({ status: 'COMPLETED', chart: { planner: 'RULES' } })
  await endpoint.requests[0]!.hungUp
  expect(await logs()).toContain(
    'The rules choose the chart in place of the model: it made no chart within 3 s',
  )
})

it('a task that is cancelled ends its request to the model', async () => {
  endpoint.answers(isSilent)
  const { task } = await start(quarry.client, { messageId: await asked() })
  expect(await waitUntil(async () => endpoint.requests.length > 0, 10_000)).toBe(true)
  const cancelled = Date.now()
  await quarry.client.request(CancelTaskMutation, { taskId: task!.id, reason: 'changed my mind' })
  await endpoint.requests[0]!.hungUp
  // Long before the model's own time is up.
  expect(Date.now() - cancelled).toBeLessThan(2_000)
  expect(await settled(quarry.client, task!.id)).toMatchObject({ status: 'CANCELLED', chart: null })
})

it('the key stands in no log of a task', async () => {
  endpoint.answers(fails(404, `no model for ${apiKey}`))
  const chart = await chartOf(quarry.client, { messageId: await asked() })
  expect(chart.planner).toBe('RULES')
  const text = await logs()
  expect(text).toContain('no model for [removed]')
  expect(text).not.toContain('cAnArY')
})

/** All that tasks have logged. */
async function logs(): Promise<string> {
  const directory = quarry.surroundings.logDirectory
  const names = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile())
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(path.join(parentPath, name), 'utf8')),
  )
  return texts.join('\n')
}
