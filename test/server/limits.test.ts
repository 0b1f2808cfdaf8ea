import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostile } from '../../bench/limits/refused.ts'
import { type Serving, startServing } from './serving.ts'
import {
  bearer,
  type Operation,
  openAckedSocket,
  openEventStream,
  post,
  type Result,
  resultsOf,
} from './transports.ts'

let serving: Serving
beforeAll(async () => {
  serving = await startServing({ env: { ALLOWED_ORIGINS: 'https://app.example.com' } })
})
afterAll(() => serving.stop())

const overHttp = async (operation: Operation): Promise<Result> => post(serving, operation)
const overEventStream = async (operation: Operation): Promise<Result> => {
  const stream = await openEventStream(serving, operation)
  const { value } = await resultsOf(stream).next()
  stream.destroy()
  return value!
}
const overWebSocket = async (operation: Operation): Promise<Result> => {
  const { socket, send, next } = await openAckedSocket(serving)
  send({ id: '1', type: 'subscribe', payload: operation })
  const { type, payload } = await next()
  socket.close()
  return (type === 'error' ? { errors: payload } : payload) as Result
}
const transports = [
  ['HTTP', overHttp],
  ['SSE', overEventStream],
  ['WebSocket', overWebSocket],
] as const

const times = (count: number, textOf: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => textOf(at)).join(' ')

const tooMuch: [string, string, object][] = [
  [
    'tokens',
    `{ viewer { ${'role '.repeat(2_000)} } }`,
    { code: 'QUERY_TOO_LONG', limit: 2_000, of: 'tokens' },
  ],
  [
    'characters',
    `{ viewer { role } } #${'a'.repeat(100_000)}`,
    { code: 'QUERY_TOO_LONG', limit: 100_000, of: 'characters' },
  ],
  [
    'depth',
    `{ databases ${'{ nodes { tables '.repeat(8)}{ totalCount }${'} }'.repeat(8)} }`,
    { code: 'QUERY_TOO_DEEP', limit: 15, asked: 18 },
  ],
  [
    'depth through fragments',
    `{ databases { nodes { ...f0 } } } ${times(
      5,
      (at) => `fragment f${at} on Database { tables { nodes { database { ...f${at + 1} } } } }`,
    )} fragment f5 on Database { id }`,
    { code: 'QUERY_TOO_DEEP', limit: 15, asked: 18 },
  ],
  [
    'a fragment in itself',
    '{ ...f } fragment f on Query { viewer { role } ...f }',
    { code: 'QUERY_TOO_DEEP', limit: 15, asked: null },
  ],
  [
    'aliases',
    `{ viewer { ${times(51, (at) => `a${at}: role`)} } }`,
    { code: 'QUERY_TOO_COMPLEX', limit: 50, asked: 51, of: 'aliases' },
  ],
  [
    'directives',
    `{ viewer { ${times(51, () => '... @include(if: true) { role }')} } }`,
    { code: 'QUERY_TOO_COMPLEX', limit: 50, asked: 51, of: 'directives' },
  ],
  [
    'root fields',
    `{ ${times(21, (at) => `a${at}: __typename`)} }`,
    { code: 'QUERY_TOO_COMPLEX', limit: 20, asked: 21, of: 'rootFields' },
  ],
  [
    'repeated fields',
    `{ viewer { ${'workspace { id } '.repeat(51)} } }`,
    { code: 'QUERY_TOO_COMPLEX', limit: 50, asked: 51, of: 'repeats' },
  ],
  [
    'cost',
    '{ databases(first: 100) { nodes { tables(first: 100) { nodes { name columns { name } } } } } }',
    { code: 'QUERY_TOO_COMPLEX', limit: 50_000, of: 'cost' },
  ],
]

describe.each(transports)('over %s', (_, ask) => {
  it.each(tooMuch)('too much of %s is refused, with the limit and what was asked', async (_, query, told) => {
    const { data, errors } = await ask({ query })
    expect(data ?? null).toBeNull()
    expect(errors).toHaveLength(1)
    expect(errors![0]!.extensions).toMatchObject(told)
    expect(errors![0]!.extensions).not.toHaveProperty('http')
  })

  it('a subscription is refused whose events would cost too much', async () => {
    const query = `subscription { workspaceEvents { task { ... on ElementCreationTask {
      database { tables(first: 100) { nodes { columns { id name dataType position nullable default comment isPrimaryKey } } } } } } } }`
    const { errors } = await ask({ query })
    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX', limit: 5_000, of: 'cost' } }])
  })

  it('pages have 1 to 100 things', async () => {
    for (const first of [0, 101, -1]) {
      const { errors } = await ask({ query: `{ databases(first: ${first}) { totalCount } }` })
      expect(errors).toMatchObject([
        { message: 'first must be from 1 to 100', extensions: { code: 'BAD_USER_INPUT' } },
      ])
    }
  })

  it('says what an operation costs and what is left', async () => {
    const query = '{ rateLimit { cost limit remaining resetAt } databases(first: 10) { nodes { id } } }'
    const { data, errors } = await ask({ query })
    expect(errors).toBeUndefined()
    const { cost, limit, remaining, resetAt } = data.rateLimit
    // Two root fields of 20, 4 fields of rateLimit, nodes, and 10 databases of 3 with an id each.
    expect(cost).toBe(2 * 20 + 4 + 1 + 10 * (3 + 1))
    expect(limit).toBe(5_000_000)
    expect(remaining).toBeGreaterThan(0)
    // A few come back within the microseconds between taking and telling.
    expect(remaining).toBeLessThanOrEqual(limit - cost / 2)
    expect(Date.parse(resetAt)).toBeGreaterThan(Date.now() - 1_000)
    expect(Date.parse(resetAt)).toBeLessThan(Date.now() + 60_000)
  })

  it('the schema may be asked for as tools do, within the limits', async () => {
    const { data, errors } = await ask({ query: getIntrospectionQuery() })
    expect(errors).toBeUndefined()
    expect(data.__schema.queryType.name).toBe('Query')
  })
})

