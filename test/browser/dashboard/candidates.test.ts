import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { createElements, register } from '../../server/tasks.ts'
import { openBrowser } from '../browser.ts'
import { type VisitOptions, visit } from './visit.ts'

/** One key that is declared, and two that are not. */
const shop = `
  create table customers (id int primary key, name text not null);
  create table products (id int primary key, title text not null);
  create table orders (id int primary key, customer_id int not null, product_id int not null references products, placed date);
  create table notes (id int primary key, order_id int, words text);
  create index on orders (customer_id);
  insert into customers select i, 'Customer ' || i from generate_series(1, 20) i;
  insert into products select i, 'Product ' || i from generate_series(1, 5) i;
  insert into orders select i, 1 + i % 20, 1 + i % 5, date '2026-01-01' + i from generate_series(1, 60) i;
  insert into notes select i, i, 'note ' || i from generate_series(1, 10) i;
  analyze;`

let quarry: TestQuarry
let browser: Browser
let source: TestDatabase
let id: string
beforeAll(async () => {
  ;[quarry, browser, source] = await Promise.all([
    startQuarry(),
    openBrowser(),
    createDatabase({ sql: shop }),
  ])
  id = await register(quarry.client, source.connectionString, 'undeclared')
  await createElements(quarry.client, id, { include: ['CANDIDATE_KEYS'], sampleValues: true })
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
  await source?.drop()
})

const open = (at = '', options: VisitOptions = {}) => visit(browser, quarry, `/databases/${id}${at}`, options)

