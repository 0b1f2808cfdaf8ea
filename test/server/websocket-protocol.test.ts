import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { type Serving, startServing } from './serving.ts'
import { bearer, openAckedSocket, openSocket } from './transports.ts'

let serving: Serving
beforeAll(async () => {
  serving = await startServing({ env: { ALLOWED_ORIGINS: 'https://app.example.com' } })
})
afterAll(() => serving.stop())

const subscribe = {
  id: '1',
  type: 'subscribe',
  payload: { query: 'subscription { workspaceEvents { cursor } }' },
}

/** The status with which the server refuses the handshake. */
async function refusal(path: string, options = {}): Promise<number | undefined> {
  const socket = new WebSocket(serving.url.replace('http', 'ws') + path, 'graphql-transport-ws', options)
  const [, response] = await once(socket, 'unexpected-response')
  response.resume()
  return response.statusCode
}

describe('the WebSocket', () => {
  it.each([
    ['no JSON', 'hello'],
    ['JSON that is no message', '{"type":"nothing"}'],
    ['a binary message that is no JSON', Buffer.from([0xff, 0xfe])],
  ])('is closed with 4400 after %s', async (_, message) => {
    const { socket, closed } = await openAckedSocket(serving)
    socket.send(message)
    expect(await closed).toMatchObject({ code: 4400 })
  })

  it('is closed with 4401 where an operation comes before the acknowledgement', async () => {
    const { send, closed } = await openSocket(serving)
    send(subscribe)
    expect(await closed).toMatchObject({ code: 4401 })
  })

  it('is closed with 4403 where the connection has no token', async () => {
    const { send, closed } = await openSocket(serving)
    send({ type: 'connection_init' })
    expect(await closed).toMatchObject({ code: 4403 })
  })

  it('is closed with 4403 where the token is a wrong one', async () => {
    const { send, closed } = await openSocket(serving)
    send({ type: 'connection_init', payload: { authorization: `${bearer(serving).authorization}x` } })
    expect(await closed).toMatchObject({ code: 4403 })
  })

  it('is closed with 4406 where it speaks another protocol', async () => {
    const opening = new WebSocket(`${serving.url.replace('http', 'ws')}/graphql`, [])
    const [code] = await once(opening, 'close')
    expect(code).toBe(4406)
  })

  it('is closed with 4408 where nobody introduces himself in time', async () => {
    const { closed } = await openSocket(serving)
    expect(await closed).toMatchObject({ code: 4408 })
  })

  it('is closed with 4409 where two operations have one id', async () => {
    const { send, closed } = await openAckedSocket(serving)
    send(subscribe)
    send(subscribe)
    expect(await closed).toMatchObject({ code: 4409 })
  })

  it('is closed with 4429 where it introduces itself twice', async () => {
    const { send, closed } = await openAckedSocket(serving)
    send({ type: 'connection_init', payload: bearer(serving) })
    expect(await closed).toMatchObject({ code: 4429 })
  })

  it('is closed with 1009 after a message of more than 1 MiB, and takes one of that size', async () => {
    const { send, next, closed } = await openAckedSocket(serving)
    const ping = { type: 'ping', payload: { text: '' } }
    const room = 1024 * 1024 - JSON.stringify(ping).length
    send({ ...ping, payload: { text: 'x'.repeat(room) } })
    expect(await next()).toMatchObject({ type: 'pong' })
    send({ ...ping, payload: { text: 'x'.repeat(room + 1) } })
    expect(await closed).toMatchObject({ code: 1009 })
  })

  it('answers a ping with a pong that has the same payload', async () => {
    const { socket, send, next } = await openAckedSocket(serving)
    send({ type: 'ping', payload: { at: 1 } })
    expect(await next()).toEqual({ type: 'pong', payload: { at: 1 } })
    socket.close()
  })

  it('answers the ping frames of WebSocket itself', async () => {
    const { socket } = await openSocket(serving)
    socket.ping('are you there')
    const [payload] = await once(socket, 'pong')
    expect(String(payload)).toBe('are you there')
    socket.close()
  })

  it('keeps serving a connection whose operation could not be parsed or validated', async () => {
    const { socket, send, next } = await openAckedSocket(serving)
    for (const query of ['{', '{ nothing }', 'query A { __typename } query B { __typename }']) {
      send({ id: query, type: 'subscribe', payload: { query } })
      expect(await next()).toMatchObject({
        id: query,
        type: 'error',
        payload: [{ message: expect.any(String) }],
      })
    }
    send({ id: 'well', type: 'subscribe', payload: { query: '{ __typename }' } })
    expect(await next()).toMatchObject({
      id: 'well',
      type: 'next',
      payload: { data: { __typename: 'Query' } },
    })
    socket.close()
  })

  it('is refused with 404 at another address', async () => {
    expect(await refusal('/')).toBe(404)
    expect(await refusal('/graphql/events')).toBe(404)
  })

  it('is refused with 403 to the page of another site', async () => {
    expect(await refusal('/graphql', { origin: 'https://evil.example.com' })).toBe(403)
    expect(await refusal('/graphql', { origin: 'null' })).toBe(403)
    const { host } = new URL(serving.url)
    expect(await refusal('/graphql', { origin: `https://${host}.evil.example.com` })).toBe(403)
  })

  it.each([
    ['pages of the server itself', () => serving.url],
    ['pages of ALLOWED_ORIGINS', () => 'https://app.example.com'],
  ])('is open to %s', async (_, origin) => {
    const { socket } = await openSocket(serving, { origin: origin() })
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.close()
  })

  it.each([
    ['accepted', '/graphql'],
    ['refused', '/nothing'],
  ])('survives a client that resets its connection while its handshake is %s', async (_, path) => {
    const { hostname, port, host } = new URL(serving.url)
    const key = randomBytes(16).toString('base64')
    const head =
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`
    for (let round = 0; round < 20; round++) {
      const connection = connect(Number(port), hostname)
      connection.write(head, () => connection.resetAndDestroy())
      await once(connection, 'close')
    }
    const { socket } = await openAckedSocket(serving)
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.close()
  })
})
