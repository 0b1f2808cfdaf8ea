import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SetChartVisibilityMutation } from '../../../src/client/operations.ts'
import { jwt, jwtSecret } from '../../access/tokens.ts'
import { chartOf, message } from '../../charts/task/installation.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { openBrowser } from '../browser.ts'
import { marksIn } from './drawn.ts'
import { visit } from './visit.ts'

let quarry: TestQuarry
let browser: Browser
let [ann, bob, eve] = ['', '', '']
beforeAll(async () => {
  quarry = await startQuarry({ env: { JWT_SECRET: jwtSecret } })
  ann = await jwt({ sub: 'ann' })
  bob = await jwt({ sub: 'bob' })
  eve = await jwt({ sub: 'eve', role: 'VIEWER' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
})

/** A question of Ann's with a chart that is her own. */
async function ofAnn(question: string) {
  const client = quarry.connect(ann)
  const rows = [
    { fruit: 'apples', weight: 12 },
    { fruit: 'pears', weight: 7 },
  ]
  const messageId = await message(client, { question, rows })
  const chart = await chartOf(client, { messageId })
  return { messageId, chart, client }
}

describe('who sees a chart', () => {
  it('is its maker alone, until it is shown to the workspace', async () => {
    const { messageId, chart, client } = await ofAnn('Weight of ours by fruit')
    const { page, complaints, violations, close } = await visit(browser, quarry, `/messages/${messageId}`, {
      token: bob,
      colorScheme: 'dark',
    })
    await page.getByRole('heading', { level: 1, name: 'Weight of ours by fruit' }).waitFor()
    await page.getByText('No chart was drawn of this yet').waitFor()
    expect(await page.getByRole('article').count()).toBe(0)
    await client.request(SetChartVisibilityMutation, { id: chart.id, visibility: 'WORKSPACE' })
    await page.reload()
    const card = page.getByRole('article', { name: `Chart: ${chart.title}` })
    expect((await marksIn(card)).bars).toBe(2)
    // It is not his: he may look at who sees it, and change nothing.
    expect(await card.getByRole('button', { name: /^Delete/ }).count()).toBe(0)
    await card.getByRole('button', { name: /^Seen by: the workspace/ }).click()
    expect(await page.getByRole('radio', { name: /^Everybody/ }).isDisabled()).toBe(true)
    await page.getByText('ann: from only its maker to the workspace').waitFor()
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await client.close()
    await close()
  })

  it('is everybody only after a warning; its address then opens without a token, until it is hidden again', async () => {
    const { messageId, client } = await ofAnn('Weight for all by fruit')
    const { page, complaints, violations, picture, close } = await visit(
      browser,
      quarry,
      `/messages/${messageId}`,
      { token: ann },
    )
    const opener = page.getByRole('button', { name: /^Seen by: only its maker/ })
    await opener.click()
    const dialog = page.getByRole('dialog', { name: 'Who sees this chart' })
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await dialog.getByRole('radio', { name: /^Everybody/ }).check()
    await dialog.getByText('Everybody who has the address will see the picture').waitFor()
    await picture('charts-visibility')
    expect(await violations()).toEqual([])
    await dialog.getByRole('button', { name: 'Show it to everybody' }).click()
    const address = await dialog.getByRole('textbox', { name: 'Public address' }).inputValue()
    await dialog.getByRole('button', { name: 'Copy: Public address' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address)
    await dialog.getByText('ann: from only its maker to everybody').waitFor()
    expect(await violations()).toEqual([])

    const stranger = await browser.newContext()
    const open = await stranger.newPage()
    expect((await open.goto(address))?.status()).toBe(200)
    expect(await open.locator('svg').first().textContent()).toContain('apples')

    await dialog.getByRole('radio', { name: /^Only its maker/ }).check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('ann: from everybody to only its maker').waitFor()
    expect((await open.goto(address))?.status()).toBe(404)
    await stranger.close()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await client.close()
    await close()
  })

  it('who only reads is offered nothing that changes anything', async () => {
    const { messageId, chart, client } = await ofAnn('Weight to read by fruit')
    await client.request(SetChartVisibilityMutation, { id: chart.id, visibility: 'WORKSPACE' })
    const { page, complaints, violations, close } = await visit(browser, quarry, `/messages/${messageId}`, {
      token: eve,
    })
    await marksIn(page.getByRole('article'))
    await page.getByText('Other charts of the same rows').click()
    await page.getByRole('img', { name: /^Pie: / }).waitFor()
    const buttons = await page.getByRole('main').getByRole('button').allTextContents()
    expect(buttons).toEqual(['SVG', 'PNG', 'Vega-Lite', 'Seen by: the workspace'])
    expect(await page.getByRole('textbox').count()).toBe(0)
    expect(await violations()).toEqual([])
    await page.getByRole('link', { name: 'All questions' }).click()
    await page.getByRole('link', { name: 'Weight to read by fruit' }).waitFor()
    expect(await page.getByText('Ask for a chart').count()).toBe(0)
    expect(complaints).toEqual([])
    await client.close()
    await close()
  })
})

describe('what stands in rows, their columns and a question', () => {
  it('is text, and neither runs nor loads anything', async () => {
    const hostile = [
      '<script>alert(1)</script>',
      '"><img src="http://example.com/x.png" onerror="alert(2)">',
      'javascript:alert(3)',
      'url(http://example.com/y)',
      '</text></svg><svg onload=alert(4)>',
      "'+alert(5)+'",
    ]
    const question = `${hostile[0]} weight by fruit ${hostile[4]}`
    const rows = hostile.map((text, at) => ({
      [`fruit ${hostile[1]}`]: text,
      image: 'http://example.com/z.png',
      href: 'javascript:alert(6)',
      weight: at + 1,
    }))
    const messageId = await message(quarry.client, { question, rows })
    await chartOf(quarry.client, { messageId })
    const { page, complaints, violations, close } = await visit(browser, quarry, `/messages/${messageId}`)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('dialog', (dialog) => complaints.push(dialog.message()))
    await page.getByRole('heading', { level: 1, name: question }).waitFor()
    const card = page.getByRole('article')
    expect((await marksIn(card)).words).toContain('url(http://example.com/y)')
    await card.getByText(/^Data/).click()
    expect(await card.getByRole('cell', { name: hostile[1] }).count()).toBeGreaterThan(0)
    for (const bar of await card.locator('.mark-rect.role-mark path').all()) await bar.hover()
    expect(await page.locator('dl').getByText(hostile[0]!, { exact: true }).count()).toBe(1)
    await card.getByText('Other charts of the same rows').click()
    await card.getByRole('listitem').first().locator('svg.marks, canvas').waitFor()
    expect(asked.filter((url) => new URL(url).origin !== quarry.url)).toEqual([])
    expect(await card.locator('a, image, img, script, foreignObject, [onload], [onerror]').count()).toBe(0)
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})
