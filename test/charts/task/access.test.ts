import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ChartPictureQuery,
  ChartQuery,
  ChartTaskQuery,
  DeleteChartMutation,
  DeleteMessageMutation,
  MessageChartsQuery,
  MessagesQuery,
  SetChartVisibilityMutation,
  ViewerQuery,
} from '../../../src/client/operations.ts'
import { decodeId } from '../../../src/graphql/nodes.ts'
import { asSuperuser } from '../../databases/sources.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { chartOf, message, start } from './installation.ts'

let quarry: TestQuarry
let ownName: string
beforeAll(async () => {
  quarry = await startQuarry()
  ownName = new URL(quarry.surroundings.databaseUrl).pathname.slice(1)
})
afterAll(() => quarry?.stop())

const rows = [
  { fruit: 'apples', weight: 12 },
  { fruit: 'pears', weight: 7 },
]
type Chart = Awaited<ReturnType<typeof chartOf>>

const make = async (more: object = {}): Promise<Chart> => {
  const messageId = await message(quarry.client, { question: 'Weight by fruit', rows })
  return chartOf(quarry.client, { messageId, ...more })
}
/** From here on the chart is someone else's. */
const giveAway = ({ id }: Pick<Chart, 'id'>) =>
  asSuperuser(`update chart set created_by = 'someone else' where id = '${decodeId(id)!.id}'`, ownName)
const asRole = async (role: string, work: () => Promise<void>) => {
  const change = (to: string) => asSuperuser(`update workspace_member set role = '${to}'`, ownName)
  const { startApi } = await import('../../../src/app.ts')
  await change(role)
  const api = await startApi(quarry.surroundings)
  const client = quarry.client
  const { createQuarryClient } = await import('../../../src/client/client.ts')
  quarry.client = createQuarryClient({ url: api.url, token: quarry.token })
  try {
    await quarry.client.request(ViewerQuery, {})
    await work()
  } finally {
    await quarry.client.close()
    await api.close()
    quarry.client = client
    await change('ADMIN')
  }
}
const see = async ({ id }: Pick<Chart, 'id'>) => (await quarry.client.request(ChartQuery, { id })).chart
const show = async ({ id }: Pick<Chart, 'id'>, visibility: 'PRIVATE' | 'WORKSPACE' | 'PUBLIC') =>
  (await quarry.client.request(SetChartVisibilityMutation, { id, visibility })).setChartVisibility
const page = (path: string, init?: RequestInit) =>
  fetch(`${quarry.url}${path}`, { redirect: 'manual', ...init })

describe('a PRIVATE chart', () => {
  it('is there for its maker alone, wherever it could be seen', async () => {
    const chart = await make()
    await giveAway(chart)
    expect(await see(chart)).toBeNull()
    const messageId = chart.sourceMessage.id
    const { messageCharts } = await quarry.client.request(MessageChartsQuery, { messageId })
    expect(messageCharts.charts).toEqual([])
    const { messages } = await quarry.client.request(MessagesQuery, {})
    expect(messages.nodes.find(({ id }) => id === messageId)!.charts.charts).toEqual([])
    const { task } = await quarry.client.request(ChartTaskQuery, { id: chart.task.id })
    expect(task).toMatchObject({ status: 'COMPLETED', chart: null })
    await expect(show(chart, 'PUBLIC')).rejects.toThrow('There is no such chart')
    await expect(quarry.client.request(DeleteChartMutation, { id: chart.id })).rejects.toThrow(
      'There is no such chart',
    )
    const answer = await page(`/charts/${decodeId(chart.id)!.id}`)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('apples')
  })

  it('of someone else is neither answered nor adjusted in place of an own one', async () => {
    const chart = await make({ adjustmentQuery: 'as a pie chart' })
    await giveAway(chart)
    const messageId = chart.sourceMessage.id
    expect((await start(quarry.client, { messageId, adjustmentQuery: 'as a pie chart' })).task).not.toBeNull()
  })
})

describe('a WORKSPACE chart', () => {
  it('is seen by the workspace, changed by its maker or an ADMIN, and has no page', async () => {
    const chart = await make({ visibility: 'WORKSPACE' })
    await giveAway(chart)
    expect(await see(chart)).toMatchObject({ visibility: 'WORKSPACE', page: null, createdBy: 'someone else' })
    expect((await page(`/charts/${decodeId(chart.id)!.id}`)).status).toBe(404)
    await asRole('EDITOR', async () => {
      expect((await see(chart))?.id).toBe(chart.id)
      expect(await show(chart, 'PUBLIC')).toMatchObject({ __typename: 'ConflictError' })
      const { deleteChart } = await quarry.client.request(DeleteChartMutation, { id: chart.id })
      expect(deleteChart).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' })
    })
    await asRole('VIEWER', async () => {
      expect((await see(chart))?.id).toBe(chart.id)
      await expect(show(chart, 'PUBLIC')).rejects.toThrow('Your role in the workspace does not permit this')
      await expect(
        start(quarry.client, { messageId: chart.sourceMessage.id, forceCreate: true }),
      ).rejects.toThrow('Your role in the workspace does not permit this')
    })
    expect((await show(chart, 'PUBLIC')).__typename).toBe('ChartPayload')
  })
})

