import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { type Consumer, installConsumer } from '../client/consumer.ts'
import { quick, upTo, useWatched } from '../client/watched.ts'
import { openBrowser } from './browser.ts'

declare global {
  interface Window {
    seen: number[]
    states: { state: string; transport: string | null }[]
    ended: Promise<string>
  }
}

/** A browser that has just been started takes its time. */
const timing = { ...quick, connect: 2_000 }
const watched = useWatched()
let consumer: Consumer
let browser: Browser
let page: Page
let complaints: string[]
let bundle: string

beforeAll(async () => {
  consumer = await installConsumer()
  const built = await build({
    root: consumer.directory,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: {
        entry: path.join(consumer.directory, 'node_modules/quarry/dist/client/index.js'),
        formats: ['es'],
      },
    },
  })
  bundle = (built as Rolldown.RolldownOutput[])[0]!.output[0].code
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await consumer?.remove()
})

const imports = JSON.stringify({
  imports: {
    'quarry/client': '/modules/quarry/dist/client/index.js',
    'graphql-ws/client': '/modules/graphql-ws/dist/client.js',
  },
})

/** A page of the server's own origin, with the client as a bundle and as modules that an import map names. */
beforeEach(async (test) => {
  complaints = []
  page = await browser.newPage()
  page.on('pageerror', ({ message }) => complaints.push(message))
  const javascript = (body: string) => ({ body, contentType: 'text/javascript' })
  await page.route('**/bundle.js', (route) => route.fulfill(javascript(bundle)))
  await page.route('**/modules/**', async (route) => {
    const name = new URL(route.request().url()).pathname.replace('/modules/', 'node_modules/')
    await route.fulfill(javascript(await readFile(path.join(consumer.directory, name), 'utf8')))
  })
  // Only what comes from this machine may open sockets to it.
  await page.goto(`${watched.proxy.url}/health/live`)
  await page.evaluate((imports) => {
    const map = document.createElement('script')
    map.type = 'importmap'
    map.textContent = imports
    document.head.append(map)
  }, imports)
  test.onTestFinished(() => page.close())
})

/** Begins to watch the task in the page, where `seen` and `states` then grow. */
const watch = (taskId: string, specifier: string) =>
  page.evaluate(
    async ([taskId, token, timing, specifier]) => {
      const { createQuarryClient } = await import(specifier)
      const client = createQuarryClient({ url: location.origin, token, timing })
      window.seen = []
      window.states = []
      client.onConnection((connection: Window['states'][number]) => window.states.push(connection))
      window.ended = (async () => {
        for await (const { sequence } of client.watchTask(taskId)) window.seen.push(sequence)
        return 'ended'
      })()
    },
    [taskId, watched.serving.token, timing, specifier] as const,
  )
const seen = () => page.evaluate(() => window.seen)
const connection = () => page.evaluate(() => window.states.at(-1))

describe.each([
  ['a bundle', '/bundle.js'],
  ['modules and an import map', 'quarry/client'],
])('the client in a browser, as %s', (_, specifier) => {
  it('watches a task to its end, through lost, frozen and blocked connections', async () => {
    const { proxy, newTask, addEvents, settle } = watched
    const taskId = await newTask()
    await watch(taskId, specifier)
    const shows = (count: number) => waitUntil(async () => (await seen()).length === count, 10_000)
    expect(await shows(1)).toBe(true)
    expect(await connection()).toEqual({ state: 'connected', transport: 'websocket' })

    proxy.cut()
    await addEvents(taskId, 2)
    expect(await shows(3)).toBe(true)

    proxy.freeze()
    await addEvents(taskId, 2)
    expect(await shows(5)).toBe(true)

    for (const manner of ['no upgrade', 'silent upgrade', 'mute sockets'] as const) {
      proxy.behave(manner)
      proxy.cut()
      await addEvents(taskId, 1)
      expect(await waitUntil(async () => (await connection())?.transport === 'sse', 10_000)).toBe(true)
      proxy.behave('through')
      expect(await waitUntil(async () => (await connection())?.transport === 'websocket', 10_000)).toBe(true)
    }
    expect(await shows(8)).toBe(true)

    await settle(taskId)
    expect(await page.evaluate(() => window.ended)).toBe('ended')
    expect(await seen()).toEqual(upTo(9))
    expect(await connection()).toEqual({ state: 'idle', transport: null })
    expect(complaints).toEqual([])
  }, 60_000)
})
