import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, endless, message, register, sales } from '../../charts/task/installation.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { openBrowser } from '../browser.ts'
import { marksIn } from './drawn.ts'
import { visit } from './visit.ts'

const fruits = ['apples', 'pears', 'plums', 'figs'].map((fruit, at) => ({ fruit, weight: 10 * (at + 1) }))
const question = 'Weight by fruit'

let quarry: TestQuarry
let source: TestDatabase
let browser: Browser
beforeAll(async () => {
  quarry = await startQuarry()
  source = await createDatabase({ sql: sales })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
  await source?.drop()
})

/** A question of fruits with its chart. */
async function weighed() {
  const messageId = await message(quarry.client, { question, rows: fruits })
  return { messageId, chart: await chartOf(quarry.client, { messageId }) }
}
const cards = (page: Page) => page.getByRole('article', { name: /^Chart: / })
const newest = (page: Page) => cards(page).first()
const words = (page: Page) => page.getByRole('textbox', { name: 'Adjust the newest chart in words' })

async function downloaded(page: Page, format: string) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Download ${format} of ${question}` }).click(),
  ])
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
}

describe('a chart', () => {
  it('can be read without seeing it: its title, why it was chosen, and its data as a table', async () => {
    const { messageId } = await weighed()
    const { page, complaints, violations, close } = await visit(browser, quarry, `/messages/${messageId}`)
    await page
      .getByRole('img', { name: 'Bars: Weight by fruit. Its data stand in the table below it.' })
      .waitFor()
    expect(await marksIn(newest(page))).toEqual({ bars: 4, words: expect.stringContaining('figs') })
    await newest(page).getByText('Data (4 rows)').click()
    const data = page.getByRole('table', { name: 'Data of Weight by fruit' })
    expect(await data.getByRole('columnheader').allTextContents()).toEqual(['Fruit', 'Weight'])
    expect(await data.getByRole('cell').allTextContents()).toEqual([
      'figs',
      '40',
      'plums',
      '30',
      'pears',
      '20',
      'apples',
      '10',
    ])
    await newest(page).getByText('Lengths compare names best').waitFor()
    await newest(page).getByText('Rules').waitFor()
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  it('says what the mark under the pointer stands for', async () => {
    const { messageId } = await weighed()
    const { page, complaints, violations, picture, close } = await visit(
      browser,
      quarry,
      `/messages/${messageId}`,
    )
    await marksIn(newest(page))
    await newest(page).locator('.mark-rect.role-mark path').nth(1).hover()
    await page
      .getByRole('definition')
      .filter({ hasText: /^plums$/ })
      .waitFor()
    await page.getByRole('definition').filter({ hasText: /^30$/ }).waitFor()
    await picture('charts-pointer')
    expect(await violations()).toEqual([])
    await page.getByRole('heading', { level: 1 }).hover()
    await page
      .getByRole('definition')
      .filter({ hasText: /^plums$/ })
      .waitFor({ state: 'hidden' })
    expect(complaints).toEqual([])
    await close()
  })

  it('is as wide as its place, and keeps to the colours of the page', async () => {
    const { messageId } = await weighed()
    const { page, complaints, close } = await visit(browser, quarry, `/messages/${messageId}`, {
      width: 1280,
    })
    const drawn = newest(page).locator('svg.marks')
    const ink = () => drawn.locator('.role-axis-label text').first().getAttribute('fill')
    await drawn.waitFor()
    const before = (await drawn.boundingBox())!.width
    expect(await ink()).toBe('#1f2933')
    await page.setViewportSize({ width: 360, height: 800 })
    await expect.poll(async () => (await drawn.boundingBox())?.width).toBeLessThan(330)
    expect(before).toBeGreaterThan(600)
    await page.getByRole('combobox', { name: 'Colours' }).selectOption('dark')
    await expect.poll(async () => Number.parseInt((await ink())!.slice(1, 3), 16)).toBeGreaterThan(180)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    expect(complaints).toEqual([])
    await close()
  })

  it('is saved as SVG, PNG and Vega-Lite, with white behind it also from a dark page', async () => {
    const { messageId, chart } = await weighed()
    const { page, complaints, close } = await visit(browser, quarry, `/messages/${messageId}`, {
      colorScheme: 'dark',
    })
    await marksIn(newest(page))
    const svg = await downloaded(page, 'SVG')
    expect(svg.name).toBe('weight-by-fruit.svg')
    expect(svg.content.toString()).toMatch(/^<svg[^>]*>.*fill="#ffffff".*<\/svg>$/s)
    const png = await downloaded(page, 'PNG')
    expect(png.name).toBe('weight-by-fruit.png')
    expect(png.content.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]))
    expect(png.content.subarray(-8, -4).toString()).toBe('IEND')
    const json = await downloaded(page, 'Vega-Lite')
    expect(json.name).toBe('weight-by-fruit.vl.json')
    expect(JSON.parse(json.content.toString())).toEqual(chart.spec)
    expect(complaints).toEqual([])
    await close()
  })

  it('is deleted once that is confirmed, and the focus is not lost', async () => {
    const { messageId } = await weighed()
    const { page, complaints, violations, close } = await visit(browser, quarry, `/messages/${messageId}`)
    await page.getByRole('button', { name: `Delete: ${question}` }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete this chart?' })
    expect(await violations()).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await cards(page).count()).toBe(1)
    await page.getByRole('button', { name: `Delete: ${question}` }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No chart was drawn of this yet').waitFor()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
    await page.getByRole('button', { name: 'Draw a chart' }).click()
    await newest(page).waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

describe('adjusting a chart', () => {
  it('makes a new one of the words, and names the words that it does not understand', async () => {
    const { messageId } = await weighed()
    const { page, complaints, violations, picture, close } = await visit(
      browser,
      quarry,
      `/messages/${messageId}`,
    )
    await page.getByRole('button', { name: 'top 5, horizontal' }).click()
    expect(await words(page).inputValue()).toBe('top 5, horizontal')
    await words(page).fill('top 2')
    await words(page).press('Enter')
    await page.getByText('Adjusted: top 2').first().waitFor()
    expect(await cards(page).count()).toBe(2)
    expect((await marksIn(newest(page))).bars).toBe(2)
    expect(await words(page).inputValue()).toBe('')
    await words(page).fill('make it frobnicated')
    await page.getByRole('button', { name: 'Adjust' }).click()
    await page.getByRole('alert').filter({ hasText: '“frobnicated”' }).waitFor()
    expect(await words(page).inputValue()).toBe('make it frobnicated')
    await picture('charts-adjusted')
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  it('shows others of the same rows with their reasons, and makes one at a click', async () => {
    const { messageId } = await weighed()
    const { page, complaints, violations, picture, close } = await visit(
      browser,
      quarry,
      `/messages/${messageId}`,
    )
    await page.getByText('Other charts of the same rows').click()
    const pie = page.getByRole('listitem').filter({ has: page.getByRole('img', { name: /^Pie: / }) })
    await pie.locator('svg.marks .mark-arc path').first().waitFor()
    await picture('charts-alternatives')
    expect(await violations()).toEqual([])
    await pie.getByRole('button', { name: 'Make it: Pie' }).click()
    await expect
      .poll(() => newest(page).locator('figure .mark-arc path').count(), { timeout: 20_000 })
      .toBe(4)
    expect(complaints).toEqual([])
    await close()
  })

  it('leads to the chart that is there already, and draws it again where that is wanted', async () => {
    const { messageId } = await weighed()
    const { page, complaints, violations, close } = await visit(browser, quarry, `/messages/${messageId}`)
    for (let count = 1; count <= 2; count++) {
      await words(page).fill('sort by name')
      await words(page).press('Enter')
      if (count === 1) await expect.poll(() => cards(page).count(), { timeout: 20_000 }).toBe(2)
    }
    await page.getByText('There is such a chart already').waitFor()
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Draw it again' }).click()
    await expect.poll(() => cards(page).count(), { timeout: 20_000 }).toBe(3)
    const again = page.getByRole('button', { name: 'Draw again' })
    await again.press('Enter')
    await expect.poll(() => cards(page).count(), { timeout: 20_000 }).toBe(4)
    expect(await again.evaluate((button) => button === document.activeElement)).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })
})

describe('the page of a question', () => {
  it('shows what is being drawn while it is, and cancels it', async () => {
    const databaseId = await register(quarry.client, source.connectionString)
    const messageId = await message(quarry.client, { question: 'How many in all', databaseId, sql: endless })
    const { page, complaints, violations, close } = await visit(browser, quarry, `/messages/${messageId}`)
    await page.getByRole('button', { name: 'Draw a chart' }).click()
    await page.getByText('Being drawn').waitFor()
    await page.getByText('Running').waitFor()
    await page.reload()
    await page.getByText('Running').waitFor()
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Cancel: How many in all' }).click()
    await page.getByRole('button', { name: 'Cancel the task' }).click()
    await page.getByText('The drawing was cancelled').waitFor()
    await page.getByText('Being drawn').waitFor({ state: 'detached' })
    expect(await page.getByRole('button', { name: 'Try again' }).isEnabled()).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })

  it('goes with its charts once that is confirmed', async () => {
    const { messageId } = await weighed()
    const { page, complaints, violations, close } = await visit(browser, quarry, `/messages/${messageId}`)
    await page.getByRole('button', { name: 'Delete the question' }).click()
    await page.getByText('The question and 1 chart go, with data and pictures.').waitFor()
    expect(await violations()).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the question' }).click()
    await page.getByRole('heading', { level: 1, name: 'Charts' }).waitFor()
    await page.goto(`${quarry.url}/messages/${messageId}`)
    await page.getByRole('heading', { name: 'There is no such question, or it was deleted' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
