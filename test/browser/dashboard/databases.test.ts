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
const changed = (connectionString: string, change: (url: URL) => void) => {
  const url = new URL(connectionString)
  change(url)
  return url.href
}

describe('registering a database', () => {
  it('says of each connection that fails what to look at, and registers one that works', async () => {
    const { connectionString } = await source()
    const { page, complaints, violations, picture, close } = await visit(browser, quarry, '/databases')
    await page.getByText('No database is registered yet').waitFor()
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Register a database' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Register a database' })
    const string = dialog.getByRole('textbox', { name: 'Connection string' })
    const test = async (text: string) => {
      await string.fill(text)
      await dialog.getByRole('button', { name: 'Test connection' }).click()
    }

    await test(changed(connectionString, (url) => (url.password = 'wrong')))
    await dialog.getByRole('alert').getByText('refuses the password').waitFor()
    await dialog.getByText('Look at the user and the password').waitFor()
    await picture('databases-wrong-password')

    await test(changed(connectionString, (url) => (url.hostname = 'no-such-host.invalid')))
    await dialog.getByText('does not resolve').waitFor()
    await dialog.getByText('Look at the host and the port').waitFor()

    await test(changed(connectionString, (url) => (url.pathname = '/no_such_database')))
    await dialog.getByText('has no database no_such_database').waitFor()

    await test('oracle://user@host/database')
    await dialog.getByText('cannot be connected; PostgreSQL, MySQL, MariaDB, SQLite can').waitFor()
    await dialog.getByText('PostgreSQL from version 12, MariaDB from 10.5').waitFor()

    await test('nonsense')
    await dialog.getByRole('alert').getByText('starts with postgresql://').waitFor()
    expect(await string.getAttribute('aria-invalid')).toBe('true')
    expect(await violations()).toEqual([])

    await test(connectionString)
    await dialog.getByText('The connection works').waitFor()
    await dialog.getByText('Version').waitFor()
    await dialog.getByText('This login may change tables').waitFor()
    expect(await violations()).toEqual([])
    await picture('databases-register')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('the shop')
    await dialog.getByRole('button', { name: 'Register', exact: true }).click()

    await page.getByRole('heading', { level: 1, name: 'the shop' }).waitFor()
    await page.getByText('The catalog is empty').waitFor()
    expect(await violations()).toEqual([])
    expect(await page.content()).not.toContain(new URL(connectionString).password)
    expect(complaints).toEqual([])
    await close()
  })

  it('puts a connection string together from its parts, whatever stands in the password', async () => {
    const { connectionString } = await source('create table one (id int)')
    const { hostname, port, pathname, username, password } = new URL(connectionString)
    const client = new pg.Client({ connectionString })
    await client.connect()
    await client.query(`create role "o'dd" login password 'p@ss:/?#%&'; grant select on one to "o'dd"`)
    await client.end()
    expect(username && password).toBeTruthy()
    const { page, close } = await visit(browser, quarry, '/databases')
    await page.getByRole('button', { name: 'Register a database' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Put it together from its parts').click()
    for (const [label, value] of [
      ['Host', hostname],
      ['Port', port],
      ['Database', pathname.slice(1)],
      ['User', "o'dd"],
      ['Password', 'p@ss:/?#%&'],
    ] as const)
      await dialog.getByLabel(label, { exact: true }).fill(value)
    await dialog.getByRole('button', { name: 'Test connection' }).click()
    await dialog.getByText('The connection works').waitFor()
    await dialog.getByText('Read only').waitFor()
    await dialog.getByRole('button', { name: 'Register', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: pathname.slice(1) }).waitFor()
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('heading', { level: 1, name: 'Databases' }).waitFor()
    const admin = new pg.Client({ connectionString })
    await admin.connect()
    await admin.query(`drop owned by "o'dd"; drop role "o'dd"`)
    await admin.end()
    await close()
  })
})

