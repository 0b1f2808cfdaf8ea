import pg from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CreateApiTokenMutation } from '../../../src/client/operations.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { register, startTask } from '../../server/tasks.ts'
import { openBrowser } from '../browser.ts'
import { visit } from './visit.ts'

let quarry: TestQuarry
let idle: TestQuarry
let browser: Browser
let source: TestDatabase
beforeAll(async () => {
  ;[quarry, idle, browser, source] = await Promise.all([
    startQuarry(),
    startQuarry({ worker: false }),
    openBrowser(),
    createDatabase({ sql: 'create table one (id int primary key)' }),
  ])
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([quarry?.stop(), idle?.stop()])
  await source?.drop()
})

describe('the queues', () => {
  it.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('show what runs and what has ended, live (%s, %i px)', async (colorScheme, width) => {
    const id = await register(quarry.client, source.connectionString, `shop ${colorScheme}`)
    const { page, complaints, violations, picture, close } = await visit(browser, quarry, '/queues', {
      colorScheme,
      width,
    })
    const queue = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Element creation' }) })
    const figure = (name: string) => queue.getByText(name, { exact: true }).locator('xpath=../dd')
    await expect.poll(() => figure('Workers').innerText(), { timeout: 20_000 }).toBe('1')
    const before = Number(await figure('Completed in the last hour').innerText())

    const holder = new pg.Client({ connectionString: quarry.surroundings.databaseUrl })
    await holder.connect()
    await holder.query('begin; lock table catalog_table in share mode')
    await startTask(quarry.client, id)
    await expect.poll(() => figure('Running').innerText(), { timeout: 10_000 }).toBe('1')
    await holder.end()
    await expect.poll(() => figure('Running').innerText(), { timeout: 10_000 }).toBe('0')
    expect(Number(await figure('Completed in the last hour').innerText())).toBe(before + 1)
    const drawn = await queue.getByRole('img').locator('path').first().getAttribute('d')
    expect(drawn!.match(/V/g)!.length).toBeGreaterThanOrEqual(2)
    expect(await violations()).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await picture(`queues-${colorScheme}-${width}`)
    await queue.getByRole('link', { name: 'See the tasks' }).click()
    await page.waitForURL('**/tasks?kind=ELEMENT_CREATION')
    expect(complaints).toEqual([])
    await close()
  })

  it('warn where tasks wait and no worker is there, and where one has waited for long', async () => {
    await startTask(idle.client, await register(idle.client, source.connectionString, 'shop'))
    const { page, complaints, violations, picture, close } = await visit(browser, idle, '/queues')
    await page.getByText('No worker is there for this kind, and one task waits for one.').waitFor()
    expect(await violations()).toEqual([])
    await picture('queues-warning')

    const store = new pg.Client({ connectionString: idle.surroundings.databaseUrl })
    await store.connect()
    await store.query(`update task set available_at = now() - interval '5 minutes'`)
    await store.query(
      `insert into task_worker (id, kinds, concurrency, host, pid, started_at, heartbeat_at)
       values (gen_random_uuid(), '["ELEMENT_CREATION"]', 5, 'elsewhere', 1, now(), now())`,
    )
    await page.getByText(/The oldest task has waited for 5 min \d+ s/).waitFor()
    await store.end()
    expect(complaints).toEqual([])
    await close()
  })

  it('say to whoever is no ADMIN that they are not for them', async () => {
    const { createApiToken } = await quarry.client.request(CreateApiTokenMutation, {
      input: { name: 'reader', role: 'EDITOR' },
    })
    if (createApiToken.__typename !== 'CreateApiTokenPayload') throw new Error(createApiToken.message)
    const { page, complaints, violations, close } = await visit(browser, quarry, '/queues', {
      token: createApiToken.token,
    })
    await page.getByText('The queues are for administrators').waitFor()
    expect(await page.getByRole('navigation', { name: 'Main' }).getByText('Queues').count()).toBe(0)
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})
