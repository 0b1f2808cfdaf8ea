import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { register, startTask } from '../../server/tasks.ts'
import { openBrowser } from '../browser.ts'
import { shop } from './shop.ts'
import { type VisitOptions, visit } from './visit.ts'

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
  id = await register(quarry.client, source.connectionString, 'the shop')
  for await (const _ of quarry.client.watchTask(await startTask(quarry.client, id)));
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
  await source?.drop()
})

const open = (at = '', options: VisitOptions = {}) => visit(browser, quarry, `/databases/${id}${at}`, options)

describe('the tables of a catalog', () => {
  it('are searched by words, filtered by schema, and gone through by the keyboard alone', async () => {
    const { page, complaints, violations, picture, close } = await open()
    await page.getByText('5 tables').waitFor()
    expect(await violations()).toEqual([])
    const search = page.getByRole('searchbox', { name: 'Search tables' })
    const list = page.getByRole('list', { name: 'Tables' })
    await search.fill('BOUGHT')
    await page.getByText('1 table', { exact: true }).waitFor()
    expect(await list.getByRole('link').allTextContents()).toEqual([expect.stringContaining('shop.orders')])
    await search.fill('shop.l')
    await list.getByRole('link', { name: 'shop.lines' }).waitFor()
    await page.getByText('1 table', { exact: true }).waitFor()
    await search.fill('nothing like this')
    await page.getByText('No table matches').waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByLabel('Schema').selectOption('shop')
    await page.getByText('4 tables').waitFor()
    expect(page.url()).toContain('schema=shop')
    await picture('databases-catalog')

    await search.focus()
    await page.keyboard.press('ArrowDown')
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
    await expect.poll(focused).toContain('shop.invoices')
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused).toContain('shop.lines')
    await page.keyboard.press('End')
    await expect.poll(focused).toContain('shop.sent')
    await page.keyboard.press('Home')
    await expect.poll(focused).toContain('shop.invoices')
    await page.keyboard.press('ArrowUp')
    expect(await search.evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'shop.invoices' }).waitFor()
    await page.goBack()
    await page.getByText('4 tables').waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

describe('a table', () => {
  it.each(['light', 'dark'] as const)(
    'shows its columns, keys and both sides of its relationships (%s)',
    async (colorScheme) => {
      const { page, complaints, violations, picture, close } = await open('?search=orders', { colorScheme })
      await page.getByRole('link', { name: 'shop.orders' }).click()
      await page.getByRole('heading', { level: 1, name: 'shop.orders' }).waitFor()
      await page.getByText('What customers bought').waitFor()
      const row = (name: string) =>
        page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
      await row('id').first().getByText('PK').waitFor()
      await row('id').first().getByText('identity').waitFor()
      await row('customer_id').getByText('FK').waitFor()
      await row('state').first().getByText('paid').waitFor()
      await row('state').first().getByText("'open'::shop.state").waitFor()
      await row('note').first().getByText('Of the customer <script>').waitFor()
      await page.getByText('orders_note_check').waitFor()
      await page.getByText('orders_by_state', { exact: true }).waitFor()
      await page.getByRole('group', { name: /^Diagram of 4 tables and 4 relationships/ }).waitFor()
      expect(await violations()).toEqual([])
      await picture(`databases-table-${colorScheme}`)
      await page.getByRole('link', { name: '→ customers' }).click()
      await page.getByRole('heading', { level: 1, name: 'crm.customers' }).waitFor()
      await page.getByText('on delete cascade').waitFor()
      await page.getByRole('link', { name: 'Tables of the shop' }).click()
      await page.getByRole('heading', { level: 1, name: 'the shop' }).waitFor()
      expect(complaints).toEqual([])
      await close()
    },
  )

  it('that is not in the catalog says so, and leads back to the database', async () => {
    const gone = Buffer.from('Table:01a0b0c0-0000-7000-8000-000000000000').toString('base64')
    for (const address of [gone, 'nonsense', id]) {
      const { page, violations, close } = await open(`/tables/${address}`)
      await page.getByText('There is no such table in the catalog').waitFor()
      expect(await violations()).toEqual([])
      await page.getByRole('link', { name: 'To the database' }).click()
      await page.getByRole('heading', { level: 1, name: 'the shop' }).waitFor()
      await close()
    }
  })
})

describe('the diagram', () => {
  it('is moved and zoomed by keys, buttons, wheel and mouse, and a click on a table leads to it', async () => {
    const { page, complaints, violations, picture, close } = await open('?tab=diagram')
    const diagram = page.getByRole('group', { name: /^Diagram of 5 tables and 4 relationships/ })
    await diagram.waitFor()
    expect(await violations()).toEqual([])
    await picture('databases-diagram')
    const view = async () => {
      const text = (await diagram.locator('svg > g').getAttribute('transform'))!
      const [x, y, scale] = [...text.matchAll(/-?[\d.]+(?:e-?\d+)?/g)].map(Number)
      return { x: x!, y: y!, scale: scale! }
    }
    const whole = await view()
    await page.getByRole('button', { name: 'Zoom in' }).click()
    expect((await view()).scale).toBeCloseTo(whole.scale * 1.25)
    await page.getByRole('button', { name: 'Zoom out' }).click()
    await diagram.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    expect(await view()).toMatchObject({ x: expect.closeTo(whole.x - 60), y: expect.closeTo(whole.y - 60) })
    await page.keyboard.press('+')
    expect((await view()).scale).toBeCloseTo(whole.scale * 1.25)
    await page.keyboard.press('0')
    expect(await view()).toEqual(whole)
    const box = (await diagram.boundingBox())!
    await page.mouse.move(box.x + 30, box.y + 30)
    await page.mouse.wheel(0, -200)
    await expect.poll(async () => (await view()).scale).toBeGreaterThan(whole.scale * 1.1)
    await page.keyboard.press('0')
    await page.mouse.down()
    await page.mouse.move(box.x + 130, box.y + 80, { steps: 5 })
    await page.mouse.up()
    expect(await view()).toMatchObject({ x: expect.closeTo(whole.x + 100), y: expect.closeTo(whole.y + 50) })
    expect(page.url()).toContain('tab=diagram')

    const { mermaid, copied } = {
      mermaid: page.getByRole('button', { name: 'Copy as Mermaid' }),
      copied: page.getByText('Copied'),
    }
    await mermaid.click()
    await copied.waitFor()
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toMatch(/^erDiagram/)
    expect(text).toContain('shop.invoices')

    await diagram.locator('a', { hasText: 'invoices' }).click()
    await page.getByRole('heading', { level: 1, name: 'shop.invoices' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('says in words what it draws, with the same ways to the tables', async () => {
    const { page, close } = await open('?tab=diagram', { colorScheme: 'dark' })
    await page.getByText('The same in words').click()
    const words = await page.getByRole('listitem').filter({ hasText: 'refers to' }).allTextContents()
    const found = words.join('\n')
    expect(found).toMatch(/customer_id refers to crm\.customers many to one/)
    expect(found).toMatch(/referrer refers to crm\.customers many to one, optional/)
    expect(found).toMatch(/order_id refers to shop\.orders one to one/)
    await page.getByRole('listitem').getByRole('link', { name: 'shop.lines' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'shop.lines' }).waitFor()
    await close()
  })

  it('shows a schema alone, or a table with what it is related to', async () => {
    const { page, complaints, close } = await open('?tab=diagram')
    await page.getByLabel('Schema').selectOption('shop')
    await page.getByRole('group', { name: /^Diagram of 4 tables and 2 relationships/ }).waitFor()
    await page.getByRole('combobox', { name: 'Centre on a table' }).fill('shop.inv')
    await expect.poll(() => page.locator('datalist option').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.getByRole('group', { name: /^Diagram of 2 tables and 1 relationship/ }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Diagram around invoices' }).waitFor()
    await page.getByRole('button', { name: 'Without a centre' }).click()
    await page.getByRole('group', { name: /^Diagram of 4 tables/ }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

describe('on a narrow screen', () => {
  it.each(['', '?tab=diagram', '?tab=schedule', '?tab=log', '/tables/'])(
    'nothing leads out of sight: %s',
    async (at) => {
      const { page, violations, picture, close } = await open(at === '/tables/' ? '' : at, {
        width: 360,
        colorScheme: 'dark',
      })
      if (at === '/tables/') {
        await page.getByRole('link', { name: 'shop.orders' }).click()
        await page.getByRole('heading', { level: 1, name: 'shop.orders' }).waitFor()
      }
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
      expect(await violations()).toEqual([])
      await picture(`databases-narrow-${at.replace(/\W+/g, '')}`)
      await close()
    },
  )
})
