import pg from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jwt, jwtSecret } from '../../access/tokens.ts'
import { endless } from '../../charts/task/installation.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { openBrowser } from '../browser.ts'
import { marksIn } from './drawn.ts'
import { visit } from './visit.ts'

let quarry: TestQuarry
let browser: Browser
let source: TestDatabase
beforeAll(async () => {
  ;[quarry, browser, source] = await Promise.all([
    startQuarry({ env: { JWT_SECRET: jwtSecret } }),
    openBrowser(),
    createDatabase({
      sql: `CREATE TABLE city (id int PRIMARY KEY, name text NOT NULL);
        CREATE TABLE visitor (id int PRIMARY KEY, name text NOT NULL, city_id int NOT NULL REFERENCES city);
        INSERT INTO city VALUES (1, 'Bern'), (2, 'Basel'), (3, 'Zug');
        INSERT INTO visitor SELECT n, 'visitor ' || n, 1 + n % 2 FROM generate_series(1, 30) n; ANALYZE`,
    }),
  ])
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
  await source?.drop()
})

describe('somebody who begins with nothing', () => {
  it('registers a database, reads its elements, makes a filtered database and a chart, and sees each of them come', async () => {
    const { page, complaints, close } = await visit(browser, quarry, '/')
    // A second tab that nobody touches shows the same.
    const other = await page.context().newPage()
    await other.goto(`${quarry.url}/tasks#token=${quarry.token}`)
    await other.getByText('Live', { exact: true }).waitFor()

    await page.getByRole('navigation').getByRole('link', { name: 'Databases', exact: true }).click()
    await page.getByRole('button', { name: 'Register a database' }).first().click()
    await page.getByLabel('Name').fill('visitors')
    await page.getByRole('textbox', { name: 'Connection string' }).fill(source.connectionString)
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByText('The connection works').waitFor()
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'visitors' }).waitFor()

    await page.getByRole('button', { name: 'Create elements' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click()
    await page.getByRole('dialog').getByText('1 task started').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await page.getByText('2 tables, 5 columns, 1 relationships').first().waitFor()
    await other.getByRole('link', { name: 'visitors' }).waitFor()

    await page.getByRole('navigation').getByRole('link', { name: 'Filtered databases' }).click()
    await page.getByRole('link', { name: 'New filtered database' }).first().click()
    await page.getByLabel('Database', { exact: true }).selectOption({ label: 'visitors' })
    await page.getByLabel('Which rows do you need?').fill('visitors from Basel')
    await page.getByRole('button', { name: /^Show the plan/ }).click()
    await page.getByRole('heading', { name: 'The plan' }).waitFor()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await page.getByRole('link', { name: 'Open the filtered database' }).click()
    await page.getByRole('button', { name: 'Show the connection string' }).click()
    const connectionString = (await page.getByText(/^postgresql:/).textContent())!
    const client = new pg.Client({ connectionString })
    await client.connect()
    const { rows } = await client.query(
      'SELECT (SELECT count(*)::int FROM visitor) AS visitors, (SELECT count(*)::int FROM city) AS cities',
    )
    await client.end()
    expect(rows).toEqual([{ visitors: 15, cities: 1 }])
    await other.getByRole('link', { name: 'visitors from Basel' }).waitFor()

    await page.getByRole('navigation').getByRole('link', { name: 'Charts' }).click()
    await page.getByRole('textbox', { name: 'Question' }).fill('Number of visitors per city')
    await page.getByRole('button', { name: 'Draw the chart' }).click()
    expect(await marksIn(page.getByRole('article', { name: /^Chart: / }))).toEqual({
      bars: 2,
      words: expect.stringContaining('Bern'),
    })
    await other.getByRole('link', { name: 'Number of visitors per city' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('cancels a task in the midst of its work, and sees that it ended', async () => {
    const { page, complaints, violations, close } = await visit(browser, quarry, '/messages')
    await page.getByRole('textbox', { name: 'Question' }).fill('How many are there?')
    await page.getByRole('radio', { name: 'A query' }).check()
    await page.getByRole('textbox', { name: 'SQL' }).fill(endless)
    await page.getByRole('button', { name: 'Draw the chart' }).click()
    await page.getByRole('heading', { level: 1, name: 'How many are there?' }).waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Tasks' }).click()
    await page.getByRole('link', { name: 'How many are there?' }).click()
    await page.getByText('Running', { exact: true }).first().waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Cancel' }).first().click()
    expect(await violations()).toEqual([])
    await page.getByRole('dialog').getByRole('textbox').fill('not needed any more')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Cancel/ })
      .last()
      .click()
    await page.getByRole('main').getByText('Cancelled', { exact: true }).first().waitFor()
    await page.getByText('not needed any more').first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

describe('somebody of another workspace', () => {
  it('sees nothing of this one, whatever address is opened', async () => {
    const ours = await visit(browser, quarry, '/databases')
    const link = ours.page.getByRole('link', { name: 'visitors' }).first()
    const database = (await link.getAttribute('href'))!
    await ours.page.goto(`${quarry.url}/tasks`)
    const task = (await ours.page.getByRole('link', { name: 'How many are there?' }).getAttribute('href'))!
    await ours.page.goto(`${quarry.url}/messages`)
    const message = (await ours.page
      .getByRole('link', { name: 'Number of visitors per city' })
      .getAttribute('href'))!
    await ours.close()

    const token = await jwt({ sub: 'stranger', workspace: 'elsewhere', role: 'ADMIN' })
    const { page, close } = await visit(browser, quarry, '/tasks', { token })
    await page.getByText('Live', { exact: true }).waitFor()
    for (const at of ['/tasks', '/databases', '/filtered-databases', '/messages', database, task, message]) {
      await page.goto(quarry.url + at)
      await expect
        .poll(() => page.getByRole('banner').innerText(), { message: at, timeout: 10_000 })
        .toContain('Live')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      const seen = await page.getByRole('main').innerText()
      expect([at, seen]).toEqual([at, expect.not.stringMatching(/visitor|Basel|How many are there/i)])
    }
    await close()
  })
})
