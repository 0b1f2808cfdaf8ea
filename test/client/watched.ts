import { afterAll, afterEach, beforeAll } from 'vitest'
import {
  type Connection,
  createQuarryClient,
  type QuarryClient,
  type QuarryClientOptions,
  type Timing,
} from '../../src/client/client.ts'
import { CancelTaskMutation } from '../../src/client/operations.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { type CountedServing, type ServingOptions, startCountedServing } from '../server/serving.ts'
import { addEvents, register, startTask } from '../server/tasks.ts'
import { type FaultyProxy, startFaultyProxy } from './proxy.ts'

/** As by default, in the time that tests have. */
export const quick: Partial<Timing> = {
  connect: 400,
  answer: 400,
  ping: 150,
  pong: 150,
  silence: 900,
  begin: 50,
  firstRetry: 20,
  lastRetry: 200,
  firstProbe: 200,
}

export const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

/** A server behind a proxy that may do harm, and tasks on it that nobody works at but the test. */
export function useWatched(options: ServingOptions = {}) {
  let serving: CountedServing
  let source: TestDatabase
  let proxy: FaultyProxy
  let names = 0
  const clients: QuarryClient[] = []

  beforeAll(async () => {
    serving = await startCountedServing(options)
    source = await createDatabase()
    proxy = await startFaultyProxy(serving.url)
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close()
    proxy.behave('through')
  })
  afterAll(async () => {
    await proxy?.close()
    await serving?.stop()
    await source?.drop()
  })

  return {
    get serving() {
      return serving
    },
    get proxy() {
      return proxy
    },
    /** Closed after the test; `states` are those that its connection has had. */
    connect(more: Partial<QuarryClientOptions> = {}) {
      const client = createQuarryClient({
        url: proxy.url,
        token: serving.token,
        ...more,
        timing: { ...quick, ...more.timing },
      })
      clients.push(client)
      const states: Connection[] = []
      client.onConnection((connection) => states.push(connection))
      return { client, states }
    },
    /** Its first event is QUEUED. */
    newTask: async () =>
      startTask(serving.client, await register(serving.client, source.connectionString, `source ${++names}`)),
    addEvents: (taskId: string, count: number) =>
      addEvents(serving.services.em, taskId, Array(count).fill('at work')),
    /** Its last event is CANCELLED. */
    settle: (taskId: string) => serving.client.request(CancelTaskMutation, { taskId }),
  }
}

/** What an iterator gives, as it comes. */
export function collect<Item>(items: AsyncIterable<Item>) {
  const seen: Item[] = []
  const ended = (async () => {
    for await (const item of items) seen.push(item)
  })()
  // Whoever awaits it hears of it.
  ended.catch(() => {})
  return { seen, ended }
}
