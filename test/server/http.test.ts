import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Serving, startServing } from './serving.ts'
import { bearer, post } from './transports.ts'

let serving: Serving
beforeAll(async () => {
  serving = await startServing({ env: { ALLOWED_ORIGINS: 'https://app.example.com' } })
})
afterAll(() => serving.stop())

const audits = serverAudits({
  url: () => `${serving.url}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...bearer(serving) } }),
})

describe('GraphQL over HTTP', () => {
  it('is audited on all 61 counts', () => {
    expect(audits).toHaveLength(61)
  })

  it.each(audits.map((audit) => ({ name: `${audit.id}: ${audit.name}`, audit })))(
    '$name',
    async ({ audit }) => {
      expect(await audit.fn()).toMatchObject({ status: 'ok' })
    },
  )

  it('answers several operations in one body with a refusal', async () => {
    const response = await fetch(`${serving.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(serving) },
      body: JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]),
    })
    expect(response.status).toBe(400)
  })

  it.each([
    [
      'multipart/form-data',
      () => {
        const form = new FormData()
        form.set('operations', JSON.stringify({ query: '{ __typename }' }))
        form.set('map', '{}')
        return form
      },
    ],
    ['text/plain', () => new Blob(['{"query":"{ __typename }"}'], { type: 'text/plain' })],
  ])('takes no %s, which a foreign page could send without being asked', async (_, body) => {
    const response = await fetch(`${serving.url}/graphql`, {
      method: 'POST',
      headers: bearer(serving),
      body: body(),
    })
    expect(response.status).toBe(415)
  })

  it('runs no mutation that came by GET', async () => {
    const query = encodeURIComponent('mutation { removeDatabase(id: "x") { __typename } }')
    const response = await fetch(`${serving.url}/graphql?query=${query}`, { headers: bearer(serving) })
    expect(response.status).toBe(405)
  })

  it.each([
    ['a path that is none', 'GET // HTTP/1.1\r\nHost: localhost'],
    ['a host that is none', 'GET /graphql HTTP/1.1\r\nHost: [\r\nAuthorization: Bearer wrong'],
    ['an address that is none', 'GET http://[/graphql HTTP/1.1\r\nHost: localhost'],
    [
      'a WebSocket at a path that is none',
      'GET // HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket',
    ],
  ])('answers %s as what it is, and goes on', async (_, head) => {
    const { hostname, port } = new URL(serving.url)
    const connection = connect(Number(port), hostname)
    connection.end(`${head}\r\n\r\n`)
    const answer = await text(connection)
    expect(answer).toMatch(/^HTTP\/1.1 4\d\d /)
    expect(answer).not.toMatch(/node_modules|Error:/)
    expect((await post(serving, { query: '{ __typename }' })).status).toBe(200)
  })

  it('gives every answer an x-request-id of its own', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => (await post(serving, { query: '{ __typename }' })).headers.get('x-request-id')),
    )
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(ids[0]).not.toBe(ids[1])
  })

  it.each([
    ['https://app.example.com', 'https://app.example.com'],
    ['https://evil.example.com', null],
  ])('lets pages of ALLOWED_ORIGINS alone read its answers: %s', async (origin, allowed) => {
    const preflight = await fetch(`${serving.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    const { headers } = await post(serving, { query: '{ __typename }' }, { origin })
    for (const answer of [preflight.headers, headers]) {
      const granted = answer.get('access-control-allow-origin')
      expect(granted === origin ? origin : null).toBe(allowed)
      expect(granted).not.toBe('*')
      expect(answer.get('access-control-allow-credentials')).not.toBe('true')
    }
  })
})
