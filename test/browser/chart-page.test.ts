import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, message } from '../charts/task/installation.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { openBrowser } from './browser.ts'

let quarry: TestQuarry
let browser: Browser
beforeAll(async () => {
  quarry = await startQuarry()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
})

async function look(chart: { page: string | null; title: string }) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } })
  const page = await context.newPage()
  const asked: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', ({ text, type }) => type() === 'error' && complaints.push(text()))
  page.on('dialog', (dialog) => complaints.push(dialog.message()))
  await page.goto(`${quarry.url}${chart.page}`)
  const words = await page.locator('svg').first().textContent()
  const { width, height } = (await page.locator('svg').first().boundingBox())!
  if (process.env.SCREENSHOTS)
    await page.screenshot({ path: path.join(process.env.SCREENSHOTS, 'chart-page.png') })
  await context.close()
  return { asked, complaints, words, width, height }
}

describe('the page of a PUBLIC chart in a browser', () => {
  it('shows the picture and asks for nothing else', async () => {
    const messageId = await message(quarry.client, {
      question: 'Weight by fruit',
      rows: [
        { fruit: 'apples', weight: 12 },
        { fruit: 'pears', weight: 7 },
      ],
    })
    const chart = await chartOf(quarry.client, { messageId, visibility: 'PUBLIC' })
    const { asked, complaints, words, width, height } = await look(chart)
    expect(words).toContain(chart.title)
    expect(words).toContain('pears')
    expect([width > 300, height > 200]).toEqual([true, true])
    expect(asked).toEqual([`${quarry.url}${chart.page}`])
    expect(complaints).toEqual([])
  })

  it('runs nothing that stands in the rows, their columns or the question', async () => {
    const hostile = [
      '<script>alert(1)</script>',
      '"><image href="http://example.com/x.png" onload="alert(2)"/>',
      'javascript:alert(3)',
      '</text></svg><svg onload=alert(4)>',
      'url(http://example.com/y)',
    ]
    const messageId = await message(quarry.client, {
      question: `${hostile[0]} weight by fruit ${hostile[3]}`,
      rows: hostile.map((text, at) => ({ [`fruit ${hostile[1]}`]: text, weight: at + 1 })),
    })
    const chart = await chartOf(quarry.client, { messageId, visibility: 'PUBLIC' })
    const { asked, complaints, words } = await look(chart)
    expect(words).toContain('alert(3)')
    expect(asked).toEqual([`${quarry.url}${chart.page}`])
    expect(complaints).toEqual([])
  })
})
