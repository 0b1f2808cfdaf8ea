import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CreateApiTokenMutation, StartFilteredDatabaseMutation } from '../../../src/client/operations.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { register } from '../../server/tasks.ts'
import { openBrowser } from '../browser.ts'
import { visit } from './visit.ts'

/** 160 tables of which 80 refer to the subject; a name as long as PostgreSQL has them. */
const wide = `
CREATE TABLE subject (id int PRIMARY KEY);
INSERT INTO subject SELECT generate_series(1, 9);
DO $$ BEGIN FOR i IN 1..80 LOOP
  EXECUTE format('CREATE TABLE tied_%s (id int PRIMARY KEY, subject_id int REFERENCES subject)', i);
  EXECUTE format('INSERT INTO tied_%s SELECT n, 1 + n %% 9 FROM generate_series(1, %s) n', i, 10 * i);
  EXECUTE format('CREATE TABLE alone_%s (id int PRIMARY KEY)', i);
END LOOP; END $$;
CREATE TABLE ${'long_'.repeat(12)} (id int PRIMARY KEY, subject_id int REFERENCES subject);
ANALYZE;`

let quarry: TestQuarry
let browser: Browser
let source: TestDatabase
let databaseId: string
beforeAll(async () => {
  ;[quarry, browser, source] = await Promise.all([
    startQuarry(),
    openBrowser(),
    createDatabase({ sql: wide }),
  ])
  databaseId = await register(quarry.client, source.connectionString, 'wide')
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
  await source?.drop()
})

/** A filtered database with a name, once it is there; its id. */
async function make(name: string): Promise<string> {
  const { startFilteredDatabase } = await quarry.client.request(StartFilteredDatabaseMutation, {
    input: { source: { databaseId }, prompt: 'all subject', name },
  })
  if (startFilteredDatabase.__typename !== 'StartFilteredDatabasePayload')
    throw new Error(startFilteredDatabase.message)
  let last = ''
  for await (const { type } of quarry.client.watchTask(startFilteredDatabase.task.id)) last = type
  expect(last).toBe('COMPLETED')
  return startFilteredDatabase.task.id
}

const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth

