import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CreateApiTokenMutation,
  FilteredDatabasesQuery,
  TaskListQuery,
} from '../../../src/client/operations.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { createElements, register } from '../../server/tasks.ts'
import { openBrowser } from '../browser.ts'
import { type VisitOptions, visit } from './visit.ts'

const shop = `
CREATE TYPE standing AS ENUM ('vip', 'regular');
CREATE TABLE country (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, standing standing NOT NULL, country_id int NOT NULL REFERENCES country);
CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, placed date NOT NULL);
CREATE TABLE machine (id int PRIMARY KEY, name text);
INSERT INTO country VALUES (1, 'Switzerland'), (2, 'Canada');
INSERT INTO customer SELECT i, 'Customer ' || i, CASE WHEN i % 4 = 0 THEN 'vip' ELSE 'regular' END::standing, 1 + i % 2
  FROM generate_series(1, 40) i;
INSERT INTO orders SELECT i, 1 + i % 40, date '2026-01-01' + i FROM generate_series(1, 200) i;
INSERT INTO machine SELECT i, 'machine ' || i FROM generate_series(1, 3) i;
ANALYZE;`
/** Copied for some seconds, which is long enough to be met in the midst of it. */
const large = `
CREATE TABLE reading (id int PRIMARY KEY, note text NOT NULL);
INSERT INTO reading SELECT i, repeat(md5(i::text), 6) FROM generate_series(1, 1500000) i;
ANALYZE;`

let quarry: TestQuarry
let browser: Browser
let source: TestDatabase
let databaseId: string
beforeAll(async () => {
  ;[quarry, browser, source] = await Promise.all([
    startQuarry(),
    openBrowser(),
    createDatabase({ sql: shop }),
  ])
  databaseId = await register(quarry.client, source.connectionString, 'shop')
  await createElements(quarry.client, databaseId)
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
  await source?.drop()
})

const open = (at: string, options?: VisitOptions) => visit(browser, quarry, at, options)
const prompt = (page: Page) => page.getByLabel('Which rows do you need?')
const showPlan = (page: Page) => page.getByRole('button', { name: /^Show the plan/ }).click()
const start = (page: Page) => page.getByRole('button', { name: 'Start', exact: true })
const tasksStarted = async () =>
  (await quarry.client.request(TaskListQuery, { filter: { kinds: ['FILTERED_DATABASE'] }, first: 100 })).tasks
    .totalCount

async function count(connectionString: string, table: string): Promise<number> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query(`SELECT count(*)::int AS count FROM ${table}`)
    return rows[0].count
  } finally {
    await client.end()
  }
}

describe('a filtered database from a prompt', () => {
  it.each(['light', 'dark'] as const)(
    'is planned, started, watched, connected to and dropped (%s)',
    async (colorScheme) => {
      const name = `swiss vips ${colorScheme}`
      const { page, complaints, violations, picture, close } = await open('/filtered-databases', {
        colorScheme,
      })
      await page.getByText('There is no filtered database yet').waitFor()
      expect(await violations()).toEqual([])
      await page.getByRole('link', { name: 'New filtered database' }).click()

      await page.getByLabel('Database', { exact: true }).selectOption({ label: 'shop' })
      await page.getByRole('button', { name: 'Put into the prompt: customer' }).first().waitFor()
      await prompt(page).fill('shiny vip customers in Switzerland')
      await showPlan(page)
      await page.locator('mark', { hasText: 'shiny' }).waitFor()
      expect(await start(page).count()).toBe(0)
      expect(await violations()).toEqual([])
      await picture(`filtered-unclear-${colorScheme}`)
      await page
        .getByRole('button', { name: 'Put into the prompt: vip customers in Switzerland', exact: true })
        .click()
      expect(await prompt(page).inputValue()).toBe('vip customers in Switzerland')
      expect(await prompt(page).evaluate((element) => element === document.activeElement)).toBe(true)

      await page.getByLabel('Name').fill(name)
      await showPlan(page)
      await page.getByRole('heading', { name: 'The plan' }).waitFor()
      const orders = page.getByRole('row', { name: /^orders/ })
      expect(await orders.getByText('belongs to them').count()).toBe(1)
      await orders.getByText('SQL', { exact: true }).click()
      expect(await orders.locator('pre', { hasText: 'FROM "public"."orders"' }).isVisible()).toBe(true)
      await page.getByText('1 table stays empty').click()
      expect(await page.getByRole('listitem').filter({ hasText: 'machine' }).isVisible()).toBe(true)
      expect(await violations()).toEqual([])
      await picture(`filtered-plan-${colorScheme}`)

      const before = await tasksStarted()
      await start(page).dblclick()
      await page.getByText('Completed').waitFor()
      expect(await tasksStarted()).toBe(before + 1)
      expect(await violations()).toEqual([])
      await picture(`filtered-done-${colorScheme}`)
      await page.getByRole('link', { name: 'Open the filtered database' }).click()

      await page.getByRole('heading', { name, level: 1 }).waitFor()
      expect(
        await page
          .getByRole('row', { name: /^customer / })
          .first()
          .getByRole('cell')
          .allTextContents(),
      ).toEqual(['customer', '40', '10', '25 %', '0'])
      expect(await page.content()).not.toContain('postgresql://')
      await page.getByRole('button', { name: 'Show the connection string' }).click()
      const shown = page.getByText(/^postgresql:/)
      await shown.waitFor()
      const connectionString = (await shown.textContent())!
      await page.getByRole('button', { name: 'Copy: Connection string' }).click()
      await page.getByRole('button', { name: 'Copied: Connection string' }).waitFor()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(connectionString)
      expect(await count(connectionString, 'customer')).toBe(10)
      expect(await count(connectionString, 'machine')).toBe(0)
      expect(await violations()).toEqual([])
      await picture(`filtered-database-${colorScheme}`)
      await page.getByRole('button', { name: 'Hide it' }).click()
      expect(await page.content()).not.toContain('postgresql://')

      await page.getByRole('button', { name: `Drop: ${name}` }).click()
      const drop = page.getByRole('button', { name: 'Drop the database' })
      expect(await drop.isDisabled()).toBe(true)
      expect(await violations()).toEqual([])
      await page.getByLabel(/^Type its name/).fill(name)
      await picture(`filtered-drop-${colorScheme}`)
      await drop.click()
      await page.getByText('There is no filtered database yet').waitFor()
      await expect(count(connectionString, 'customer')).rejects.toThrow()
      expect((await quarry.client.request(FilteredDatabasesQuery, {})).filteredDatabases.nodes).toEqual([])
      expect(complaints).toEqual([])
      await close()
    },
  )

  it('is not started from a plan that the input has moved away from', async () => {
    const { page, close } = await open(`/filtered-databases/new?databaseId=${databaseId}&prompt=customer`)
    await showPlan(page)
    await start(page).waitFor()
    await prompt(page).fill('orders')
    await page.getByText('The input has changed since this plan was made').waitFor()
    expect(await start(page).count()).toBe(0)
    await prompt(page).fill('customer')
    expect(await start(page).count()).toBe(1)
    await page.getByLabel('Also the rest').check()
    expect(await start(page).count()).toBe(0)
    await showPlan(page)
    await start(page).waitFor()
    expect(
      await page
        .getByRole('row', { name: /^machine/ })
        .getByText('the rest')
        .count(),
    ).toBe(1)
    await close()
  })

  it('says at its field what cannot be', async () => {
    const { page, violations, close } = await open(
      `/filtered-databases/new?databaseId=${databaseId}&prompt=customer`,
    )
    await page.getByLabel('Drop it by itself').fill('2020-01-01T00:00')
    await showPlan(page)
    await start(page).click()
    const field = page.getByLabel('Drop it by itself')
    await page.getByText('expiresAt lies in the future').first().waitFor()
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await violations()).toEqual([])
    await close()
  })
})