describe('what nobody should send', () => {
  it.each(Object.entries(hostile))('%s is refused', async (_, { body, type, chunked }) => {
    const response = await fetch(`${serving.url}/graphql`, {
      method: 'POST',
      headers: { ...bearer(serving), 'content-type': type ?? 'application/json' },
      body: chunked ? new Blob([body]).stream() : body,
      ...(chunked && { duplex: 'half' }),
    })
    const { data, errors } = (await response.json()) as Result
    expect(data ?? null).toBeNull()
    expect(errors!.length).toBeGreaterThan(0)
    expect(errors![0]!.extensions.code).not.toBe('INTERNAL_SERVER_ERROR')
    expect(serving.logged).toEqual([])
  })
})

describe('a body', () => {
  it.each([
    ['says its length', undefined],
    ['does not say its length', 'half'],
  ])('larger than the limit is refused with 413 where it %s', async (_, duplex) => {
    const body = ' '.repeat(2_000_000)
    const response = await fetch(`${serving.url}/graphql`, {
      method: 'POST',
      headers: { ...bearer(serving), 'content-type': 'application/json' },
      body: duplex ? new Blob([body]).stream() : body,
      ...(duplex && { duplex }),
    } as RequestInit)
    expect(response.status).toBe(413)
    const { errors } = (await response.json()) as Result
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('1,048,576'),
        extensions: { code: 'BODY_TOO_LARGE', limit: 1_048_576 },
      },
    ])
  })

  it('of rows is read up to the limit', async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => ({ a: at, b: 'x' }))
    const query = `mutation ($input: CreateMessageInput!) {
      createMessage(input: $input) { __typename ... on Error { why: message } }
    }`
    const { data, errors } = await post(serving, {
      query,
      variables: { input: { question: 'a by b', rows } },
    })
    expect(errors).toBeUndefined()
    expect(data.createMessage.__typename).toBe('MessagePayload')
  })

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=a', 'text/plain'])(
    'of %s, which a foreign page could send without being asked, is refused with 415',
    async (type) => {
      const response = await fetch(`${serving.url}/graphql`, {
        method: 'POST',
        headers: { ...bearer(serving), 'content-type': type },
        body: `query=${encodeURIComponent('{ viewer { role } }')}`,
      })
      expect(response.status).toBe(415)
      expect(await response.text()).not.toContain('ADMIN')
    },
  )

  it('that ends before its end costs no line in the log', async () => {
    const { hostname, port } = new URL(serving.url)
    const connection = connect(Number(port), hostname)
    connection.end(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${serving.token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    )
    await text(connection)
    expect((await post(serving, { query: '{ __typename }' })).status).toBe(200)
    expect(serving.logged).toEqual([])
  })
})

describe('a page of another site', () => {
  const asked = (headers: Record<string, string>) =>
    fetch(`${serving.url}/graphql?query=${encodeURIComponent('{ viewer { role } }')}`, {
      headers: { ...bearer(serving), ...headers },
    })

  it.each([
    ['its Origin', { origin: 'https://evil.example.com' }],
    ['no origin that it may tell', { origin: 'null' }],
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
  ])('is refused with 403, even with a token, where the browser says %s', async (_, headers) => {
    const response = await asked(headers)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FOREIGN_SITE' } }] })
  })

  it.each([
    ['of ALLOWED_ORIGINS', { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' }],
    ['of the server itself', { 'sec-fetch-site': 'same-origin' }],
    ['that is no page, but a program', {}],
  ])('is served where it is one %s', async (_, headers) => {
    expect((await asked(headers)).status).toBe(200)
  })

  it('cannot come without a header that makes the browser ask first: who has no Authorization gets 401', async () => {
    for (const method of ['GET', 'POST'])
      expect((await fetch(`${serving.url}/graphql?query={__typename}`, { method })).status).toBe(401)
  })
})
