import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { openBrowser } from '../browser.ts'
import { visit } from './visit.ts'

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

describe('the address that the server prints', () => {
  it('signs in, keeps the token for the tab, and takes it out of the address', async () => {
    const { page, complaints, violations, close } = await visit(browser, quarry, '/')
    await page.getByRole('heading', { name: 'Tasks' }).waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    expect(page.url()).toBe(`${quarry.url}/tasks`)
    expect(await page.evaluate(() => sessionStorage.getItem('quarry-token'))).toBe(quarry.token)
    expect(await page.evaluate(() => Object.values(localStorage))).not.toContain(quarry.token)
    await page.reload()
    await page.getByText('Live', { exact: true }).waitFor()
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  it('asks for a token where it brings one that is not good, and takes a good one', async () => {
    const { page, violations, close } = await visit(browser, quarry, '/databases', { token: 'no-such-token' })
    await page.getByText('The server does not accept this token').waitFor()
    expect(await violations()).toEqual([])
    await page.getByLabel('Token').fill(quarry.token)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Databases' }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Token').waitFor()
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
    await close()
  })
})
