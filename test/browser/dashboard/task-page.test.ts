import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entities } from '../../../src/app.ts'
import {
  CancelTaskMutation,
  CreateMessageMutation,
  StartChartMutation,
  StartFilteredDatabaseMutation,
} from '../../../src/client/operations.ts'
import { type EntityManager, openOrm } from '../../../src/platform/orm.ts'
import { openGate } from '../../docs/gate.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { addEvents, register, startTask } from '../../server/tasks.ts'
import { openBrowser } from '../browser.ts'
import { type VisitOptions, visit } from './visit.ts'

const shop = `
create table customer (id int primary key, name text not null);
create table orders (id int primary key, customer_id int not null references customer, placed date not null);
insert into customer select n, 'customer ' || n from generate_series(1, 20) n;
insert into orders select n, 1 + n % 20, date '2026-01-01' + n from generate_series(1, 100) n;
analyze;`

let quarry: TestQuarry
let idle: TestQuarry
let orm: Awaited<ReturnType<typeof openOrm>>
let em: EntityManager
let browser: Browser
let source: TestDatabase
let databaseId: string
let idleDatabaseId: string
beforeAll(async () => {
  ;[quarry, idle, browser, source] = await Promise.all([
    startQuarry(),
    startQuarry({ worker: false }),
    openBrowser(),
    createDatabase({ sql: shop }),
  ])
  orm = await openOrm({
    url: idle.surroundings.databaseUrl,
    entities,
    applicationName: 'quarry test',
    poolSize: 2,
  })
  em = orm.em
  databaseId = await register(quarry.client, source.connectionString, 'shop')
  idleDatabaseId = await register(idle.client, source.connectionString, 'shop')
})
afterAll(async () => {
  await browser?.close()
  await orm?.close()
  await Promise.all([quarry?.stop(), idle?.stop()])
  await source?.drop()
})

const open = (of: Pick<TestQuarry, 'url' | 'token'>, at: string, options?: VisitOptions) =>
  visit(browser, of, at, options)

async function untilSettled(taskId: string): Promise<string> {
  for await (const _ of quarry.client.watchTask(taskId));
  return taskId
}

/** A task that nobody works at, and to which the test adds events; it ends the one before. */
let waiting: string | null = null
async function newTask(): Promise<string> {
  if (waiting) await idle.client.request(CancelTaskMutation, { taskId: waiting, reason: null })
  waiting = await startTask(idle.client, idleDatabaseId)
  return waiting
}

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `Line ${from + index}`)

/** The numbers of all events that the log shows, from its top to its end. */
const sequences = (page: Page) =>
  page.getByRole('log').evaluate(async (log) => {
    const seen = new Map<number, number>()
    for (let top = 0; ; top += log.clientHeight / 2) {
      log.scrollTop = top
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      for (const line of log.querySelectorAll<HTMLElement>('[data-sequence]'))
        seen.set(Number(line.dataset.index), Number(line.dataset.sequence))
      if (top + log.clientHeight >= log.scrollHeight)
        return [...seen].sort(([a], [b]) => a - b).map(([, sequence]) => sequence)
    }
  })

