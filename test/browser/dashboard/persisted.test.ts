import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { register, startTask } from '../../server/tasks.ts'
import { openAckedSocket, post } from '../../server/transports.ts'
import { openBrowser } from '../browser.ts'
import { visit } from './visit.ts'

let quarry: TestQuarry
let browser: Browser
let source: TestDatabase
let directory: string
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'quarry-manifest-'))
  const file = path.join(directory, 'client.json')
  await writeFile(file, execFileSync(process.execPath, ['supply/print-client-operations.ts']))
  ;[quarry, browser, source] = await Promise.all([
    startQuarry({ env: { PERSISTED_OPERATIONS: 'only', PERSISTED_OPERATIONS_FILE: file } }),
    openBrowser(),
    createDatabase({
      sql: `CREATE TABLE city (id int PRIMARY KEY, name text NOT NULL);
        INSERT INTO city VALUES (1, 'Bern'), (2, 'Basel'); ANALYZE`,
    }),
  ])
})
afterAll(async () => {
  await browser?.close()
  await quarry?.stop()
  await source?.drop()
  await rm(directory, { recursive: true, force: true })
})

describe('with PERSISTED_OPERATIONS=only', () => {
  it('the dashboard works, since the server knows its operations, and so does the client by its manifest', async () => {
    const databaseId = await register(quarry.client, source.connectionString, 'cities')
    for await (const _ of quarry.client.watchTask(await startTask(quarry.client, databaseId)));
    const { page, complaints, close } = await visit(browser, quarry, '/')
    const answers: number[] = []
    page.on('response', (response) => response.url().includes('/graphql') && answers.push(response.status()))
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'cities' }).first().waitFor()

    await page.getByRole('navigation').getByRole('link', { name: 'Databases', exact: true }).click()
    await page.getByRole('link', { name: 'cities' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'cities' }).waitFor()
    await page.getByText('1 tables, 2 columns, 0 relationships').first().waitFor()
    await page.getByRole('button', { name: 'Create elements' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click()
    await page.getByRole('dialog').getByText('1 task started').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()

    for (const name of ['Filtered databases', 'Charts', 'Queues', 'Tasks']) {
      await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
    }
    await page
      .getByRole('link', { name: /cities/ })
      .first()
      .waitFor()
    expect(answers.length).toBeGreaterThan(10)
    expect(answers.filter((status) => status !== 200)).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  it('what the page does not send is refused as before, also where it differs by a blank, and its list is no part of it', async () => {
    const manifest: Record<string, string> = JSON.parse(
      await readFile('dist/dashboard/persisted-documents.json', 'utf8'),
    )
    const known = Object.values(manifest).find((text) => text.includes('query DashboardViewer'))!
    expect((await post(quarry, { query: known })).data.viewer.role).toBe('ADMIN')
    const { socket, send, next } = await openAckedSocket(quarry)
    for (const query of [`${known} `, '{ viewer { role } }', known.replace('DashboardViewer', 'Viewer')]) {
      const refusal = [{ extensions: { code: 'PERSISTED_OPERATION_REQUIRED' } }]
      expect(await post(quarry, { query })).toMatchObject({ status: 400, errors: refusal })
      send({ id: query, type: 'subscribe', payload: { query } })
      expect(await next()).toMatchObject({ type: 'error', payload: refusal })
    }
    socket.close()
    expect((await fetch(`${quarry.url}/persisted-documents.json`)).status).toBe(404)
  })
})
