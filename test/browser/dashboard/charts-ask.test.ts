import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { message, register, sales, start, totals } from '../../charts/task/installation.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { openBrowser } from '../browser.ts'
import { marksIn } from './drawn.ts'
import { visit } from './visit.ts'

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string
let browser: Browser
beforeAll(async () => {
  quarry = await startQuarry()
  source = await createDatabase({ sql: sales })
  databaseId = await register(quarry.client, source.connectionString)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
  await source?.drop()
})

const drawsCharts = (page: Page) =>
  page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => /\/draw-/.test(name)))

describe('asking for a chart', () => {
  it('draws what a question alone asks of a database, and shows how it was understood', async () => {
    const { page, complaints, violations, picture, close } = await visit(browser, quarry, '/messages')
    await page.getByText('Nothing was asked yet').waitFor()
    await page.getByRole('textbox', { name: 'Question' }).fill('Number of sales per region')
    // The only database there is needs not be chosen.
    await expect
      .poll(() => page.getByRole('combobox', { name: 'Database' }).first().inputValue())
      .toBe(databaseId)
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Draw the chart' }).click()
    await page.getByRole('heading', { level: 1, name: 'Number of sales per region' }).waitFor()
    const chart = page.getByRole('article', { name: /^Chart: / })
    expect(await marksIn(chart)).toEqual({ bars: 4, words: expect.stringContaining('North') })
    await chart.getByText('Counts sales by region').waitFor()
    expect(await page.getByText('Being drawn').count()).toBe(0)
    expect(await drawsCharts(page)).toBe(true)
    await picture('charts-message')
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  it('draws the rows of a query, and says at its field what is wrong with one', async () => {
    const { page, complaints, violations, close } = await visit(browser, quarry, '/messages', {
      colorScheme: 'dark',
    })
    await page.getByRole('button', { name: 'Draw the chart' }).click()
    await page.getByText('Write a question.').waitFor()
    await page.getByRole('textbox', { name: 'Question' }).fill('Sales by region')
    await page.getByRole('radio', { name: 'A query' }).check()
    const sql = page.getByRole('textbox', { name: 'SQL' })
    await sql.fill('SELECT\n  nowhere FROM sale')
    await page.getByRole('button', { name: 'Draw the chart' }).click()
    await page.getByRole('alert').filter({ hasText: 'line 2' }).waitFor()
    expect(await sql.getAttribute('aria-invalid')).toBe('true')
    await sql.fill('DELETE FROM sale')
    await sql.press('ControlOrMeta+Enter')
    await page.getByRole('alert').filter({ hasText: 'SELECT' }).waitFor()
    expect(await violations()).toEqual([])
    await sql.fill(totals)
    await sql.press('ControlOrMeta+Enter')
    const chart = page.getByRole('article', { name: /^Chart: / })
    expect(await marksIn(chart)).toEqual({ bars: 4, words: expect.stringContaining('South') })
    await page.getByText('JOIN region r ON r.id = s.region_id').first().waitFor()
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  it('shows the first of rows that are pasted, says by line what is wrong with them, and draws them', async () => {
    const { page, complaints, violations, close } = await visit(browser, quarry, '/messages', { width: 360 })
    await page.getByRole('textbox', { name: 'Question' }).fill('Weight by fruit')
    await page.getByRole('radio', { name: 'Rows' }).check()
    const rows = page.getByRole('textbox', { name: 'Rows' })
    await rows.fill('fruit,weight\napples,12\n"pears, ripe",7,extra\nplums')
    await page.getByText('Line 3 has 3 cells, and the first line names 2 columns.').waitFor()
    await page.getByText('Line 4 has 1 cell, and the first line names 2 columns.').waitFor()
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Draw the chart' }).click()
    expect(page.url()).toBe(`${quarry.url}/messages`)
    await rows.fill('fruit\tweight\napples\t12\n"pears\nripe"\t7\nplums\t')
    await page.getByText('3 rows, 2 columns').waitFor()
    const preview = page.getByRole('region', { name: 'The first 3 rows' })
    expect(await preview.getByRole('cell').allTextContents()).toEqual([
      'apples',
      '12',
      'pears\nripe',
      '7',
      'plums',
      '–',
    ])
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Draw the chart' }).click()
    const chart = page.getByRole('article', { name: /^Chart: / })
    expect((await marksIn(chart)).words).toContain('apples')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  it('takes rows from a file', async () => {
    const { page, complaints, close } = await visit(browser, quarry, '/messages')
    await page.getByRole('textbox', { name: 'Question' }).fill('Visits by page')
    await page.getByRole('radio', { name: 'Rows' }).check()
    const choose = page.getByLabel('Choose a file')
    const file = (name: string, content: Buffer) => ({ name, mimeType: 'text/plain', buffer: content })
    await choose.setInputFiles(file('picture.csv', Buffer.from([0xff, 0xfe, 0x00, 0x89])))
    await page.getByText('This file cannot be read as text.').waitFor()
    await choose.setInputFiles(
      file('large.csv', Buffer.from(`page,visits\n${'a page of ours,12345\n'.repeat(40_000)}`)),
    )
    await page.getByText('40,000 rows, 2 columns').waitFor()
    await page.getByRole('button', { name: 'Draw the chart' }).click()
    await page.getByRole('alert').filter({ hasText: 'the limit is 1,048,576. Take fewer rows' }).waitFor()
    expect(complaints.splice(0)).toEqual([expect.stringContaining('413')])
    await page.getByRole('button', { name: 'Paste rows instead' }).press('Enter')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
    const lines = ['{"page": "home", "visits": 40}', '{"page": "shop", "visits": 25}']
    await choose.setInputFiles(file('visits.jsonl', Buffer.from(lines.join('\n'))))
    await page.getByText('2 rows, 2 columns').waitFor()
    expect(await page.getByRole('textbox', { name: 'Rows' }).inputValue()).toBe('From visits.jsonl')
    await page.getByRole('button', { name: 'Draw the chart' }).click()
    const chart = page.getByRole('article', { name: /^Chart: / })
    expect(await marksIn(chart)).toEqual({ bars: 2, words: expect.stringContaining('home') })
    expect(complaints).toEqual([])
    await close()
  })

  it('says of a question that is not understood which words it was, also to those who come later', async () => {
    const { page, complaints, violations, close } = await visit(browser, quarry, '/messages')
    await page.getByRole('textbox', { name: 'Question' }).fill('frobnicate the wibbles by quux')
    await page.getByRole('button', { name: 'Draw the chart' }).click()
    await page.getByRole('alert').filter({ hasText: 'wibbles' }).waitFor()
    expect(await violations()).toEqual([])
    await page.goto(page.url().replace(/\?.*/, ''))
    await page.getByText('The last attempt drew no chart').waitFor()
    await page.getByRole('alert').filter({ hasText: 'wibbles' }).waitFor()
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})

describe('the list of questions', () => {
  it('shows those of a database alone, by its address, and turns pages', async () => {
    const other = await register(quarry.client, source.connectionString, 'other')
    for (let number = 1; number <= 23; number++)
      await message(quarry.client, { question: `question ${number}`, databaseId: other })
    const { page, complaints, violations, picture, close } = await visit(browser, quarry, '/messages')
    const row = (name: string) =>
      page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
    await row('question 23').waitFor()
    await page.getByRole('combobox', { name: 'Database' }).last().selectOption({ label: 'other' })
    await page.getByText('23 questions').waitFor()
    expect(new URL(page.url()).searchParams.get('database')).toBe(other)
    expect(await page.getByRole('row').count()).toBe(21)
    await page.getByRole('button', { name: 'Next' }).click()
    await row('question 1').waitFor()
    expect(await page.getByRole('row').count()).toBe(4)
    await page.reload()
    await row('question 1').waitFor()
    await page.getByRole('button', { name: 'Previous' }).click()
    await row('question 23').waitFor()
    await picture('charts-list')
    // What draws charts is large, and loaded where one is in view.
    expect(await drawsCharts(page)).toBe(false)
    expect(await violations()).toEqual([])
    await page.goBack()
    await row('question 1').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('keeps up with what others ask and draw', async () => {
    const { page, complaints, close } = await visit(browser, quarry, '/messages')
    await page.getByText('Live').waitFor()
    const asked = await message(quarry.client, {
      question: 'Cherries by tree',
      rows: [{ tree: 'old', cherries: 3 }],
    })

    await start(quarry.client, { messageId: asked })
    const row = page.getByRole('row').filter({ hasText: 'Cherries by tree' })
    await row.waitFor()
    await expect.poll(() => row.getByRole('cell').nth(3).textContent(), { timeout: 20_000 }).toBe('1')
    expect(complaints).toEqual([])
    await close()
  })
})