describe('the page of a task', () => {
  it.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)(
    'shows an element creation: what it changed, its steps, its attempt and its log (%s, %i px)',
    async (colorScheme, width) => {
      const id = await untilSettled(await startTask(quarry.client, databaseId))
      const { page, complaints, violations, picture, close } = await open(quarry, `/tasks/${id}`, {
        colorScheme,
        width,
      })
      await page.getByRole('heading', { name: 'shop', exact: true }).waitFor()
      await page.getByRole('rowheader', { name: 'Relationships' }).waitFor()
      const steps = page.getByRole('listitem').filter({ hasText: 'done' })
      expect(await steps.count()).toBe(5)
      expect(await steps.first().innerText()).toMatch(/tables\s+done\s+2\s+[\d.]+ m?s/)
      await page.locator('td', { hasText: /^Completed: / }).waitFor()
      const log = page.getByRole('log')
      await log.getByText('Completed:').waitFor()
      await page.getByText(/^\d+ events$/).waitFor()
      expect(await violations()).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      await picture(`task-elements-${colorScheme}-${width}`)
      expect(complaints).toEqual([])
      await page.getByRole('link', { name: 'Catalog of shop' }).click()
      await page.waitForURL(`${quarry.url}/databases/${databaseId}`)
      await close()
    },
  )

  it('shows the filtered database that a task made, and starts it again with changes, filled in', async () => {
    const { startFilteredDatabase: started } = await quarry.client.request(StartFilteredDatabaseMutation, {
      input: { source: { databaseId }, prompt: 'customers with at least 3 orders' },
    })
    if (started.__typename !== 'StartFilteredDatabasePayload') throw new Error(JSON.stringify(started))
    const { page, complaints, violations, picture, close } = await open(quarry, `/tasks/${started.task.id}`)
    await page.getByRole('link', { name: 'Open the database' }).waitFor()
    await page.getByRole('log').getByText('Completed:').waitFor()
    expect(await violations()).toEqual([])
    await picture('task-filtered')
    await page.getByRole('link', { name: 'Run with changes' }).click()
    await page.waitForURL('**/filtered-databases/new?**')
    const address = new URL(page.url()).searchParams
    expect(address.get('prompt')).toBe('customers with at least 3 orders')
    expect(address.get('databaseId')).toBe(databaseId)
    await page.goBack()
    await page.getByRole('link', { name: 'Open the database' }).click()
    await page.waitForURL('**/filtered-databases/*')
    expect(complaints).toEqual([])
    await close()
  })

  it('shows the chart that a task drew', async () => {
    const { createMessage } = await quarry.client.request(CreateMessageMutation, {
      input: {
        question: 'Orders per customer',
        rows: [
          { customer: 'Ada', orders: 3 },
          { customer: 'Bo', orders: 5 },
        ],
      },
    })
    if (createMessage.__typename !== 'MessagePayload') throw new Error(JSON.stringify(createMessage))
    const { startChart } = await quarry.client.request(StartChartMutation, {
      input: { messageId: createMessage.message.id },
    })
    if (startChart.__typename !== 'StartChartPayload') throw new Error(JSON.stringify(startChart))
    const { page, complaints, violations, picture, close } = await open(
      quarry,
      `/tasks/${startChart.task!.id}`,
    )
    const image = page.getByRole('img', { name: /^Chart: / })
    await image.waitFor()
    expect(
      await image.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth)),
    ).toBeGreaterThan(100)
    expect(await violations()).toEqual([])
    await picture('task-chart')
    await page.getByRole('link', { name: 'Open the question' }).click()
    await page.waitForURL(`${quarry.url}/messages/${createMessage.message.id}`)

    const { startChart: adjusted } = await quarry.client.request(StartChartMutation, {
      input: { messageId: createMessage.message.id, adjustmentQuery: 'sort by name' },
    })
    if (adjusted.__typename !== 'StartChartPayload') throw new Error(JSON.stringify(adjusted))
    await page.goto(`${quarry.url}/tasks/${adjusted.task!.id}`)
    await page.getByRole('link', { name: 'Run with changes' }).click()
    await page.waitForURL(/messages.*adjust=/)
    await expect
      .poll(() => page.getByLabel('Adjust the newest chart in words').inputValue())
      .toBe('sort by name')
    expect(complaints).toEqual([])
    await close()
  })

  it('says why a task failed, whether another attempt may succeed, what to do, and where', async () => {
    const gone = await createDatabase({ sql: shop })
    const goneId = await register(quarry.client, gone.connectionString, 'gone')
    await gone.drop()
    const id = await untilSettled(await startTask(quarry.client, goneId))
    const { page, complaints, violations, picture, close } = await open(quarry, `/tasks/${id}`)
    const alert = page.getByRole('alert')
    await alert.getByText('CONNECTION_FAILED').waitFor()
    await alert.getByText('Another attempt with the same input would fail as well.').waitFor()
    await alert.getByText('Check how Quarry connects to the database').waitFor()
    expect(await violations()).toEqual([])
    await picture('task-failed')
    await alert.getByRole('link', { name: 'Look at gone' }).click()
    await page.waitForURL(`${quarry.url}/databases/${goneId}`)
    expect(complaints).toEqual([])
    await close()
  })

  it('says that there is no such task where there is none', async () => {
    const { page, violations, close } = await open(quarry, '/tasks/bm8gc3VjaCB0YXNr')
    await page.getByText('There is no such task').waitFor()
    expect(await violations()).toEqual([])
    await close()
  })
})

