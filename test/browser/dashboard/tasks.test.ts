import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CancelTaskMutation, CreateApiTokenMutation } from '../../../src/client/operations.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { register, startTask } from '../../server/tasks.ts'
import { openBrowser } from '../browser.ts'
import { type VisitOptions, visit } from './visit.ts'

let quarry: TestQuarry
let idle: TestQuarry
let browser: Browser
const sources: TestDatabase[] = []
beforeAll(async () => {
  ;[quarry, idle, browser] = await Promise.all([startQuarry(), startQuarry({ worker: false }), openBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([quarry?.stop(), idle?.stop()])
  await Promise.all(sources.map((source) => source.drop()))
})

const table = 'create table one (id int primary key, check (id > 0))'

/** A registered database of its own, with one table. */
async function newDatabase(of: TestQuarry, name: string) {
  const source = await createDatabase({ sql: table })
  sources.push(source)
  return { id: await register(of.client, source.connectionString, name) }
}

/** Keeps element creations waiting in the midst of it, until they are released. */
async function hold() {
  const holder = new pg.Client({ connectionString: quarry.surroundings.databaseUrl })
  await holder.connect()
  await holder.query('begin; lock table catalog_table in share mode')
  return () => holder.end()
}

const open = (of: TestQuarry, at: string, options?: VisitOptions) => visit(browser, of, at, options)
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const counted = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name} \\d+$`) }).innerText()

describe('the list of tasks', () => {
  it('says what to do while it is empty, and then shows tasks by themselves, from their start to their end', async () => {
    const { page, complaints, violations, close } = await open(quarry, '/tasks')
    await page.getByText('No task was started yet').waitFor()
    expect(await violations()).toEqual([])

    const { id } = await newDatabase(quarry, 'orchard')
    const release = await hold()
    await startTask(quarry.client, id)
    const orchard = row(page, 'orchard')
    await orchard.getByText('Running').waitFor()
    expect(await orchard.getByRole('progressbar').getAttribute('aria-label')).toBe('Progress: orchard')
    expect(await counted(page, 'Running')).toContain('1')
    await release()
    await orchard.getByText('Completed').waitFor()
    await orchard.getByText(/1 tables?, 1 columns?/).waitFor()
    await orchard.getByRole('button', { name: 'Run again: orchard' }).waitFor()
    await page.getByRole('button', { name: 'Running 0' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('cancels a task in the midst of it once that is confirmed, for a reason that is kept', async () => {
    const { id } = await newDatabase(quarry, 'quince')
    const release = await hold()
    await startTask(quarry.client, id)
    const { page, complaints, violations, close } = await open(quarry, '/tasks')
    const quince = row(page, 'quince')
    await quince.getByText('Running').waitFor()
    await quince.getByRole('button', { name: 'Cancel: quince' }).click()
    const dialog = page.getByRole('dialog', { name: 'Cancel this task?' })
    await dialog.waitFor()
    expect(await violations()).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await quince.getByText('Running').waitFor()

    await quince.getByRole('button', { name: 'Cancel: quince' }).click()
    await dialog.getByLabel('Reason').fill('Too early in the year')
    await dialog.getByRole('button', { name: 'Cancel the task' }).click()
    await quince.getByText(/^Cancel(ling|led)$/).waitFor()
    await release()
    await quince.getByText('Cancelled', { exact: true }).first().waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('quince')
    await page.getByRole('link', { name: 'quince' }).click()
    await page.getByText('Reason: Too early in the year').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('runs a task again once that is confirmed, and shows the new one, which says what it repeats', async () => {
    const { id } = await newDatabase(quarry, 'medlar')
    const first = await startTask(quarry.client, id)
    const { page, complaints, violations, close } = await open(quarry, '/tasks')
    await row(page, 'medlar').getByRole('button', { name: 'Run again: medlar' }).click()
    await page.getByRole('dialog', { name: 'Run this task again?' }).waitFor()
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Run again', exact: true }).click()
    await page.getByRole('heading', { name: 'medlar' }).waitFor()
    await page.getByRole('link', { name: /^A task of .* \(completed\)$/ }).click()
    await page.waitForURL(`${quarry.url}/tasks/${first}`)
    expect(complaints).toEqual([])
    await close()
  })

  it('keeps its filters in the address, with how many tasks each would show', async () => {
    const pear = await newDatabase(idle, 'pear')
    const plum = await newDatabase(idle, 'plum')
    const pears = await startTask(idle.client, pear.id)
    await startTask(idle.client, plum.id)
    await idle.client.request(CancelTaskMutation, { taskId: pears, reason: null })

    const { page, complaints, violations, close } = await open(idle, '/tasks')
    await row(page, 'plum').waitFor()
    await page.getByRole('button', { name: 'All 2' }).waitFor()
    await page.getByRole('button', { name: 'Cancelled 1' }).click()
    await page.waitForURL('**/tasks?status=CANCELLED')
    await row(page, 'plum').waitFor({ state: 'detached' })
    await row(page, 'pear').waitFor()
    await page.getByRole('button', { name: 'Waiting 1' }).click()
    await page.waitForURL(/status=CANCELLED%2CPENDING$/)
    await row(page, 'plum').waitFor()

    await page.getByLabel('Database', { exact: true }).fill('pear')
    await page.waitForURL(new RegExp(`database=${encodeURIComponent(pear.id)}`))
    await row(page, 'plum').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Waiting 0' }).waitFor()
    await page.getByLabel('Started by').fill('nobody')
    await page.getByText('No task matches what is chosen').waitFor()
    expect(await violations()).toEqual([])
    await page.reload()
    await page.getByText('No task matches what is chosen').waitFor()
    expect(await page.getByLabel('Database', { exact: true }).inputValue()).toBe('pear')
    expect(await page.getByLabel('Started by').inputValue()).toBe('nobody')
    await page.goBack()
    await row(page, 'pear').waitFor()

    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.waitForURL(`${idle.url}/tasks`)
    await page.getByLabel('Started', { exact: true }).selectOption('In the last hour')
    await page.waitForURL('**/tasks?since=1h')
    await row(page, 'plum').waitFor()
    await page.getByLabel('Started', { exact: true }).selectOption('Between…')
    await page.getByLabel('To', { exact: true }).fill('2020-01-01T00:00')
    await page.getByText('No task matches what is chosen').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('says what of an address it does not know, and shows the list without it', async () => {
    const { page, complaints, close } = await open(idle, '/tasks?status=LOST&since=ever')
    await page.getByText('status=LOST, since=ever').waitFor()
    await row(page, 'plum').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('cancels all that are selected, and says which of them did not stop, and why', async () => {
    const names = ['damson', 'greengage', 'mirabelle']
    const ids: string[] = []
    for (const name of names) ids.push(await startTask(idle.client, (await newDatabase(idle, name)).id))
    const { page, complaints, violations, picture, close } = await open(idle, '/tasks')
    for (const name of names) await page.getByRole('checkbox', { name: `Select: ${name}` }).check()
    await page.getByText('3 selected').waitFor()
    await idle.client.request(CancelTaskMutation, { taskId: ids[1]!, reason: null })
    await row(page, 'greengage').getByText('Cancelled', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Cancel these 3' }).click()
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Cancel 3 tasks' }).click()
    await page.getByText('2 tasks were asked to stop.').waitFor()
    const refused = page.getByRole('listitem').filter({ hasText: 'greengage' })
    expect(await refused.innerText()).toContain('The task is CANCELLED already')
    expect(await violations()).toEqual([])
    await picture('tasks-bulk-cancel')
    for (const name of names) await row(page, name).getByText('Cancelled', { exact: true }).waitFor()
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('is used by keys alone', async () => {
    for (const name of ['sloe', 'medlar']) await startTask(idle.client, (await newDatabase(idle, name)).id)
    const { page, close } = await open(idle, '/tasks?status=PENDING')
    await row(page, 'sloe').waitFor()
    await page.getByRole('link', { name: 'medlar' }).focus()
    await page.keyboard.press('ArrowDown')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('sloe')
    await page.keyboard.press('x')
    await page.getByText('1 selected').waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'medlar' }).waitFor()
    await close()
  })

  it('shows all there is to one who may only read, and offers nothing to change', async () => {
    const { createApiToken } = await idle.client.request(CreateApiTokenMutation, {
      input: { name: 'reader', role: 'VIEWER' },
    })
    if (createApiToken.__typename !== 'CreateApiTokenPayload') throw new Error(createApiToken.message)
    const { page, complaints, close } = await open(idle, '/tasks', { token: createApiToken.token })
    await row(page, 'plum').waitFor()
    expect(await page.getByRole('button', { name: /^(Cancel|Run again):/ }).count()).toBe(0)
    expect(await page.getByRole('checkbox').count()).toBe(0)
    await page.getByRole('link', { name: 'plum' }).click()
    await page.getByRole('heading', { name: 'plum' }).waitFor()
    await page.getByRole('log').getByText('Queued').waitFor()
    expect(await page.getByRole('button', { name: /^(Cancel|Run again):/ }).count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('can be read by everybody and fits the window (%s, %i px)', async (colorScheme, width) => {
    const { page, complaints, violations, picture, close } = await open(idle, '/tasks', {
      colorScheme,
      width,
    })
    await row(page, 'plum').waitFor()
    await page.getByRole('button', { name: /^All \d/ }).waitFor()
    expect(await violations()).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await picture(`tasks-${colorScheme}-${width}`)
    expect(complaints).toEqual([])
    await close()
  })
})