describe('a registered database', () => {
  it('is renamed, not to a name that is taken, and removed once that is confirmed', async () => {
    const { connectionString } = await source()
    await register(quarry.client, connectionString, 'taken')
    const id = await register(quarry.client, connectionString, 'to be renamed')
    const { page, complaints, violations, close } = await visit(browser, quarry, `/databases/${id}`, {
      colorScheme: 'dark',
    })
    await page.getByRole('button', { name: 'Edit' }).click()
    const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name' })
    await name.fill('taken')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('is registered already').waitFor()
    expect(await violations()).toEqual([])
    await name.fill('renamed')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'renamed' }).waitFor()
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByText('The connection works').waitFor()

    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('The database itself is not touched').waitFor()
    expect(await violations()).toEqual([])
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Remove')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('heading', { level: 1, name: 'Databases' }).waitFor()
    await page.getByRole('link', { name: 'taken' }).waitFor()
    expect(await page.getByRole('link', { name: 'renamed' }).count()).toBe(0)
    await page.goto(`${quarry.url}/databases/${id}`)
    await page.getByText('There is no such database').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('is found by search, and a list that is long goes by pages in the address', async () => {
    const { connectionString } = await source('')
    for (let n = 1; n <= 28; n++)
      await register(quarry.client, connectionString, `many ${String(n).padStart(2, '0')}`)
    const { page, complaints, violations, close } = await visit(browser, quarry, '/databases?search=many')
    await page.getByText('28 databases').waitFor()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('link', { name: 'many 28' }).waitFor()
    expect(await page.getByRole('row').count()).toBe(1 + 3)
    expect(await violations()).toEqual([])
    await page.reload()
    await page.getByRole('link', { name: 'many 28' }).waitFor()
    await page.getByRole('button', { name: 'Previous' }).click()
    await page.getByRole('link', { name: 'many 01' }).waitFor()
    await page.getByRole('searchbox').fill('many 07')
    await page.getByText('1 database', { exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('search')).toBe('many 07')
    await page.getByRole('searchbox').fill('nothing of this name')
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByRole('link', { name: 'many 01' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('gets a schedule that is read out in plain words, and loses it again', async () => {
    const { connectionString } = await source('')
    const id = await register(quarry.client, connectionString, 'scheduled')
    const { page, complaints, violations, picture, close } = await visit(
      browser,
      quarry,
      `/databases/${id}?tab=schedule`,
      { colorScheme: 'dark' },
    )
    await page.getByRole('button', { name: 'Monday to Friday at 6:00' }).click()
    await page.getByText('Monday to Friday at 06:00').waitFor()
    await page.getByLabel('Cron expression').fill('61 * * * *')
    await page.getByText('This is not understood here').waitFor()
    await page.getByRole('button', { name: 'Save the schedule' }).click()
    await page.getByRole('alert').getByText('cron must have five fields').waitFor()
    expect(await violations()).toEqual([])
    await page.getByLabel('Cron expression').fill('30 4 * * 1')
    await page.getByLabel('Time zone').selectOption('Asia/Kathmandu')
    await page.getByRole('button', { name: 'Save the schedule' }).click()
    await page.getByText('Next run').waitFor()
    await page.getByText('On Mondays at 04:30').first().waitFor()
    await picture('databases-schedule')
    // 4:30 in Kathmandu is 22:45 in UTC, the day before.
    const next = await page
      .getByRole('definition')
      .filter({ hasText: '(' })
      .getByRole('time')
      .getAttribute('datetime')
    expect(next).toMatch(/T22:45:00/)
    expect(new Date(next!).getUTCDay()).toBe(0)
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'End the schedule' }).click()
    await page.getByText('The schedule has ended').waitFor()
    await page.getByText('Next run').waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await close()
  })

  it('that is renamed in one tab has its new name in the others', async () => {
    const { connectionString } = await source('')
    const id = await register(quarry.client, connectionString, 'of two tabs')
    const { page, complaints, close } = await visit(browser, quarry, '/databases?search=two+tabs')
    await page.getByRole('link', { name: 'of two tabs' }).waitFor()
    const other = await page.context().newPage()
    await other.goto(`${quarry.url}/databases/${id}#token=${quarry.token}`)
    await other.getByRole('button', { name: 'Edit' }).click()
    await other.getByRole('textbox', { name: 'Name' }).fill('agreed by two tabs')
    await other.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'agreed by two tabs' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('is only looked at by a VIEWER', async () => {
    const { connectionString } = await source()
    const id = await register(quarry.client, connectionString, 'looked at')
    const token = await viewerToken()
    const { page, complaints, violations, close } = await visit(browser, quarry, '/databases', { token })
    await page.getByRole('link', { name: 'looked at' }).click()
    await page.getByRole('heading', { level: 1, name: 'looked at' }).waitFor()
    await page.getByText('The catalog is empty').waitFor()
    for (const tab of ['Schedule', 'Log', 'Diagram', 'Tables']) {
      await page.getByRole('link', { name: tab, exact: true }).click()
      expect(await page.getByRole('main').getByRole('button').allTextContents()).toEqual([])
      expect(await violations()).toEqual([])
    }
    expect(page.url()).toContain(id)
    expect(complaints).toEqual([])
    await close()
  })
})

async function viewerToken(): Promise<string> {
  const query = `mutation { createApiToken(input: { name: "reads", role: VIEWER }) {
    ... on CreateApiTokenPayload { token } } }`
  const answer = await fetch(`${quarry.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${quarry.token}` },
    body: JSON.stringify({ query }),
  })
  return (await answer.json()).data.createApiToken.token
}
