import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { type CountedServing, startCountedServing } from '../server/serving.ts'
import { addEvents, register, startTask } from '../server/tasks.ts'
import { openBrowser } from './browser.ts'

let serving: CountedServing
let source: TestDatabase
let browser: Browser
let page: Page
let asked: string[]
let complaints: string[]

beforeAll(async () => {
  serving = await startCountedServing()
  source = await createDatabase()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await serving.stop()
  await source.drop()
})

beforeEach(async (test) => {
  asked = []
  complaints = []
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  context.setDefaultTimeout(20_000)
  page = await context.newPage()
  page.on('request', (request) => asked.push(request.url()))
  page.on('websocket', (socket) => asked.push(socket.url()))
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  test.onTestFinished(() => context.close())
})

/** Where the pictures go that SCREENSHOTS asks for. */
async function picture(name: string) {
  const directory = process.env.SCREENSHOTS
  if (!directory) return
  mkdirSync(directory, { recursive: true })
  await page.screenshot({ path: path.join(directory, `${name}.png`) })
}

const open = (hash = `#token=${serving.token}`) => page.goto(`${serving.url}/graphql${hash}`)
const execute = () => page.getByRole('button', { name: /execute/i }).click()
const shows = (text: string | RegExp) => page.locator('.graphiql-response').getByText(text).first().waitFor()

async function write(query: string) {
  await page.locator('.graphiql-query-editor .monaco-editor').first().click()
  await page.keyboard.press('ControlOrMeta+A')
  // Typed, brackets and quotes would be closed by the editor a second time.
  await page.keyboard.insertText(query)
}

/** Everything that the page asked for came from the server itself, or from the page. */
function expectOwnRequestsAlone() {
  const foreign = asked.filter((url) => !/^(data|blob):/.test(url) && new URL(url).origin !== serving.url)
  expect(foreign).toEqual([])
  expect(asked.length).toBeGreaterThan(0)
}

describe('GraphiQL in a browser', () => {
  it('runs the query that it opens with, with the token of the address, which then vanishes from it', async () => {
    await open()
    await page.locator('.graphiql-query-editor').waitFor()
    expect(page.url()).toBe(`${serving.url}/graphql`)
    await execute()
    await shows('access-token')
    await shows('ADMIN')
    await picture('query')
    expectOwnRequestsAlone()
    expect(asked.join()).not.toContain(serving.token)
    expect(complaints).toEqual([])
  })

  it('keeps the token for the tab: it is still there after a reload, and not in another tab', async () => {
    await open()
    await page.locator('.graphiql-query-editor .monaco-editor').first().waitFor()
    await page.reload()
    await page.locator('.graphiql-query-editor .monaco-editor').first().waitFor()
    await write('{ viewer { userId } }')
    await execute()
    await shows('access-token')
    page = await page.context().newPage()
    const posted = page.waitForResponse((response) => response.request().method() === 'POST')
    await open('')
    expect((await posted).status()).toBe(401)
  })

  it('shows the events of a task as they happen', async () => {
    const database = await register(serving.client, source.connectionString, 'source')
    const taskId = await startTask(serving.client, database)
    await open()
    await write(`subscription { taskEvents(taskId: "${taskId}") { sequence type message } }`)
    await execute()
    await shows('QUEUED')
    for (const message of ['Reading the tables', 'Reading the columns']) {
      await addEvents(serving.services.em, taskId, [message])
      await shows(message)
    }
    await picture('subscription')
    const subscriber = serving.subscribers.at(-1)!
    expect(subscriber.ended).toBe(false)
    await page.getByRole('button', { name: /stop/i }).click()
    expect(await waitUntil(() => subscriber.ended, 5_000)).toBe(true)
    expectOwnRequestsAlone()
    expect(complaints).toEqual([])
  })

  it('shows the schema with its descriptions', async () => {
    await open()
    await page.getByRole('button', { name: /documentation explorer/i }).click()
    await page.getByRole('link', { name: 'Query' }).first().click()
    await page.getByText('Nothing of another workspace is ever found.').waitFor()
    await picture('documentation')
    expectOwnRequestsAlone()
  })
})