describe('a plan of many tables', () => {
  it.each([1280, 360])('is found through, sorted and shown in parts, %i pixels wide', async (width) => {
    const { page, complaints, violations, picture, close } = await visit(
      browser,
      quarry,
      `/filtered-databases/new?databaseId=${databaseId}&prompt=all+subject`,
      { width },
    )
    await page.getByRole('button', { name: 'Show the plan' }).click()
    await page.getByRole('heading', { name: 'The plan' }).waitFor()
    await page.getByText('80 tables stay empty').waitFor()
    const names = () => page.locator('tbody tr td:first-child').allTextContents()
    expect((await names()).length).toBe(50)
    expect((await names())[0]).toBe('subject')
    await page.getByRole('button', { name: 'Rows, about' }).click()
    expect((await names())[0]).toBe('tied_80')
    await page.getByRole('button', { name: 'Rows, about' }).click()
    await page.getByRole('button', { name: /^Show \d+ more$/ }).click()
    expect((await names()).length).toBe(82)
    await page.getByRole('button', { name: 'Table', exact: true }).click()
    expect((await names()).slice(-2)).toEqual(['tied_79', 'tied_80'])
    expect(await page.evaluate(sideways)).toBe(0)
    expect(await violations()).toEqual([])
    await picture(`filtered-many-${width}`)
    await page.getByLabel('Find a table in the plan').fill('_7')
    expect(await names()).toEqual(['tied_7', ...Array.from({ length: 10 }, (_, i) => `tied_7${i}`)])
    await page.getByLabel('Why it is there').selectOption({ label: 'asked for' })
    await page.getByText('No table has this in its name').waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

describe('a filtered database that is there', () => {
  it('keeps its password from the page until it is asked for', async () => {
    await make('asked')
    const { page, close } = await visit(browser, quarry, '/filtered-databases')
    const sent: string[] = []
    const received: string[] = []
    page.on('request', (request) => void sent.push(request.postData() ?? ''))
    page.on('response', async (response) => {
      if (response.url().endsWith('/graphql')) received.push(await response.text().catch(() => ''))
    })
    await page.getByRole('link', { name: 'asked', exact: true }).click()
    await page.getByRole('heading', { name: 'Tables', exact: true }).waitFor()
    expect(sent.join('')).toContain('FilteredDatabaseDetails')
    expect(received.join('')).toContain('databaseName')
    expect(sent.join('')).not.toMatch(/connectionString|password/)
    expect(received.join('')).not.toContain('postgresql://')
    await page.getByRole('button', { name: 'Show the connection string' }).click()
    await page.getByText(/^postgresql:/).waitFor()
    expect(sent.join('')).toContain('connectionString')
    await close()
  })

  it('looks right with a long name on a narrow page, and gives the focus back where its dialog is closed', async () => {
    const name = `${'a name without end '.repeat(4)}${'and_without_a_space_'.repeat(4)}`.trim()
    await make(name)
    const { page, complaints, violations, picture, close } = await visit(
      browser,
      quarry,
      '/filtered-databases',
      {
        width: 360,
      },
    )
    await page.getByRole('link', { name, exact: true }).waitFor()
    expect(await page.evaluate(sideways)).toBe(0)
    await picture('filtered-list-360')
    await page.getByRole('link', { name, exact: true }).click()
    await page.getByRole('button', { name: 'Show the connection string' }).click()
    await page.getByText(/^postgresql:/).waitFor()
    expect(await page.evaluate(sideways)).toBe(0)
    expect(await violations()).toEqual([])
    await picture('filtered-database-360')
    const drop = page.getByRole('button', { name: `Drop: ${name}` })
    await drop.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    expect(
      await page.getByLabel(/^Type its name/).evaluate((field) => field === document.activeElement),
    ).toBe(true)
    await page.keyboard.type('another')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('dialog').count()).toBe(1)
    expect(await violations()).toEqual([])
    expect(await page.getByRole('dialog').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(
      0,
    )
    await picture('filtered-drop-360')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await drop.evaluate((button) => button === document.activeElement)).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })

  it('is gone from a second tab as well when it is dropped', async () => {
    await make('twice seen')
    const { page, close } = await visit(browser, quarry, '/filtered-databases')
    const second = await page.context().newPage()
    await second.goto(`${quarry.url}/filtered-databases#token=${quarry.token}`)
    await second.getByRole('link', { name: 'twice seen' }).click()
    await second.getByRole('heading', { name: 'twice seen' }).waitFor()
    await page.getByRole('button', { name: 'Drop: twice seen' }).click()
    await page.getByLabel(/^Type its name/).fill('twice seen')
    await page.keyboard.press('Enter')
    await page.getByText('twice seen was dropped').waitFor()
    await page.getByRole('link', { name: 'twice seen' }).waitFor({ state: 'detached' })
    await second.getByRole('heading', { name: 'There is no such filtered database' }).waitFor()
    await close()
  })

  it('is shown to those who may only read without a way to its password or its end', async () => {
    await make('looked at')
    const { createApiToken } = await quarry.client.request(CreateApiTokenMutation, {
      input: { name: 'reader', role: 'VIEWER' },
    })
    if (createApiToken.__typename !== 'CreateApiTokenPayload') throw new Error('No token was made')
    const { page, complaints, violations, close } = await visit(browser, quarry, '/filtered-databases', {
      token: createApiToken.token,
    })
    const link = page.getByRole('link', { name: 'looked at' })
    await link.waitFor()
    await page.getByRole('link', { name: 'Look at a plan' }).waitFor()
    expect(await page.getByRole('button', { name: /^Drop/ }).count()).toBe(0)
    await link.click()
    await page.getByText('Those who may change things in the workspace see the connection string').waitFor()
    expect(await page.getByRole('button', { name: /^(Drop|Show the connection)/ }).count()).toBe(0)
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  it('says so where there is none at the address', async () => {
    const { page, violations, close } = await visit(browser, quarry, '/filtered-databases/RmlsdGVyZWQ6MQ==')
    await page.getByRole('heading', { name: 'There is no such filtered database' }).waitFor()
    expect(await violations()).toEqual([])
    await close()
  })
})
