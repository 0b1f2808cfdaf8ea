import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Serving, startServing } from '../server/serving.ts'
import { bearer, openAckedSocket, type Result } from '../server/transports.ts'

let serving: Serving
beforeAll(async () => {
  serving = await startServing({ env: { INTROSPECTION: 'off' } })
})
afterAll(() => serving.stop())

const times = (count: number, textOf: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => textOf(at)).join(' ')
const json = (query: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query }),
})
const mutation = 'mutation { removeDatabase(id: "x") { __typename } }'
const evil = { origin: 'https://evil.example.com' }
const deep = `{ databases ${'{ nodes { tables '.repeat(9)}{ totalCount }${'} }'.repeat(9)} }`

/** A request, and the status and code that it is answered with. */
const refused: [string, RequestInit & { search?: string }, number, string][] = [
  ['20 fields deep', json(deep), 400, 'QUERY_TOO_DEEP'],
  ['100 aliases', json(`{ ${times(100, (at) => `a${at}: __typename`)} }`), 400, 'QUERY_TOO_COMPLEX'],
  ['50,000 tokens', json(`{ ${'__typename '.repeat(50_000)} }`), 400, 'QUERY_TOO_LONG'],
  [
    'a list of operations',
    { ...json(''), body: JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]) },
    400,
    'BAD_REQUEST',
  ],
  ['a body of 5 MB', { ...json(''), body: ' '.repeat(5_000_000) }, 413, 'BODY_TOO_LARGE'],
  [
    'a mutation in a form',
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `query=${encodeURIComponent(mutation)}`,
    },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a mutation in a form with parts',
    {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${json(mutation).body}\r\n--b--\r\n`,
    },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['a mutation by GET', { search: `?query=${encodeURIComponent(mutation)}` }, 405, 'BAD_REQUEST'],
  [
    'a request of a page elsewhere',
    { ...json('{ viewer { role } }'), headers: { 'content-type': 'application/json', ...evil } },
    403,
    'FOREIGN_SITE',
  ],
  ['the whole schema', json(getIntrospectionQuery()), 400, 'GRAPHQL_VALIDATION_FAILED'],
]

describe('what others may try', () => {
  it.each(refused)(
    '%s is refused, read by no other site, and is no fault of ours',
    async (_, { search = '', ...request }, status, code) => {
      const response = await fetch(`${serving.url}/graphql${search}`, {
        ...request,
        headers: { ...bearer(serving), accept: 'application/graphql-response+json', ...request.headers },
      })
      const { data, errors } = (await response.json()) as Result
      expect([response.status, errors![0]!.extensions?.code]).toEqual([status, code])
      expect(data ?? null).toBeNull()
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
      expect(JSON.stringify(errors)).not.toMatch(/node_modules|\bat \w+ \(|Did you mean/)
      expect(serving.logged).toEqual([])
    },
  )

  it('is asked of no browser beforehand, as pages elsewhere are told nothing', async () => {
    const response = await fetch(`${serving.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        ...evil,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    })
    for (const name of response.headers.keys()) expect(name).not.toMatch(/^access-control-/)
  })

  it('over a WebSocket is refused with the same codes', async () => {
    const { socket, send, next } = await openAckedSocket(serving)
    const documents = refused.filter(([, , status, code]) => status === 400 && code !== 'BAD_REQUEST')
    expect(documents).toHaveLength(4)
    for (const [what, { body }, , code] of documents) {
      send({ id: what, type: 'subscribe', payload: JSON.parse(String(body)) })
      const { type, payload } = await next()
      expect([type, (payload as NonNullable<Result['errors']>)[0]!.extensions.code]).toEqual(['error', code])
    }
    socket.close()
    expect(serving.logged).toEqual([])
  })
})
