import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { jwt, jwtSecret, seconds } from '../access/tokens.ts'
import { register } from '../charts/task/installation.ts'
import { type Gate, openGate } from '../docs/gate.ts'
import { createProject, type Project } from '../docs/project.ts'
import { work } from '../docs/watching.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { openBrowser } from './browser.ts'

/** A reader's own server: it has the page, and gives who is signed in a token that holds for some seconds. */
let tokens = 0
const site = createServer(async (request, response) => {
  if (request.url === '/quarry-token') {
    tokens++
    response.end(await jwt({ workspace: 'default', role: 'ADMIN', exp: seconds(4) }))
    return
  }
  const name = request.url === '/' ? 'index.html' : request.url!
  response.setHeader('content-type', name.endsWith('.js') ? 'text/javascript' : 'text/html')
  response.end(await readFile(path.join(project.directory, 'browser/dist', name)).catch(() => ''))
})

let project: Project
let origin: string
let quarry: TestQuarry
let gate: Gate
let source: TestDatabase
let browser: Browser
beforeAll(async () => {
  project = await createProject('docs/clients.md')
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  source = await createDatabase({ sql: 'create table book (id int primary key)' })
  quarry = await startQuarry({ worker: false, env: { ALLOWED_ORIGINS: origin, JWT_SECRET: jwtSecret } })
  await register(quarry.client, source.connectionString, 'bookshop')
  gate = await openGate(quarry.url)
  await writeFile(path.join(project.directory, 'browser/.env'), `VITE_QUARRY_URL=${gate.url}`)
  await project.run('browser', 'vite', ['build', '--logLevel', 'warn'])
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await gate?.close()
  await quarry?.stop()
  await source?.drop()
  await project?.drop()
  site.close()
})

describe('the page of another site that the documentation shows', () => {
  it('shows every event once, while its token is renewed and its connection is lost', async () => {
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('pageerror', ({ message }) => complaints.push(message))
    await page.goto(origin)
    await page.getByRole('button').click()
    await page.getByText('1 QUEUED').waitFor()
    const before = tokens
    expect(await waitUntil(() => tokens > before, 15_000)).toBe(true)
    await page.getByText('connected', { exact: true }).waitFor()

    gate.shut()
    await page.getByText('lost', { exact: true }).waitFor()
    await work(quarry)
    gate.open()
    await page.getByText('COMPLETED').waitFor()
    const lines = await page.getByRole('listitem').allTextContents()
    expect(lines.map((line) => Number.parseInt(line, 10))).toEqual(lines.map((_, index) => index + 1))
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('1')
    expect(complaints).toEqual([])
  })
})
