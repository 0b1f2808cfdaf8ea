import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDirectory, runInFile } from '../../databases/sqlite-files.ts'
import { createMariaDatabase, createMariaLogin, mariaDbIsInstalled, withLogin } from '../../mariadb.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { createElements, register } from '../../server/tasks.ts'
import { openBrowser } from '../browser.ts'
import { marksIn } from './drawn.ts'
import { type VisitOptions, visit } from './visit.ts'

const visits = `
  create table cities (id integer primary key, name varchar(40) not null);
  create table visits (id integer primary key, city_id integer not null references cities (id), guests integer);
  insert into cities values (1, 'Bern'), (2, 'Basel'), (3, 'Zug');
  insert into visits values (1, 1, 4), (2, 2, 7), (3, 3, 1), (4, 1, 2);`
const guestsByCity =
  'select c.name as city, sum(v.guests) as guests from visits v join cities c on c.id = v.city_id group by c.name'

let quarry: TestQuarry
let browser: Browser
let files: Awaited<ReturnType<typeof makeDirectory>>
beforeAll(async () => {
  files = await makeDirectory()
  await mkdir(path.join(files.directory, 'of the town'))
  runInFile(path.join(files.directory, 'of the town', 'visits #1.db'), visits)
  ;[quarry, browser] = await Promise.all([
    startQuarry({ env: { SQLITE_DIR: files.directory } }),
    openBrowser(),
  ])
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
  await files?.remove()
})

const open = (at: string, options?: VisitOptions) => visit(browser, quarry, at, options)

async function registration(page: Page) {
  await page.getByRole('button', { name: 'Register a database' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Register a database' })
  const test = () => dialog.getByRole('button', { name: 'Test connection' }).click()
  return { dialog, test }
}

const connection = (page: Page) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: 'Connection' }) })

