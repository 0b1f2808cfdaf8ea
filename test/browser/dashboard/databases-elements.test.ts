import pg from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { register } from '../../server/tasks.ts'
import { openBrowser } from '../browser.ts'
import { shop } from './shop.ts'
import { visit } from './visit.ts'

let quarry: TestQuarry
let browser: Browser
const sources: TestDatabase[] = []
beforeAll(async () => {
  ;[quarry, browser] = await Promise.all([startQuarry(), openBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
  for (const source of sources) await source.drop()
})

async function source(sql = shop): Promise<TestDatabase> {
  const database = await createDatabase({ sql })
  sources.push(database)
  return database
}
describe('element creation', () => {
  it('begins for several at once, shows which are skipped and why, and ends in lists that keep up', async () => {
    const [busy, free] = [await source(), await source()]
    await register(quarry.client, busy.connectionString, 'elements busy')
    await register(quarry.client, free.connectionString, 'elements free')
    const holder = new pg.Client({ connectionString: busy.connectionString })
    await holder.connect()
    await holder.query('begin; lock table shop.orders in access exclusive mode')

    const { page, complaints, violations, picture, close } = await visit(
      browser,
      quarry,
      '/databases?search=elements',
      { colorScheme: 'dark' },
    )
    await page.getByRole('checkbox', { name: 'Select elements busy' }).check()
    await page.getByRole('button', { name: 'Create elements' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Options').click()
    expect(await violations()).toEqual([])
    await dialog.getByLabel('Only these schemas or tables').fill('a.b.c')
    await dialog.getByRole('button', { name: 'Start' }).click()
    await dialog.getByText('is no schema and no schema.table').waitFor()
    await dialog.getByLabel('Only these schemas or tables').fill('')
    await dialog.getByRole('button', { name: 'Start' }).click()
    await dialog.getByText('1 task started').waitFor()
    await dialog.getByText('Running').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()

    await page.getByRole('checkbox', { name: 'Select all on this page' }).check()
    await page.getByText('2 databases selected').waitFor()
    await page.getByRole('button', { name: 'Create elements' }).click()
    await dialog.getByRole('button', { name: 'Start' }).click()
    await dialog.getByText('1 task started').waitFor()
    await dialog.getByText('1 database was skipped').waitFor()
    await dialog.getByText('elements busy: An element creation task is currently running').waitFor()
    expect(await violations()).toEqual([])
    await picture('databases-skipped')
    await dialog.getByRole('button', { name: 'Close' }).click()

    const row = (name: string) => page.getByRole('row').filter({ hasText: name })
    await row('elements free').getByText('Completed').waitFor()
    await row('elements free').getByText('5 tables').waitFor()
    await row('elements busy').getByText('Running').waitFor()
    await holder.query('rollback')
    await holder.end()
    await row('elements busy').getByText('Completed').waitFor()
    await row('elements busy').getByText('5 tables').waitFor()
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  it('reads what its options say alone', async () => {
    const { connectionString } = await source()
    const id = await register(quarry.client, connectionString, 'optional')
    const { page, complaints, close } = await visit(browser, quarry, `/databases/${id}`)
    await page.getByRole('button', { name: 'Create elements' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Options').click()
    await dialog.getByRole('checkbox', { name: 'Comments' }).uncheck()
    await dialog.getByLabel('Only these schemas or tables').fill('shop.orders\nshop.lines')
    await dialog.getByRole('button', { name: 'Start' }).click()
    await dialog.getByText('1 task started').waitFor()
    await dialog.getByText('Completed').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await page.getByText('2 tables', { exact: true }).waitFor()
    await page.getByText('1 foreign key leads to tables that no run has read yet').first().waitFor()
    await page.getByRole('link', { name: 'shop.orders' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'shop.orders' }).waitFor()
    await page.getByText('open', { exact: true }).waitFor()
    expect(await page.getByText('What customers bought').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('that is stuck is reset with a reason, which its log keeps; the catalog can be cleared', async () => {
    const { connectionString } = await source()
    const id = await register(quarry.client, connectionString, 'stuck')
    const holder = new pg.Client({ connectionString })
    await holder.connect()
    await holder.query('begin; lock table shop.orders in access exclusive mode')
    const { page, complaints, violations, close } = await visit(browser, quarry, `/databases/${id}`)
    await page.getByRole('button', { name: 'Create elements' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click()
    await page.getByRole('dialog').getByText('1 task started').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    expect(await page.getByRole('button', { name: 'Create elements' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Reset' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('somebody holds a lock')
    expect(await violations()).toEqual([])
    await dialog.getByRole('button', { name: 'Reset' }).click()
    await page.getByText('it can be started again').waitFor()
    await page.getByRole('link', { name: 'Log' }).click()
    await page.getByRole('log').getByText('somebody holds a lock').waitFor()
    expect(await violations()).toEqual([])
    await holder.query('rollback')
    await holder.end()

    await page.getByRole('link', { name: 'Tables' }).click()
    await page.getByRole('button', { name: 'Create elements' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click()
    await page.getByRole('dialog').getByText('Completed').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await page.getByText('5 tables', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Clear catalog' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Clear catalog' }).click()
    await page.getByText('The catalog is empty').waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
