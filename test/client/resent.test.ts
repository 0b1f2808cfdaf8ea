import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, it } from 'vitest'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import { collect, quick, upTo } from './watched.ts'

type Asked = { query: string; variables: { after?: string; id?: string } }
type Answer = (response: ServerResponse, asked: Asked) => void

let server: Server
let client: QuarryClient
afterEach(async () => {
  await client.close()
  server.closeAllConnections()
  server.close()
})

/** A server that gives these answers, one after the other. */
async function answering(...answers: Answer[]) {
  const asked: Asked[] = []
  server = createServer(async (request: IncomingMessage, response) => {
    const question: Asked = JSON.parse(await text(request))
    asked.push(question)
    answers.shift()!(response, question)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  client = createQuarryClient({
    url: `http://127.0.0.1:${port}`,
    token: 'any',
    transport: 'sse',
    timing: quick,
  })
  return asked
}

const eventOf = (sequence: number, type = 'LOG', message = 'at work') => ({
  sequence,
  cursor: `cursor ${sequence}`,
  type,
  message,
})
const next = (result: unknown) => `event: next\ndata: ${JSON.stringify(result)}\n\n`
const results = (...events: ReturnType<typeof eventOf>[]) =>
  events.map((event) => next({ data: { taskEvents: event } })).join('')
const complete = 'event: complete\ndata:\n\n'

const stream = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/event-stream' }) as ServerResponse
const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

it('what a server sends again is not shown again', async () => {
  const asked = await answering(
    (response) =>
      stream(response).write(results(eventOf(1), eventOf(2), eventOf(3)), () => response.destroy()),
    (response) => stream(response).end(results(eventOf(2), eventOf(3), eventOf(4), eventOf(5, 'COMPLETED'))),
  )
  const { seen, ended } = collect(client.watchTask('task'))
  await ended
  expect(seen.map(({ sequence }) => sequence)).toEqual(upTo(5))
  expect(asked.map(({ variables }) => variables.after)).toEqual([undefined, 'cursor 3'])
})

it('a subscription that the server ends before the task is settled is gone on with', async () => {
  const asked = await answering(
    (response) => stream(response).end(results(eventOf(1), eventOf(2)) + complete),
    (response) => json(response, { data: { task: { isSettled: false, events: { nodes: [] } } } }),
    (response) => stream(response).end(complete),
    (response) => json(response, { errors: [{ message: '', extensions: { code: 'UNAVAILABLE' } }] }, 503),
    (response) => stream(response).end(complete),
    (response) => void response.destroy(),
    (response) => stream(response).end(results(eventOf(3)) + complete),
    (response) => json(response, { data: { task: { isSettled: true, events: { nodes: [] } } } }),
  )
  const { seen, ended } = collect(client.watchTask('task'))
  await ended
  expect(seen.map(({ sequence }) => sequence)).toEqual(upTo(3))
  expect(asked.map(({ variables: { after } }) => after)).toEqual([
    undefined,
    ...Array(6).fill('cursor 2'),
    'cursor 3',
  ])
})

it('results are read however the network cuts them up', async () => {
  const whole = Buffer.from(
    `:\r\n\r\n${results(eventOf(1, 'LOG', 'Größe 🦭\u2028\u0085'), eventOf(2, 'COMPLETED'))}`,
  )
  await answering(async (response) => {
    stream(response)
    response.socket!.setNoDelay(true)
    for (const byte of whole) {
      response.write(Buffer.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    response.end()
  })
  const { seen, ended } = collect(client.watchTask('task'))
  await ended
  expect(seen.map(({ message }) => message)).toEqual(['Größe 🦭\u2028\u0085', 'at work'])
})

it('a page of a proxy is waited for to go away once Quarry has been there, and thrown before', async () => {
  const page = (response: ServerResponse) => response.writeHead(404).end('<h1>No such site</h1>')
  await answering(
    (response) => stream(response).write(results(eventOf(1)), () => response.destroy()),
    page,
    (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in to the network</h1>'),
    (response) => stream(response).end(results(eventOf(2, 'COMPLETED'))),
  )
  const { seen, ended } = collect(client.watchTask('task'))
  await ended
  expect(seen.map(({ sequence }) => sequence)).toEqual([1, 2])
  await client.close()
  server.close()
  await answering(page)
  await expect(client.watchTask('task').next()).rejects.toMatchObject({
    name: 'RequestError',
    status: 404,
    code: null,
  })
})

it('a server that is busy is left alone for as long as it says', async () => {
  const times: number[] = []
  const busy = { message: 'Busy', extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 } }
  await answering(
    (response) => {
      times.push(performance.now())
      json(response, { errors: [busy] }, 429)
    },
    (response) => {
      times.push(performance.now())
      stream(response).end(results(eventOf(1, 'COMPLETED')))
    },
  )
  const { seen, ended } = collect(client.watchTask('task'))
  await ended
  expect(seen).toHaveLength(1)
  expect(times[1]! - times[0]!).toBeGreaterThan(990)
})
