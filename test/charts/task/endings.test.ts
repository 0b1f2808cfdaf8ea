import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entities } from '../../../src/app.ts'
import { cleanUpCharts } from '../../../src/charts/retention.ts'
import { CancelTaskMutation, MessageChartsQuery } from '../../../src/client/operations.ts'
import { decodeId } from '../../../src/graphql/nodes.ts'
import { openOrm } from '../../../src/platform/orm.ts'
import { waitUntil } from '../../../src/platform/processes.ts'
import { asSuperuser } from '../../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import {
  chartOf,
  drawn,
  endless,
  message,
  register,
  sales,
  settled,
  start,
  taskOf,
  totals,
} from './installation.ts'

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string
let ownName: string
beforeAll(async () => {
  source = await createDatabase({ sql: sales })
  quarry = await startQuarry({ env: { SOURCE_STATEMENT_TIMEOUT_SECONDS: '5' } })
  ownName = new URL(quarry.surroundings.databaseUrl).pathname.slice(1)
  databaseId = await register(quarry.client, source.connectionString)
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

const sessions = () =>
  asSuperuser(
    `select pid from pg_stat_activity where datname = '${source.name}' and application_name like 'quarry chart%'`,
  )
const running = (taskId: string) =>
  waitUntil(
    async () =>
      (await taskOf(quarry.client, taskId))!.message.includes('xtract') || (await sessions()).length > 0,
    10_000,
  )

describe('a chart task that is cancelled', () => {
  it('in the middle of its query ends the query on its server, and leaves no chart', async () => {
    const messageId = await message(quarry.client, { question: 'How many?', databaseId, sql: endless })
    const { task } = await start(quarry.client, { messageId })
    expect(await running(task!.id)).toBe(true)
    await quarry.client.request(CancelTaskMutation, { taskId: task!.id, reason: 'too slow' })
    const end = await settled(quarry.client, task!.id)
    expect(end).toMatchObject({ status: 'CANCELLED', chart: null })
    expect(await waitUntil(async () => (await sessions()).length === 0, 3_000)).toBe(true)
    const { messageCharts } = await quarry.client.request(MessageChartsQuery, { messageId })
    expect(messageCharts).toMatchObject({ charts: [], hasActiveTasks: false })
  })
})

describe('a query that takes too long', () => {
  it('is ended by its server after the time that a statement may take, and is not tried again', async () => {
    const messageId = await message(quarry.client, { question: 'How many?', databaseId, sql: endless })
    const end = await drawn(quarry.client, { messageId })
    expect(end).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'SQL_TIMEOUT', retryable: false },
    })
    expect(end.error!.message).toContain('5 s')
    expect(await sessions()).toEqual([])
  })
})

describe('the expected end', () => {
  it('is reckoned from how long each step took in earlier charts of the database', async () => {
    const slow = 'SELECT i % 5 AS k, count(*) AS n FROM generate_series(1, 4000000) AS i GROUP BY 1'
    const messageId = await message(quarry.client, { question: 'Count by k', databaseId, sql: slow })
    const past = await drawn(quarry.client, { messageId })
    const { task } = await start(quarry.client, { messageId, forceCreate: true })
    let expected: string | null = null
    await waitUntil(async () => {
      const now = await taskOf(quarry.client, task!.id)
      expected = (now!.estimatedCompletionAt as string | null) ?? expected
      return expected !== null || now!.status === 'COMPLETED'
    }, 20_000)
    expect(expected).not.toBeNull()
    const end = await settled(quarry.client, task!.id)
    const [was, is] = [past.durationMs!, end.durationMs!]
    const startedAt = Date.now() - is
    expect(Date.parse(expected!) - startedAt).toBeGreaterThan(was / 4)
    expect(Date.parse(expected!) - startedAt).toBeLessThan(was * 4 + 2_000)
  })
})

describe('old messages and charts', () => {
  it('go when their time is over, those that are in use stay', async () => {
    const rows = [{ a: 'x', n: 1 }]
    const [old, used, recent] = await Promise.all(
      ['old', 'used', 'recent'].map((question) => message(quarry.client, { question, rows })),
    )
    const charts = [
      await chartOf(quarry.client, { messageId: old! }),
      await chartOf(quarry.client, { messageId: used! }),
      await chartOf(quarry.client, { messageId: recent! }),
    ]
    await asSuperuser(
      `update message set created_at = now() - interval '31 days' where question in ('old', 'used');
       update chart set created_at = now() - interval '31 days' where message_id in (select id from message where question = 'old')`,
      ownName,
    )
    const orm = await openOrm({
      url: quarry.surroundings.databaseUrl,
      entities,
      applicationName: 'test',
      poolSize: 1,
    })
    try {
      expect(await cleanUpCharts(orm, { days: 30, taskDays: 90 })).toEqual({ charts: 1, messages: 1 })
      expect(await cleanUpCharts(orm, { days: 30, taskDays: 90 })).toEqual({ charts: 0, messages: 0 })
    } finally {
      await orm.close()
    }
    const left = await asSuperuser<{ question: string }>('select question from message order by 1', ownName)
    expect(left.map(({ question }) => question)).toEqual(expect.arrayContaining(['recent', 'used']))
    expect(left.map(({ question }) => question)).not.toContain('old')
    // The history of tasks knows that there was one.
    expect(await taskOf(quarry.client, charts[0]!.task.id)).toMatchObject({
      status: 'COMPLETED',
      chart: null,
      sourceMessage: { id: old, question: '' },
    })
  })

  it('go with their task', async () => {
    const messageId = await message(quarry.client, { question: 'Totals', databaseId, sql: totals })
    const chart = await chartOf(quarry.client, { messageId })
    await asSuperuser(`delete from task where id = '${decodeId(chart.task.id)!.id}'`, ownName)
    const { messageCharts } = await quarry.client.request(MessageChartsQuery, { messageId })
    expect(messageCharts.charts.map(({ id }) => id)).not.toContain(chart.id)
  })
})
