import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { register } from '../../server/tasks.ts'
import { openBrowser } from '../browser.ts'
import { visit } from './visit.ts'

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string
beforeAll(async () => {
  ;[quarry, source] = await Promise.all([
    startQuarry(),
    createDatabase({
      sql: 'CREATE TABLE part (id int PRIMARY KEY); INSERT INTO part VALUES (1), (2); ANALYZE',
    }),
  ])
  databaseId = await register(quarry.client, source.connectionString, 'parts')
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

describe('a server of a network, by its name and without https', () => {
  it('lets a filtered database be made, and its connection string be copied', async () => {
    const browser = await openBrowser('--host-resolver-rules=MAP quarry.example 127.0.0.1')
    try {
      const url = quarry.url.replace(/127\.0\.0\.1|localhost/, 'quarry.example')
      const { page, complaints } = await visit(
        browser,
        { ...quarry, url },
        `/filtered-databases/new?databaseId=${databaseId}&prompt=all+part`,
      )
      expect(await page.evaluate(() => isSecureContext)).toBe(false)
      await page.getByRole('button', { name: 'Show the plan' }).click()
      await page.getByRole('button', { name: 'Start', exact: true }).click()
      await page.getByRole('link', { name: 'Open the filtered database' }).click()
      await page.getByRole('button', { name: 'Show the connection string' }).click()
      const shown = await page.getByText(/^postgresql:/).textContent()
      await page.getByRole('button', { name: 'Copy: Connection string' }).click()
      await page.getByRole('button', { name: 'Copied: Connection string' }).waitFor()
      await page.getByRole('button', { name: /^Drop:/ }).click()
      const field = page.getByLabel(/^Type its name/)
      await field.focus()
      await page.keyboard.press('Control+V')
      expect(await field.inputValue()).toBe(shown)
      // The browser's own word on a header that it heeds over https alone.
      expect(complaints.filter((text) => !text.startsWith('The Cross-Origin-Opener-Policy header'))).toEqual(
        [],
      )
    } finally {
      await browser.close()
    }
  })
})