describe('a PUBLIC chart', () => {
  it('has a page without a token that is its picture, under a policy that lets nothing run or load', async () => {
    const chart = await make({ visibility: 'PUBLIC' })
    expect(chart.page).toBe(`/charts/${decodeId(chart.id)!.id}`)
    for (const path of [chart.page!, `/charts/${encodeURIComponent(chart.id)}`]) {
      const answer = await page(path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
      expect(answer.headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'",
      )
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(await answer.text()).toBe(chart.svg)
    }
    const head = await page(chart.page!, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect((await page(chart.page!, { method: 'POST' })).status).toBe(405)
  })

  it('loses its page as soon as it is hidden or deleted', async () => {
    const chart = await make({ visibility: 'PUBLIC' })
    await show(chart, 'WORKSPACE')
    expect((await page(chart.page!)).status).toBe(404)
    await show(chart, 'PUBLIC')
    expect((await page(chart.page!)).status).toBe(200)
    await quarry.client.request(DeleteChartMutation, { id: chart.id })
    expect((await page(chart.page!)).status).toBe(404)
  })

  it.each([
    '/charts/',
    '/charts/%',
    '/charts/..%2f..',
    "/charts/'; drop table chart",
    `/charts/${'x'.repeat(2_000)}`,
  ])('is not found at %s', async (path) => {
    const answer = await page(path)
    expect([answer.status, await answer.text()]).toEqual([404, 'There is no such chart\n'])
  })
})

describe('setChartVisibility', () => {
  it('records who changed it, from what, to what and when', async () => {
    const chart = await make()
    await show(chart, 'PUBLIC')
    await show(chart, 'PUBLIC')
    await show(chart, 'PRIVATE')
    const { visibilityChanges } = (await see(chart))!
    expect(visibilityChanges).toMatchObject([
      { from: 'PRIVATE', to: 'PUBLIC', by: 'access-token' },
      { from: 'PUBLIC', to: 'PRIVATE', by: 'access-token' },
    ])
    for (const { at } of visibilityChanges) expect(Date.now() - Date.parse(String(at))).toBeLessThan(60_000)
  })

  it('loses no change where several are made at once', async () => {
    const chart = await make()
    await Promise.all(['PUBLIC', 'WORKSPACE', 'PRIVATE'].map((to) => show(chart, to as 'PUBLIC')))
    const { visibility, visibilityChanges } = (await see(chart))!
    expect(visibilityChanges.at(-1)?.to ?? 'PRIVATE').toBe(visibility)
    for (const [at, { from }] of visibilityChanges.entries())
      expect(from).toBe(visibilityChanges[at - 1]?.to ?? 'PRIVATE')
  })
})

describe('the picture of a chart', () => {
  it('can be had in other sizes, and as a PNG', async () => {
    const chart = await make()
    const sized = await quarry.client.request(ChartPictureQuery, {
      id: chart.id,
      width: 400,
      height: 300,
      scale: 2,
    })
    expect(sized.chart!.svg).toContain('viewBox="0 0 400 300"')
    const png = Buffer.from(sized.chart!.png, 'base64')
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([800, 600])
  })

  it.each([
    [{ width: 99 }, 'width must be 100 to 2000 pixels'],
    [{ height: 2001 }, 'height must be 100 to 2000 pixels'],
    [{ scale: 4 }, 'scale must be above 0 and at most 3'],
    [{ width: 2000, height: 2000, scale: 3 }, 'scale must give at most 16,000,000 pixels'],
  ])('is refused in the size %o', async (size, words) => {
    const { id } = await make()
    await expect(quarry.client.request(ChartPictureQuery, { id, ...size })).rejects.toThrow(words)
  })
})

describe('deleteChart and deleteMessage', () => {
  it('leave neither data nor pictures', async () => {
    const chart = await make()
    const messageId = chart.sourceMessage.id
    await quarry.client.request(DeleteChartMutation, { id: chart.id })
    const { task } = await quarry.client.request(ChartTaskQuery, { id: chart.task.id })
    expect(task).toMatchObject({ status: 'COMPLETED', chart: null })
    const again = await chartOf(quarry.client, { messageId })
    await quarry.client.request(DeleteMessageMutation, { id: messageId })
    const ids = [chart.id, again.id, messageId].map((id) => `'${decodeId(id)!.id}'`).join()
    const [left] = await asSuperuser<{ count: number }>(
      `select ((select count(*) from chart where id in (${ids})) + (select count(*) from chart_picture where chart_id in (${ids}))
        + (select count(*) from message where id in (${ids}) and (question <> '' or sql is not null)) + (select count(*) from message_rows where message_id in (${ids})))::int as count`,
      ownName,
    )
    expect(left!.count).toBe(0)
    await expect(quarry.client.request(DeleteMessageMutation, { id: messageId })).rejects.toThrow(
      'There is no such message',
    )
  })

  it('take no chart of someone else along, unless an ADMIN says so', async () => {
    const chart = await make()
    await giveAway(chart)
    await asRole('EDITOR', async () => {
      const { deleteMessage } = await quarry.client.request(DeleteMessageMutation, {
        id: chart.sourceMessage.id,
      })
      expect(deleteMessage).toMatchObject({ __typename: 'ConflictError' })
    })
    const { deleteMessage } = await quarry.client.request(DeleteMessageMutation, {
      id: chart.sourceMessage.id,
    })
    expect(deleteMessage.__typename).toBe('RemovedPayload')
  })
})
