import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi } from '../../src/app.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { type Serving, startServing } from './serving.ts'
import { register, startTask } from './tasks.ts'
import {
  type Operation,
  openAckedSocket,
  openEventStream,
  openSocket,
  post,
  type Result,
  resultsOf,
} from './transports.ts'

let serving: Serving
let source: TestDatabase
let sql: pg.Client
beforeAll(async () => {
  serving = await startServing()
  source = await createDatabase()
  sql = new pg.Client({ connectionString: serving.database.connectionString })
  await sql.connect()
})
afterAll(async () => {
  await sql.end()
  await serving.stop()
  await source.drop()
})

type Answer = Result & { requestId: string | null }

const overHttp = async (operation: Operation): Promise<Answer> => {
  const { headers, data, errors } = await post(serving, operation)
  return { data, errors, requestId: headers.get('x-request-id') }
}

const overEventStream = async (operation: Operation): Promise<Answer> => {
  const stream = await openEventStream(serving, operation)
  const { value } = await resultsOf(stream).next()
  stream.destroy()
  return { ...value, requestId: stream.headers['x-request-id'] }
}

/** No answer of its own has a header here: the id stands in the error alone. */
const overWebSocket = async (operation: Operation): Promise<Answer> => {
  const { socket, send, next } = await openAckedSocket(serving)
  send({ id: '1', type: 'subscribe', payload: operation })
  const { type, payload } = await next()
  socket.close()
  const result = (type === 'error' ? { errors: payload } : payload) as Result
  return { ...result, requestId: result.errors?.[0]?.extensions?.requestId }
}

const transports = [
  ['HTTP', overHttp],
  ['SSE', overEventStream],
  ['WebSocket', overWebSocket],
] as const

/** Does `work` while a table is not where the server looks for it. */
async function without(table: string, work: () => Promise<void>) {
  await sql.query(`alter table ${table} rename to misplaced`)
  try {
    await work()
  } finally {
    await sql.query(`alter table misplaced rename to ${table}`)
  }
}

describe.each(transports)('an error of ours over %s', (_, ask) => {
  it('says nothing of its cause, but the id under which the log has it', async () => {
    await without('database', async () => {
      const { errors, requestId } = await ask({ query: '{ databases { totalCount } }' })
      expect(errors).toEqual([
        {
          message: `Something went wrong on our side; the log has it under ${requestId}`,
          path: ['databases'],
          locations: expect.any(Array),
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
        },
      ])
      expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
      const line = serving.logged.find((line) => line.requestId === requestId)
      expect(line?.err?.message).toContain('relation "database" does not exist')
    })
  })

  it('leaves what could be answered', async () => {
    await without('database', async () => {
      const { data, errors } = await ask({
        query:
          '{ viewer { role } node(id: "RGF0YWJhc2U6MDE4OTAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw") { id } }',
      })
      expect(data).toEqual({ viewer: { role: 'ADMIN' }, node: null })
      expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
    })
  })
})

describe.each(transports.slice(1))('an error of ours in a subscription over %s', (name, ask) => {
  it('is masked where the subscription cannot begin', async () => {
    const taskId = Buffer.from('ElementCreationTask:01890000-0000-7000-8000-000000000000').toString('base64')
    await without('task', async () => {
      const query = 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { cursor } }'
      const { errors, requestId } = await ask({ query, variables: { taskId } })
      expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }])
      expect(JSON.stringify(errors)).not.toContain('relation')
      expect(serving.logged.some((line) => line.requestId === requestId)).toBe(true)
    })
  })

  it('is masked where one of its events cannot be resolved', async () => {
    const database = await register(serving.client, source.connectionString, `of an event over ${name}`)
    const taskId = await startTask(serving.client, database)
    const query = `subscription ($taskId: ID!) {
      taskEvents(taskId: $taskId) { sequence task { ... on ElementCreationTask { database { name } } } }
    }`
    await without('database', async () => {
      const { errors, requestId } = await ask({ query, variables: { taskId } })
      expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }])
      expect(JSON.stringify(errors)).not.toContain('relation')
    })
  })
})