describe('the log of a task', () => {
  it('follows its end until the reader scrolls up, and goes on when asked to', async () => {
    const id = await newTask()
    await addEvents(em, id, lines(2, 200))
    const { page, complaints, close } = await open(idle, `/tasks/${id}`)
    const log = page.getByRole('log')
    await log.getByText('Line 200', { exact: true }).waitFor()
    await addEvents(em, id, lines(201, 300))
    await log.getByText('Line 300', { exact: true }).waitFor()
    expect(await page.getByRole('button', { name: 'Follow' }).count()).toBe(0)

    await log.hover()
    await page.mouse.wheel(0, -1_500)
    await page.getByRole('button', { name: 'Follow' }).waitFor()
    const top = await log.evaluate((element) => element.scrollTop)
    await addEvents(em, id, lines(301, 400))
    await page.getByText('400 events').waitFor()
    expect(await log.evaluate((element) => element.scrollTop)).toBe(top)
    expect(await log.getByText('Line 400', { exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: 'Follow' }).click()
    await log.getByText('Line 400', { exact: true }).waitFor()
    await addEvents(em, id, lines(401, 420))
    await log.getByText('Line 420', { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('shows what is asked for alone: a level, words, with or without progress', async () => {
    const id = await untilSettled(await startTask(quarry.client, databaseId))
    const { page, complaints, violations, close } = await open(quarry, `/tasks/${id}`)
    const log = page.getByRole('log')
    await log.getByText('Completed:').waitFor()
    const all = await sequences(page)
    await page.getByLabel('Show progress').uncheck()
    expect((await sequences(page)).length).toBeLessThan(all.length)
    await page.getByLabel('Level').selectOption('Errors alone')
    await page.getByText('No event matches.').waitFor()
    expect(await violations()).toEqual([])
    await page.getByLabel('Level').selectOption('All')
    await page.getByLabel('Containing').fill('queued')
    await page.getByText(/^\d+ of \d+ events$/).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('misses no event and shows none twice, also over a connection that breaks again and again', async () => {
    const id = await newTask()
    const gate = await openGate(idle.url)
    const { page, close } = await open({ url: gate.url, token: idle.token }, `/tasks/${id}`)
    await page.getByRole('log').getByText('Queued').waitFor()
    for (let round = 0; round < 4; round++) {
      await addEvents(em, id, lines(round * 50 + 2, round * 50 + 26))
      gate.shut()
      await addEvents(em, id, lines(round * 50 + 27, round * 50 + 51))
      gate.open()
    }
    await page.getByText('201 events').waitFor()
    expect(await sequences(page)).toEqual(Array.from({ length: 201 }, (_, index) => index + 1))
    await close()
    await gate.close()
  })

  it('holds 20,000 events, of which the page holds some dozens', async () => {
    const id = await newTask()
    for (let from = 2; from < 20_000; from += 4_000)
      await addEvents(em, id, lines(from, Math.min(from + 3_999, 20_000)))
    const { page, complaints, close } = await open(idle, `/tasks/${id}`)
    await page.getByText('20,000 events').waitFor({ timeout: 90_000 })
    const log = page.getByRole('log')
    await log.getByText('Line 20000', { exact: true }).waitFor()
    expect(await log.locator('[data-sequence]').count()).toBeLessThan(100)
    await log.focus()
    await page.keyboard.press('Home')
    await log.getByText('Waiting for a worker').waitFor()
    await page.keyboard.press('End')
    await log.getByText('Line 20000', { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await close()
  }, 120_000)
})