describe('a database by its connection string', () => {
  it('says why it cannot be connected to, and can be filtered without being registered', async () => {
    const { page, complaints, violations, close } = await open('/filtered-databases/new')
    await page.getByLabel('A connection string').check()
    const field = page.getByLabel('Connection string', { exact: true })
    await field.fill('nowhere')
    await prompt(page).fill('orders')
    await showPlan(page)
    await page.getByText('starts with postgresql://').first().waitFor()
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    await field.fill('postgresql://nobody:secret@127.0.0.1:1/x')
    await showPlan(page)
    await page.getByText('look at host and port').waitFor()
    expect(await violations()).toEqual([])
    await field.fill(source.connectionString)
    await showPlan(page)
    await start(page).waitFor()
    expect(page.url()).not.toContain('postgresql')
    expect(complaints).toEqual([])
    await close()
  })
})

describe('while it is made', () => {
  it('it can be cancelled in the middle', async () => {
    const big = await createDatabase({ sql: large })
    try {
      const id = await register(quarry.client, big.connectionString, 'readings')
      const { page, complaints, violations, picture, close } = await open(
        `/filtered-databases/new?databaseId=${id}&prompt=all+reading`,
      )
      const list = await open('/filtered-databases')
      await showPlan(page)
      await start(page).click()
      await page.getByText('Running').waitFor()
      await list.page.getByRole('heading', { name: 'In the making' }).waitFor()
      await list.page.getByRole('link', { name: 'all reading' }).waitFor()
      await picture('filtered-running')
      await page.getByRole('button', { name: 'Cancel: all reading' }).click()
      await page.getByRole('button', { name: 'Cancel the task' }).click()
      await page.getByText('It was cancelled').waitFor()
      await list.page.getByRole('heading', { name: 'In the making' }).waitFor({ state: 'detached' })
      expect(await violations()).toEqual([])
      await page.getByRole('button', { name: 'Make another one' }).click()
      await start(page).waitFor()
      expect(await prompt(page).inputValue()).toBe('all reading')
      expect(complaints).toEqual([])
      await list.close()
      await close()
    } finally {
      await big.drop()
    }
  })
})

describe('those who may only read', () => {
  it('look at plans, and are offered neither a start nor a connection string', async () => {
    const made = await quarry.client.request(CreateApiTokenMutation, {
      input: { name: 'reader', role: 'VIEWER' },
    })
    if (!('token' in made.createApiToken)) throw new Error('No token was made')
    const { token } = made.createApiToken
    const { page, complaints, violations, close } = await open('/filtered-databases', { token })
    await page.getByRole('link', { name: 'Look at a plan' }).click()
    await page.getByLabel('Database', { exact: true }).selectOption({ label: 'shop' })
    expect(await page.getByLabel('A connection string').count()).toBe(0)
    await prompt(page).fill('orders')
    await showPlan(page)
    await page.getByText('Your role reads').waitFor()
    expect(await start(page).count()).toBe(0)
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})
