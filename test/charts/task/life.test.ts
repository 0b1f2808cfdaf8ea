import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MessageChartsQuery, MessagesQuery, RetryTaskMutation } from '../../../src/client/operations.ts'
import { asSuperuser } from '../../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { chartOf, drawn, message, register, sales, settled, start, taskOf, totals } from './installation.ts'

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string
beforeAll(async () => {
  source = await createDatabase({ sql: sales })
  quarry = await startQuarry()
  databaseId = await register(quarry.client, source.connectionString)
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

const rows = [
  { city: 'Oslo', people: 709_037 },
  { city: 'Bergen', people: 291_189 },
  { city: 'Trondheim', people: 214_565 },
]
const valuesOf = (data: readonly Record<string, unknown>[]) =>
  data.map((row) => Object.values(row).find((value) => typeof value === 'number'))

describe('a message with rows', () => {
  it('becomes a chart with a complete specification, its data, a picture and what led to it', async () => {
    const messageId = await message(quarry.client, { question: 'How many people live in each city?', rows })
    const chart = await chartOf(quarry.client, { messageId })
    expect(chart).toMatchObject({
      mark: 'bar',
      visibility: 'PRIVATE',
      page: null,
      planner: 'RULES',
      adjustmentQuery: null,
      sourceMessage: { id: messageId },
      createdBy: 'access-token',
    })
    expect(chart.title).toMatch(/people/i)
    expect(chart.spec.$schema).toBe('https://vega.github.io/schema/vega-lite/v6.json')
    expect(chart.spec.data).toEqual({ values: chart.data })
    expect(valuesOf(chart.data)).toEqual([709_037, 291_189, 214_565])
    expect(chart.svg).toMatch(/^<svg/)
    expect(chart.svg).toContain('Trondheim')
    expect(chart.reason).not.toBe('')
    expect(chart.alternatives.length).toBeGreaterThan(0)
    for (const { mark, title, reason, spec } of chart.alternatives) {
      expect([mark, title, reason].every(Boolean)).toBe(true)
      expect(spec!.data).toMatchObject({ values: expect.any(Array) })
    }
    const scores = chart.alternatives.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
  })

  it('keeps the columns in the order in which they came', async () => {
    const messageId = await message(quarry.client, {
      question: 'zeta against alpha as a scatter plot',
      rows: Array.from({ length: 20 }, (_, at) => ({ zeta: at, alpha: at * at })),
    })
    const { spec } = await chartOf(quarry.client, { messageId })
    expect(JSON.stringify(spec)).toContain('Zeta')
  })
})

describe('a message with a query', () => {
  it('becomes a chart of what the query gives, with its types', async () => {
    const messageId = await message(quarry.client, {
      question: 'Total amount by region',
      databaseId,
      sql: totals,
    })
    const { data, mark } = await chartOf(quarry.client, { messageId })
    const expected = await asSuperuser<{ total: number }>(
      `SELECT sum(amount)::float8 AS total FROM sale GROUP BY region_id ORDER BY total DESC`,
      source.name,
    )
    expect(mark).toBe('bar')
    expect(valuesOf(data)).toEqual(expected.map(({ total }) => total))
  })

  it('goes through its four steps, each of which is seen, and says who chose the chart', async () => {
    const messageId = await message(quarry.client, { question: 'Totals', databaseId, sql: totals })
    const { task } = await start(quarry.client, { messageId })
    const messages: string[] = []
    let progress = 0
    for await (const event of quarry.client.watchTask(task!.id)) {
      messages.push(event.message)
      expect(event.progress).toBeGreaterThanOrEqual(progress)
      progress = event.progress
    }
    const { steps, message: last } = (await taskOf(quarry.client, task!.id))!
    expect(steps.map(({ name, status, progress }) => [name, status, progress])).toEqual([
      ['queued', 'COMPLETED', 1],
      ['data_extraction', 'COMPLETED', 1],
      ['llm_generation', 'COMPLETED', 1],
      ['schema_creation', 'COMPLETED', 1],
    ])
    expect(steps.every(({ durationMs }) => typeof durationMs === 'number')).toBe(true)
    expect(messages.at(-1)).toBe(last)
    expect(last).toMatch(/^Drew “.+” \(bar\)$/)
    expect(progress).toBe(1)
  })

  it('is drawn anew from what the database has by then', async () => {
    const messageId = await message(quarry.client, {
      question: 'Regions',
      databaseId,
      sql: 'SELECT name, id FROM region',
    })
    const before = await chartOf(quarry.client, { messageId })
    await asSuperuser(`INSERT INTO region VALUES (5, 'Centre')`, source.name)
    const after = await chartOf(quarry.client, { messageId, forceCreate: true })
    await asSuperuser('DELETE FROM region WHERE id = 5', source.name)
    expect([before.data.length, after.data.length]).toEqual([4, 5])
  })
})

describe('a chart that is there already', () => {
  it('is answered at once, unless another one is forced', async () => {
    const messageId = await message(quarry.client, { question: 'People by city', rows })
    const first = await chartOf(quarry.client, { messageId })
    expect(await start(quarry.client, { messageId })).toMatchObject({ task: null, chart: { id: first.id } })
    const forced = await chartOf(quarry.client, { messageId, forceCreate: true })
    expect(forced.id).not.toBe(first.id)
    expect(await start(quarry.client, { messageId })).toMatchObject({ chart: { id: forced.id } })
  })

  it('stands for the same message, adjustment and visibility alone', async () => {
    const messageId = await message(quarry.client, { question: 'People by city', rows })
    const other = await message(quarry.client, { question: 'People by city', rows })
    const first = await chartOf(quarry.client, { messageId })
    expect((await start(quarry.client, { messageId: other })).task).not.toBeNull()
    expect((await start(quarry.client, { messageId, visibility: 'WORKSPACE' })).task).not.toBeNull()
    const adjusted = await chartOf(quarry.client, { messageId, adjustmentQuery: 'make it a pie' })
    expect(await start(quarry.client, { messageId, adjustmentQuery: ' make it a pie ' })).toMatchObject({
      task: null,
      chart: { id: adjusted.id },
    })
    expect(adjusted.id).not.toBe(first.id)
  })

  it('is one task for all who start the same one at the same moment', async () => {
    const messageId = await message(quarry.client, { question: 'People by city', rows })
    const started = await Promise.all(Array.from({ length: 8 }, () => start(quarry.client, { messageId })))
    const ids = new Set(started.flatMap(({ task, chart }) => [task?.id, chart?.id].filter(Boolean)))
    // One task, and its chart where someone came after its end.
    expect(ids.size).toBeLessThanOrEqual(2)
    await settled(quarry.client, started.find(({ task }) => task)!.task!.id)
    const { messageCharts } = await quarry.client.request(MessageChartsQuery, { messageId })
    expect(messageCharts.charts).toHaveLength(1)
  })

  it('is one task for an idempotency key, also with forceCreate', async () => {
    const messageId = await message(quarry.client, { question: 'People by city', rows })
    const input = { messageId, forceCreate: true, idempotencyKey: `key ${messageId}` }
    const [one, two] = [await start(quarry.client, input), await start(quarry.client, input)]
    expect(one.task!.id).toBe(two.task!.id)
    await settled(quarry.client, one.task!.id)
    expect((await start(quarry.client, input)).task!.id).toBe(one.task!.id)
  })
})

describe('an adjustment', () => {
  it("changes what it says of the message's latest chart, and keeps the rest", async () => {
    const messageId = await message(quarry.client, { question: 'People by city', rows })
    await chartOf(quarry.client, { messageId })
    const pie = await chartOf(quarry.client, { messageId, adjustmentQuery: 'make it a pie' })
    expect(pie).toMatchObject({ mark: 'arc', adjustmentQuery: 'make it a pie' })
    const top = await chartOf(quarry.client, { messageId, adjustmentQuery: 'only the top 2' })
    expect(top.mark).toBe('arc')
    expect(valuesOf(top.data).slice(0, 2)).toEqual([709_037, 291_189])
    const bars = await chartOf(quarry.client, { messageId, adjustmentQuery: 'horizontal bars, sort by name' })
    expect(bars.mark).toBe('bar')
  })

  it('of a message without a chart adjusts the one that the question gets', async () => {
    const messageId = await message(quarry.client, { question: 'People by city', rows })
    const { mark } = await chartOf(quarry.client, { messageId, adjustmentQuery: 'as a pie chart' })
    expect(mark).toBe('arc')
  })

  it('that is not understood fails for good and names its words', async () => {
    const messageId = await message(quarry.client, { question: 'People by city', rows })
    const task = await drawn(quarry.client, { messageId, adjustmentQuery: 'make it frobnicate' })
    expect(task).toMatchObject({ status: 'FAILED', attempt: 1, chart: null })
    expect(task.error).toMatchObject({ code: 'UNCLEAR_PROMPT', retryable: false })
    expect(task.error!.message).toContain('“frobnicate”')
  })
})

describe('messageCharts', () => {
  it('has the charts of a message, newest first, and what is on its way', async () => {
    const away = await startQuarry({ worker: false })
    try {
      const messageId = await message(away.client, { question: 'People by city', rows })
      const one = await start(away.client, { messageId, priority: 5 })
      const two = await start(away.client, { messageId, forceCreate: true })
      const { messageCharts } = await away.client.request(MessageChartsQuery, { messageId })
      expect(messageCharts.hasActiveTasks).toBe(true)
      expect(messageCharts.activeTasks.map(({ id }) => id)).toEqual([two.task!.id, one.task!.id])
      expect(messageCharts.charts).toEqual([])
      expect((await start(away.client, { messageId })).task!.id).toBe(one.task!.id)
    } finally {
      await away.stop()
    }
    const messageId = await message(quarry.client, { question: 'People by city', rows })
    const first = await chartOf(quarry.client, { messageId })
    const second = await chartOf(quarry.client, { messageId, forceCreate: true })
    const { messageCharts } = await quarry.client.request(MessageChartsQuery, { messageId })
    expect(messageCharts).toMatchObject({ hasActiveTasks: false, activeTasks: [] })
    expect(messageCharts.charts.map(({ id }) => id)).toEqual([second.id, first.id])
  })

  it('of no message is not found', async () => {
    await expect(quarry.client.request(MessageChartsQuery, { messageId: databaseId })).rejects.toThrow(
      'There is no such message',
    )
  })
})

describe('messages', () => {
  it('are listed newest first, in pages, those of one database where it is asked for', async () => {
    const withSql = await message(quarry.client, { question: 'Mine', databaseId, sql: totals })
    const latest = await message(quarry.client, { question: 'Latest', rows })
    const { messages } = await quarry.client.request(MessagesQuery, { first: 2 })
    expect(messages.nodes.map(({ id }) => id)).toEqual([latest, withSql])
    expect(messages.pageInfo.hasNextPage).toBe(true)
    const ofDatabase = await quarry.client.request(MessagesQuery, { databaseId, first: 1 })
    expect(ofDatabase.messages.nodes).toMatchObject([
      { id: withSql, question: 'Mine', sql: totals, database: { id: databaseId, name: 'sales' } },
    ])
    expect((await quarry.client.request(MessagesQuery, { databaseId: latest })).messages.totalCount).toBe(0)
  })
})

describe('a failed chart', () => {
  it('can be tried again once its cause is mended', async () => {
    const messageId = await message(quarry.client, {
      question: 'Paid and unpaid',
      databaseId,
      sql: 'SELECT paid, count(*) AS n FROM sale GROUP BY paid',
    })
    await asSuperuser('ALTER TABLE sale RENAME TO away', source.name)
    const failed = await drawn(quarry.client, { messageId })
    await asSuperuser('ALTER TABLE away RENAME TO sale', source.name)
    expect(failed).toMatchObject({ status: 'FAILED', error: { retryable: false } })
    expect(failed.error!.message).toContain('relation "sale" does not exist')
    const { retryTask } = await quarry.client.request(RetryTaskMutation, { taskId: failed.id })
    if (retryTask.__typename !== 'TaskPayload') throw new Error(JSON.stringify(retryTask))
    expect((await settled(quarry.client, retryTask.task.id)).chart).not.toBeNull()
  })
})
