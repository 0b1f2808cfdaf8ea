import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  RegisterDatabaseMutation,
  StartFilteredDatabaseMutation,
  TaskEventsSubscription,
} from '../../../src/client/operations.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { clientOf, useProcesses } from '../../start/processes.ts'
import { openBrowser } from '../browser.ts'
import { visit } from './visit.ts'

const processes = useProcesses()
let source: TestDatabase
let browser: Browser
beforeAll(async () => {
  source = await createDatabase({
    sql: `create table customer (id int primary key, name text not null);
      insert into customer select n, repeat('name ', 10) || n from generate_series(1, 600000) n;
      create table purchase (id int primary key, customer_id int not null references customer);
      insert into purchase select n, n from generate_series(1, 600000) n;
      analyze`,
  })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await source?.drop()
})

/** The numbers of all lines of the log, by scrolling through it. */
const sequences = (page: Page) =>
  page.getByRole('log').evaluate(async (log) => {
    const seen = new Map<number, number>()
    for (let top = 0; ; top += log.clientHeight / 2) {
      log.scrollTop = top
      await new Promise((resolve) => setTimeout(resolve, 60))
      for (const line of log.querySelectorAll<HTMLElement>('[data-sequence]'))
        seen.set(Number(line.dataset.index), Number(line.dataset.sequence))
      if (top + log.clientHeight >= log.scrollHeight)
        return [...seen].sort(([a], [b]) => a - b).map(([, n]) => n)
    }
  })

it('a page that watches a task while its server is killed and started again shows every event, once', async () => {
  const directory = await processes.newDirectory()
  const environment = { DATA_DIR: directory, PORT: '0', LOG_LEVEL: 'warn' }
  const first = processes.start(environment)
  const url = await first.url()
  const token = await readFile(path.join(directory, 'access-token'), 'utf8')
  let client = await clientOf(url, directory)
  const { registerDatabase } = await client.request(RegisterDatabaseMutation, {
    input: { name: 'shop', connectionString: source.connectionString },
  })
  if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(registerDatabase.__typename)
  const { startFilteredDatabase } = await client.request(StartFilteredDatabaseMutation, {
    input: {
      source: { databaseId: registerDatabase.database.id },
      plan: { subjects: [{ table: { name: 'customer' } }] },
    },
  })
  await client.close()
  if (startFilteredDatabase.__typename !== 'StartFilteredDatabasePayload')
    throw new Error(startFilteredDatabase.__typename)
  const { id } = startFilteredDatabase.task

  const { page, close, picture } = await visit(browser, { url, token }, `/tasks/${id}`)
  await page.getByRole('log').getByText('Copying').first().waitFor()
  first.signalGroup('SIGKILL')
  await first.ended
  await page.getByText('Connection lost').waitFor()
  await picture('connection-lost')

  const second = processes.start({ ...environment, PORT: new URL(url).port })
  await second.url()
  await page.getByText('Live', { exact: true }).waitFor()
  await page.getByRole('main').getByText('Completed', { exact: true }).first().waitFor()

  client = await clientOf(url, directory)
  const happened: number[] = []
  for await (const { taskEvents } of client.subscribe(TaskEventsSubscription, { taskId: id, from: 'FIRST' }))
    happened.push(taskEvents.sequence)
  await client.close()
  expect(happened).toEqual(happened.map((_, at) => at + 1))
  expect(happened.length).toBeGreaterThan(10)
  expect(await sequences(page)).toEqual(happened)
  await close()
  second.signalGroup('SIGTERM')
  await second.ended
}, 180_000)