describe('relationships that are not declared', () => {
  it('are asked for when elements are created, with values that confirm them', async () => {
    const other = await register(quarry.client, source.connectionString, 'asked for')
    const { page, complaints, violations, picture, close } = await visit(
      browser,
      quarry,
      `/databases/${other}`,
      { colorScheme: 'dark' },
    )
    await page.getByRole('button', { name: 'Create elements' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Options').click()
    expect(await dialog.getByText('Check candidate keys by sampled values').count()).toBe(0)
    await dialog.getByRole('checkbox', { name: /^Candidate keys/ }).check()
    await dialog.getByRole('checkbox', { name: /^Check candidate keys by sampled values/ }).check()
    expect(await violations()).toEqual([])
    await picture('candidates-create')
    await dialog.getByRole('button', { name: 'Start' }).click()
    await dialog.getByText('Completed').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('link', { name: 'Relationships' }).click()
    await page.getByText('Inferred (2)').waitFor()
    await page.getByText('20 of 20 sampled values are in customers.id').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)(
    'are listed with their score and reason, and filtered in the address (%s)',
    async (colorScheme) => {
      const { page, complaints, violations, picture, close } = await open('?tab=relationships', {
        colorScheme,
      })
      await page.getByRole('radio', { name: 'All (3)' }).waitFor()
      expect(await page.getByRole('row').count()).toBe(1 + 3)
      expect(await violations()).toEqual([])
      await picture(`candidates-relationships-${colorScheme}`)
      await page.getByRole('radio', { name: 'Inferred (2)' }).check()
      await expect.poll(() => page.getByRole('row').count()).toBe(1 + 2)
      const row = page.getByRole('row').filter({ hasText: 'public.orders (customer_id)' })
      await row.getByText('inferred, not declared').waitFor()
      expect(await row.textContent()).toMatch(/score 0\.9\d.*"customer" names customers.*indexed/)
      await page.reload()
      await expect.poll(() => page.getByRole('row').count()).toBe(1 + 2)
      await page.getByRole('radio', { name: 'Declared (1)' }).check()
      await page.getByText('orders_product_id_fkey').waitFor()
      await expect.poll(() => page.getByRole('row').count()).toBe(1 + 1)
      expect(new URL(page.url()).searchParams.get('origin')).toBe('DECLARED')
      await page.getByRole('link', { name: 'public.products' }).click()
      await page.getByRole('heading', { level: 1, name: 'public.products' }).waitFor()
      expect(complaints).toEqual([])
      await close()
    },
  )

  it('stand apart from the declared ones on the page of a table', async () => {
    const { page, complaints, violations, picture, close } = await open('?search=orders')
    await page.getByRole('link', { name: 'public.orders' }).first().click()
    const references = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Refers to (2)' }) })
    await references.getByRole('heading', { name: 'Inferred, not declared' }).waitFor()
    const [declared, inferred] = await references.getByRole('list').allTextContents()
    expect(declared).toContain('orders_product_id_fkey')
    expect(inferred).toMatch(/public\.customers.*\(customer_id\) → \(id\)score 0\.9\d.*names customers/)
    const column = (name: string) =>
      page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
    await column('customer_id').getByText('inferred, not declared').waitFor()
    expect(await column('customer_id').getByText('FK').count()).toBe(0)
    expect(await column('product_id').getByText('inferred, not declared').count()).toBe(0)
    expect(await violations()).toEqual([])
    await picture('candidates-table')
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)(
    'are dashed in the diagram, said in words, and left out where they are not wanted (%s)',
    async (colorScheme) => {
      const { page, complaints, violations, picture, close } = await open('?tab=diagram', { colorScheme })
      const diagram = page.getByRole('group', { name: /^Diagram of 4 tables and 3 relationships/ })
      await diagram.waitFor()
      const dashed = () =>
        page
          .getByRole('main')
          .evaluate(
            (main) =>
              [...main.querySelectorAll('svg path')].filter(
                (path) => getComputedStyle(path).strokeDasharray !== 'none',
              ).length,
          )
      expect(await dashed()).toBe(2)
      expect(await violations()).toEqual([])
      await picture(`candidates-diagram-${colorScheme}`)
      await page.getByText('The same in words').click()
      await page.getByText('customer_id refers to customers many to one, inferred, not declared').waitFor()
      // The columns that they hold are seen even where keys alone are.
      await page.getByLabel('Columns shown').selectOption('keys')
      await diagram.getByText('customer_id', { exact: true }).waitFor()
      expect(await diagram.getByText('placed', { exact: true }).count()).toBe(0)

      await page.getByRole('checkbox', { name: 'Inferred relationships, dashed' }).uncheck()
      await page.getByRole('group', { name: /^Diagram of 4 tables and 1 relationship/ }).waitFor()
      expect(await dashed()).toBe(0)
      expect(await page.getByText('customer_id refers to customers').count()).toBe(0)
      expect(complaints).toEqual([])
      await close()
    },
  )

  it.each(['?tab=relationships', '?tab=diagram'])('lead nowhere out of sight at 360 px: %s', async (at) => {
    const { page, violations, picture, close } = await open(at, { width: 360 })
    await page
      .getByText(/inferred/i)
      .first()
      .waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    expect(await violations()).toEqual([])
    await picture(`candidates-narrow-${at.replace(/\W+/g, '')}`)
    await close()
  })
})

describe('a plan', () => {
  it('follows them where that is chosen, says which, and what is made of it holds their rows', async () => {
    const { page, complaints, violations, picture, close } = await visit(
      browser,
      quarry,
      `/filtered-databases/new?databaseId=${id}`,
    )
    const follow = page.getByRole('checkbox', { name: 'Follow inferred relationships, too' })
    await follow.waitFor()
    await page.getByText('2 foreign keys are not declared in this database but inferred').waitFor()
    const example = page.getByRole('button', { name: /orders with at least 3 notes/ })
    expect(await example.count()).toBe(0)
    await follow.check()
    await example.waitFor()
    await page.getByLabel('Which rows do you need?').fill('customers with at least 3 orders')
    await page.getByLabel('Name').fill('followed')
    await page.getByRole('button', { name: /^Show the plan/ }).click()
    await page.getByRole('heading', { name: 'The plan' }).waitFor()
    await page.getByText('2 inferred relationships are followed').click()
    await page.getByText('public.orders (customer_id) → public.customers (id)').waitFor()
    expect(await violations()).toEqual([])
    await picture('candidates-plan')
    // Without them it would be another plan.
    await follow.uncheck()
    await page.getByText('The input has changed since this plan was made').waitFor()
    await follow.check()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await page.getByText('Completed').waitFor()
    await page.getByRole('link', { name: 'Open the filtered database' }).click()
    await page.getByRole('heading', { level: 1, name: 'followed' }).waitFor()
    const kept = page.getByRole('row', { name: /^customers/ }).first()
    expect(await kept.getByRole('cell').allTextContents()).toEqual(['customers', '20', '20', '100 %', '0'])

    await page.getByRole('link', { name: 'How it was made' }).click()
    await page.getByRole('link', { name: 'Run with changes' }).click()
    await follow.waitFor()
    expect(await follow.isChecked()).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })
})