/** Reads its elements, then asks for a chart with a query. */
async function chart(page: Page, name: string) {
  await page.getByRole('button', { name: 'Create elements' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click()
  await page.getByRole('dialog').getByText('Completed').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByText('2 tables', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Relationships' }).click()
  await page.getByText('Declared (1)').waitFor()

  await page.getByRole('navigation').getByRole('link', { name: 'Charts' }).click()
  await page.getByRole('textbox', { name: 'Question' }).fill(`Guests by city, ${name}`)
  await page.getByRole('radio', { name: 'A query' }).check()
  await page.getByRole('combobox', { name: 'Database' }).first().selectOption({ label: name })
  await page.getByRole('textbox', { name: 'SQL' }).fill(guestsByCity)
  await page.getByRole('button', { name: 'Draw the chart' }).click()
  const drawn = await marksIn(page.getByRole('article', { name: /^Chart: / }))
  expect(drawn).toEqual({ bars: 3, words: expect.stringContaining('Basel') })
}

describe('a file of SQLite', () => {
  it('is registered by its path alone, read, and drawn with a query', async () => {
    const { page, complaints, violations, picture, close } = await open('/databases')
    const { dialog, test } = await registration(page)
    await dialog.getByRole('radio', { name: 'SQLite' }).check()
    for (const label of ['Host', 'Port', 'Password', 'TLS (sslmode)'])
      expect(await dialog.getByLabel(label).count()).toBe(0)
    const file = dialog.getByRole('textbox', { name: 'File' })
    expect(await violations()).toEqual([])

    await file.fill('../visits.db')
    await test()
    await dialog.getByRole('alert').getByText('is not below SQLITE_DIR').waitFor()
    await dialog.getByText('Files of SQLite are read from one folder alone').waitFor()
    await file.fill('of the town/nothing.db')
    await test()
    await dialog.getByText('There is no file of the town/nothing.db below SQLITE_DIR').waitFor()
    await dialog.getByText('Look at the path').waitFor()
    expect(await violations()).toEqual([])
    await picture('engines-sqlite-missing')

    await file.fill('of the town/visits #1.db')
    await test()
    await dialog.getByText('The connection works').waitFor()
    await dialog.getByText('Read only').waitFor()
    expect(await violations()).toEqual([])
    await picture('engines-sqlite')
    await dialog.getByRole('button', { name: 'Register', exact: true }).click()

    await page.getByRole('heading', { level: 1, name: 'visits #1.db' }).waitFor()
    const facts = connection(page)
    await facts.getByText('of the town/visits #1.db').waitFor()
    expect(await facts.getByRole('term').allTextContents()).toEqual(['Engine', 'File', 'Registered'])
    await chart(page, 'visits #1.db')
    expect(complaints).toEqual([])
    await close()
  })

  it('is in the list with its engine and its path', async () => {
    const id = await register(quarry.client, 'sqlite:of%20the%20town/visits%20%231.db', 'in the list')
    const { page, complaints, violations, close } = await open('/databases?search=in+the+list')
    const row = page.getByRole('row').filter({ hasText: 'in the list' })
    await row.getByText('of the town/visits #1.db').waitFor()
    await row.getByText('SQLite').waitFor()
    expect(await violations()).toEqual([])
    expect(await row.textContent()).not.toMatch(/null|undefined/)

    // Its path can be changed, and nothing of a server is asked for.
    await page.goto(`${quarry.url}/databases/${id}`)
    await page.getByRole('button', { name: 'Edit' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('radio', { name: 'SQLite' }).isChecked()).toBe(true)
    await dialog.getByRole('textbox', { name: 'File' }).fill('no such file.db')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('There is no file no such file.db below SQLITE_DIR').waitFor()
    await dialog.getByText('Look at the path').waitFor()
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})

describe('a connection string', () => {
  it('says by itself which engine it is of, and fills in its parts', async () => {
    const { page, complaints, close } = await open('/databases')
    const { dialog } = await registration(page)
    const engine = (name: string) => dialog.getByRole('radio', { name }).isChecked()
    const string = dialog.getByRole('textbox', { name: 'Connection string' })
    expect(await engine('PostgreSQL')).toBe(true)
    await string.fill('mysql://reader:secret@db.example.com/shop?sslmode=require')
    expect(await engine('MySQL')).toBe(true)
    await dialog.getByText('Put it together from its parts').click()
    expect(await dialog.getByLabel('Host').inputValue()).toBe('db.example.com')
    expect(await dialog.getByLabel('Port').inputValue()).toBe('3306')
    expect(await dialog.getByLabel('TLS (sslmode)').inputValue()).toBe('require')

    await dialog.getByRole('radio', { name: 'PostgreSQL' }).check()
    expect(await string.inputValue()).toBe(
      'postgresql://reader:secret@db.example.com:5432/shop?sslmode=require',
    )
    await string.fill('')
    await string.pressSequentially('sqlite:a.db')
    expect(await engine('SQLite')).toBe(true)
    const file = dialog.getByRole('textbox', { name: 'File' })
    expect(await file.inputValue()).toBe('a.db')
    expect(await file.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })
})

describe.skipIf(!mariaDbIsInstalled)('a database of MariaDB', () => {
  it('is registered from its parts, read, and drawn with a query', async () => {
    const database = await createMariaDatabase({ sql: visits })
    const login = await createMariaLogin([`SELECT, SHOW VIEW ON \`${database.name}\`.*`])
    const { hostname, port } = new URL(database.connectionString)
    const { page, complaints, violations, picture, close } = await open('/databases', { colorScheme: 'dark' })
    const { dialog, test } = await registration(page)
    await dialog.getByRole('radio', { name: 'MariaDB' }).check()
    await dialog.getByText('mariadb://user:password@host:3306/database').waitFor()
    await dialog.getByText('Put it together from its parts').click()
    expect(await dialog.getByLabel('Port').inputValue()).toBe('3306')
    expect(await violations()).toEqual([])
    for (const [label, value] of [
      ['Host', hostname],
      ['Port', port],
      ['Database', database.name],
      ['User', login.user],
      ['Password', 'wrong'],
    ] as const)
      await dialog.getByLabel(label, { exact: true }).fill(value)
    await test()
    await dialog.getByText('refuses the password').waitFor()
    await dialog.getByText('Look at the user and the password').waitFor()
    await dialog.getByLabel('Password').fill(login.password)
    await test()
    await dialog.getByText('The connection works').waitFor()
    await dialog.getByText('Read only').waitFor()
    expect(await violations()).toEqual([])
    await picture('engines-mariadb')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('the visits')
    await dialog.getByRole('button', { name: 'Register', exact: true }).click()

    await page.getByRole('heading', { level: 1, name: 'the visits' }).waitFor()
    const facts = connection(page)
    await facts.getByText('MariaDB').waitFor()
    await facts.getByText(`${hostname}:${port}`).waitFor()
    await chart(page, 'the visits')
    expect(complaints).toEqual([])
    await close()
    await login.drop()
    await database.drop()
  })

  it('that lacks a right says which ones to grant', async () => {
    const database = await createMariaDatabase({ sql: visits })
    const login = await createMariaLogin()
    const { page, close } = await open('/databases')
    const { dialog, test } = await registration(page)
    await dialog
      .getByRole('textbox', { name: 'Connection string' })
      .fill(withLogin(database.connectionString, login))
    await test()
    await dialog.getByText('Grant it SELECT and SHOW VIEW on the database.').waitFor()
    await close()
    await login.drop()
    await database.drop()
  })
})

describe('what is made of PostgreSQL alone', () => {
  it('is not offered over other engines, and a sentence says why', async () => {
    const id = await register(quarry.client, 'sqlite:of%20the%20town/visits%20%231.db', 'elsewhere')
    await createElements(quarry.client, id)
    const { page, complaints, violations, picture, close } = await open(
      `/filtered-databases/new?databaseId=${id}`,
    )
    await page.getByText('elsewhere is of SQLite; filtered databases are made of PostgreSQL').waitFor()
    const option = page.getByRole('option', { name: 'elsewhere (SQLite)' })
    expect(await option.isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: /^Put into the prompt/ }).count()).toBe(0)
    expect(await violations()).toEqual([])
    await picture('engines-filtered')

    await page.goto(`${quarry.url}/messages`)
    await page.getByText('Questions alone are answered over PostgreSQL.').waitFor()
    expect(await option.isDisabled()).toBe(true)
    expect(await violations()).toEqual([])
    // Over it, the way that there is comes first.
    await page.goto(`${quarry.url}/messages?database=${id}`)
    await page.getByRole('textbox', { name: 'SQL' }).waitFor()
    expect(await page.getByRole('radio', { name: 'A query' }).isChecked()).toBe(true)
    await page.getByRole('radio', { name: 'A database' }).check()
    await page.getByRole('textbox', { name: 'Question' }).fill('How many visits')
    await page.getByRole('button', { name: 'Draw the chart' }).click()
    await page.getByRole('alert').getByText('choose “A query” above').waitFor()
    expect(new URL(page.url()).pathname).toBe('/messages')
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})
