import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { type Serving, startServing } from './serving.ts'
import { bearer, openSocket } from './transports.ts'

let serving: Serving
beforeAll(async () => {
  serving = await startServing()
})
afterAll(() => serving.stop())

const introspection = '{ __schema { types { name } } }'
const ask = (path: string, init: RequestInit = {}) => fetch(serving.url + path, init)
const posted = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body,
})
const asking = (query: string) => `/graphql?query=${encodeURIComponent(query)}`

/** Says that a token is asked for, and nothing else. */
async function expectRefused(response: Response) {
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /)
  const body = await response.text()
  expect(JSON.parse(body)).toEqual({
    errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
  })
  return body
}

describe('without the access token', () => {
  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: 'Basic dXNlcjpwYXNzd29yZA==' }],
  ])('a request with %s is answered with 401', async (_, headers) => {
    await expectRefused(await ask('/graphql', posted(JSON.stringify({ query: introspection }), headers)))
  })

  it('a token that is right up to its last character is a wrong one', async () => {
    const { authorization } = bearer(serving)
    for (const wrong of [authorization.slice(0, -1), `${authorization}x`])
      await expectRefused(await ask(asking('{ __typename }'), { headers: { authorization: wrong } }))
  })

  it('nothing is learnt of the schema: whatever is sent, the answer is the same', async () => {
    const answers = await Promise.all(
      [
        posted(JSON.stringify({ query: introspection })),
        posted(JSON.stringify({ query: '{ nothing }' })),
        posted(JSON.stringify({ query: '{ database(id: 1) { name } }' })),
        posted('no JSON'),
        posted('', { 'content-type': 'text/plain' }),
      ].map(async (init) => expectRefused(await ask('/graphql', init))),
    )
    expect(new Set(answers).size).toBe(1)
  })

  it.each(['GET', 'HEAD', 'PUT', 'DELETE'])('%s is refused', async (method) => {
    expect((await ask(asking(introspection), { method })).status).toBe(401)
  })

  it('OPTIONS runs nothing', async () => {
    const body = await (await ask(asking(introspection), { method: 'OPTIONS' })).text()
    expect(body).not.toContain('ElementCreationTask')
  })

  it('a token in the address or in the body is none', async () => {
    const { token } = serving
    const parameters = `token=${token}&access_token=${token}&authorization=Bearer%20${token}`
    await expectRefused(await ask(`${asking('{ __typename }')}&${parameters}`))
    const body = { query: '{ __typename }', extensions: { authorization: `Bearer ${token}` }, token }
    await expectRefused(await ask('/graphql', posted(JSON.stringify(body))))
  })

  it('an event stream is not opened', async () => {
    const query = 'subscription { workspaceEvents { cursor } }'
    const accept = { accept: 'text/event-stream' }
    await expectRefused(await ask(asking(query), { headers: accept }))
    await expectRefused(await ask('/graphql', posted(JSON.stringify({ query }), accept)))
  })

  it('a WebSocket with the token in its address or its headers alone is closed', async () => {
    const url = `${serving.url.replace('http', 'ws')}/graphql?token=${serving.token}`
    const socket = new WebSocket(url, 'graphql-transport-ws', { headers: bearer(serving) })
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'connection_init' }))
    expect((await once(socket, 'close'))[0]).toBe(4403)
  })
})

describe('with the access token', () => {
  it('a request is served', async () => {
    const response = await ask(asking('{ viewer { role workspace { slug } } }'), { headers: bearer(serving) })
    expect(await response.json()).toEqual({
      data: { viewer: { role: 'ADMIN', workspace: { slug: 'default' } } },
    })
  })

  it.each(['bearer', 'BEARER', 'Bearer  '])('the scheme is read as %j, too', async (scheme) => {
    const headers = { authorization: `${scheme} ${serving.token}` }
    expect((await ask(asking('{ __typename }'), { headers })).status).toBe(200)
  })

  it('a WebSocket is served whether its parameter is authorization or Authorization', async () => {
    for (const name of ['authorization', 'Authorization']) {
      const { socket, send, next } = await openSocket(serving)
      send({ type: 'connection_init', payload: { [name]: `Bearer ${serving.token}` } })
      expect(await next()).toEqual({ type: 'connection_ack' })
      socket.close()
    }
  })
})

describe('the page of GraphiQL', () => {
  const html = { headers: { accept: 'text/html,application/xhtml+xml' } }

  it('is served without a token, since a browser has none before it has the page', async () => {
    const response = await ask('/graphql', html)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(await response.text()).toContain('Quarry')
  })

  it('is all that a browser gets without one: a query in the address is not run', async () => {
    const body = await (await ask(asking('{ viewer { workspace { id } } }'), html)).text()
    expect(body).toMatch(/^\s*<!doctype html>/)
    expect(body).not.toContain('"data":{"viewer"')
    for (const path of ['/graphql/x', '/x/graphql', '/health'])
      expect((await ask(path, { ...html, redirect: 'manual' })).status, path).not.toBe(200)
    expect((await ask(asking(introspection), { ...html, method: 'HEAD' })).status).toBe(401)
    const post = posted(JSON.stringify({ query: introspection }), html.headers)
    expect((await ask('/graphql', post)).status).toBe(401)
  })

  it('tells browsers to keep the address to themselves and to guess no types', async () => {
    const { headers } = await ask('/graphql', html)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})