describe('a server whose database is away', () => {
  const away = { migrated: false, env: { DATABASE_URL: 'postgresql://someone:secret@127.0.0.1:1/somewhere' } }

  it('answers a request with 503 and the id under which the log has why, and nothing else', async () => {
    const serving = await startServing(away)
    try {
      const { status, headers, errors } = await post(serving, { query: '{ __typename }' })
      const requestId = headers.get('x-request-id')
      expect(status).toBe(503)
      expect(errors).toEqual([
        {
          message: 'The database of Quarry is away at the moment; try again',
          extensions: { code: 'UNAVAILABLE', requestId },
        },
      ])
      const line = serving.logged.find((line) => line.requestId === requestId)
      expect(line?.err?.message).toContain('ECONNREFUSED')
    } finally {
      await serving.stop()
    }
  })

  it('closes a WebSocket with 1013, after which clients come back, and says no more', async () => {
    const serving = await startServing(away)
    try {
      const { send, closed } = await openSocket(serving)
      send({ type: 'connection_init', payload: { authorization: `Bearer ${serving.token}` } })
      const { code, reason } = await closed
      expect(code).toBe(1013)
      expect(reason).toBe('The database of Quarry is away at the moment; try again')
      expect(serving.logged.some(({ err }) => err?.message?.includes('ECONNREFUSED'))).toBe(true)
    } finally {
      await serving.stop()
    }
  })
})

const malformed: [string, Operation, string][] = [
  ['a query that cannot be parsed', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
  ['a field that does not exist', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
]

describe('an error of the client', () => {
  it.each(malformed)('%s is answered with 400 and a code', async (_, operation, code) => {
    const { status, errors, data } = await post(serving, operation)
    expect(status).toBe(400)
    expect(errors).toMatchObject([{ extensions: { code } }])
    expect(data).toBeUndefined()
  })

  it('a variable of the wrong type is answered with 400', async () => {
    const query = 'query ($first: Int) { databases(first: $first) { totalCount } }'
    const { status, errors } = await post(serving, { query, variables: { first: 'many' } })
    expect(status).toBe(400)
    expect(errors).toMatchObject([{ message: expect.stringContaining('$first') }])
  })

  it('a body that is no JSON is answered with 400', async () => {
    const response = await fetch(`${serving.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${serving.token}`, 'content-type': 'application/json' },
      body: '{',
    })
    expect(response.status).toBe(400)
  })

  it.each(transports)('has its code over %s', async (_, ask) => {
    const pages = await ask({ query: '{ databases(first: 101) { totalCount } }' })
    expect(pages.errors).toMatchObject([
      { message: 'first must be from 1 to 100', extensions: { code: 'BAD_USER_INPUT' } },
    ])
    const cursor = await ask({ query: '{ databases(after: "none") { totalCount } }' })
    expect(cursor.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  })

  it('is not in the log, which is for ours', async () => {
    const before = serving.logged.length
    for (const [, ask] of transports) await ask({ query: '{ databases(first: 101) { totalCount } }' })
    expect(serving.logged.slice(before)).toEqual([])
  })
})

describe('a refusal', () => {
  it.each([
    ['HTTP', overHttp],
    ['WebSocket', overWebSocket],
    ['SSE', overEventStream],
  ])('comes as data over %s, with its code, its message and what belongs to its kind', async (_, ask) => {
    const query = `mutation {
      registerDatabase(input: { name: "", connectionString: "postgresql://127.0.0.1/x" }) {
        __typename
        ... on Error { code message }
        ... on InvalidInputError { fields { path message } }
      }
    }`
    const { data, errors } = await ask({ query })
    expect(errors).toBeUndefined()
    expect(data.registerDatabase).toMatchObject({
      __typename: 'InvalidInputError',
      code: 'INVALID_INPUT',
      message: expect.any(String),
      fields: [{ path: ['name'], message: expect.any(String) }],
    })
  })
})

describe('a viewer whose role does not permit it', () => {
  it('gets FORBIDDEN, and what the role permits', async () => {
    await post(serving, { query: '{ __typename }' })
    await sql.query(`update workspace_member set role = 'VIEWER'`)
    const api = await startApi(serving.surroundings)
    try {
      const asViewer = { url: api.url, token: serving.token }
      const reading = await post(asViewer, { query: '{ viewer { role } databases { totalCount } }' })
      expect(reading.data).toMatchObject({ viewer: { role: 'VIEWER' } })
      const query = 'mutation { removeDatabase(id: "x") { __typename } }'
      const changing = await post(asViewer, { query })
      expect(changing.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    } finally {
      await api.close()
      await sql.query(`update workspace_member set role = 'ADMIN'`)
    }
  })
})
