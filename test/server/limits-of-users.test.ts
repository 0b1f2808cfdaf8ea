import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildSchema, type ExecutionResult, getIntrospectionQuery, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { limitsOf, persistedOf } from '../../src/app/limits.ts'
import { readConfig } from '../../src/config.ts'
import { execute } from '../../src/graphql/execute.ts'
import { createBudget } from '../../src/server/limits/budget.ts'
import { keepDocuments } from '../../src/server/limits/documents.ts'
import { createGuard, turnToRead } from '../../src/server/limits/guard.ts'
import { createLane } from '../../src/server/limits/lane.ts'
import { createRates } from '../../src/server/limits/rates.ts'
import { createTurns } from '../../src/server/limits/turns.ts'
import { namedCoordinates } from '../../src/server/limits/weights.ts'
import { schema } from '../../src/server/schema.ts'
import { type Serving, startServing } from './serving.ts'
import { bearer, openAckedSocket, openEventStream, openSocket, post, type Result } from './transports.ts'

async function serving(env: Record<string, string>, work: (serving: Serving) => Promise<void>) {
  const started = await startServing({ env })
  try {
    await work(started)
  } finally {
    await started.stop()
  }
}

const who = { query: '{ viewer { role } }' }
const watching = { query: 'subscription { workspaceEvents { cursor } }' }
const subscribe = (id: string, payload: object) => ({ id, type: 'subscribe', payload })

describe('requests a minute', () => {
  it('beyond the limit are answered with 429 and when to come again, over a WebSocket as an error', async () => {
    await serving({ REQUESTS_PER_MINUTE: '10' }, async (served) => {
      for (let request = 0; request < 10; request++) expect((await post(served, who)).status).toBe(200)
      const { status, headers, errors } = await post(served, who)
      expect(status).toBe(429)
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(6)
      const told = { code: 'RATE_LIMITED', limit: 10, of: 'requests', retryAfterSeconds: expect.any(Number) }
      expect(errors).toEqual([{ message: expect.stringContaining('10 requests a minute'), extensions: told }])
      const { socket, send, next } = await openAckedSocket(served)
      send(subscribe('1', who))
      expect(await next()).toMatchObject({ type: 'error', payload: [{ extensions: told }] })
      socket.close()
    })
  })

  it('points beyond the limit are answered in the same way', async () => {
    await serving({ MAX_QUERY_COST: '100', POINTS_PER_MINUTE: '100' }, async (served) => {
      const query = '{ databases { nodes { id } } }'
      await post(served, { query: `{ databases(first: 10) { nodes { id } } }` })
      const { status, headers, errors } = await post(served, {
        query: '{ databases(first: 10) { nodes { id } } }',
      })
      expect(status).toBe(429)
      expect(headers.get('retry-after')).toMatch(/^\d+$/)
      expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', of: 'points', limit: 100 } }])
      expect((await post(served, { query })).errors).toMatchObject([
        { extensions: { code: 'QUERY_TOO_COMPLEX' } },
      ])
    })
  })
})

describe('a budget', () => {
  it('comes back steadily, and each user has one of their own', () => {
    let now = 0
    const budget = createBudget(60, () => now)
    expect(budget.take('a', 60)).toBe(0)
    expect(budget.take('a', 6)).toBeCloseTo(6)
    expect(budget.take('b', 60)).toBe(0)
    now += 6_000
    expect(budget.take('a', 6)).toBe(0)
    expect(budget.left('a')).toBeCloseTo(0)
    now += 600_000
    expect(budget.left('a')).toBe(60)
  })

  it('lets what is costly not take the last of it, which is for what costs little', () => {
    const budget = createBudget(100, () => 0)
    expect(budget.take('a', 90, 10)).toBe(0)
    expect(budget.take('a', 1, 10)).toBeGreaterThan(0)
    expect(budget.take('a', 10)).toBe(0)
  })

  it('forgets users that have come to rest, however many there were', () => {
    let now = 0
    const budget = createBudget(60, () => now)
    for (let user = 0; user < 10_000; user++) budget.take(`user ${user}`, 1)
    expect(budget.size).toBe(10_000)
    now += 60_000
    budget.take('another', 1)
    expect(budget.size).toBe(1)
  })
})

describe('turns', () => {
  it('go first to whoever has most points left, and one turn does only so much', async () => {
    const left = new Map([
      ['greedy', 10],
      ['modest', 100],
    ])
    const turns = createTurns((user) => left.get(user)!, { perTurn: 10 })
    expect(turns.next('greedy', 10)).toBeUndefined()
    const order: string[] = []
    const all = ['greedy', 'greedy', 'modest'].map((user) =>
      turns.next(user, 10)!.then(() => order.push(user)),
    )
    await Promise.all(all)
    expect(order).toEqual(['modest', 'greedy', 'greedy'])
  })

  it('leave the process to others after each, for as many times as long as it took', async () => {
    const turns = createTurns(() => 0, { perTurn: 10, restOf: () => 3 })
    const busy = () => {
      for (const until = performance.now() + 20; performance.now() < until; );
      return performance.now()
    }
    turns.next('ann', 10)
    const ends = [busy()]
    for (let piece = 0; piece < 3; piece++) {
      await turns.next('ann', 10)
      ends.push(busy())
    }
    const rests = ends.slice(1).map((end, at) => end - ends[at]! - 20)
    for (const rest of rests) expect(rest).toBeGreaterThanOrEqual(55)
  })
})

describe('what costs much', () => {
  it('goes one at a time, and of one user only so many wait, so that others have their turn', async () => {
    const lane = createLane((user) => (user === 'modest' ? 2 : 1))
    const first = await lane.enter('greedy', 10_000)!
    const order: string[] = []
    const wait = (user: string) =>
      lane.enter(user, 10_000)?.then(({ leave }) => {
        order.push(user)
        leave()
      })
    const greedy = Array.from({ length: 60 }, () => wait('greedy'))
    expect(greedy.filter((one) => one === undefined)).toHaveLength(10)
    const modest = wait('modest')
    expect(modest).toBeDefined()
    await lane.enter('greedy', 10)!
    first.leave()
    await Promise.all([...greedy, modest])
    expect(order.slice(0, 2)).toEqual(['modest', 'greedy'])
  })

  it('leaves the process free, again and again, for what costs little', async () => {
    const { turnOf } = createRates({ requestsPerMinute: 1, pointsPerMinute: 1_000_000 })
    const begun: string[] = []
    const work = async (name: string, pieces: number, total: number) => {
      for (let piece = 0; piece < pieces; piece++) {
        await turnOf(name, 1_000, total)
        begun.push(name)
        for (const until = performance.now() + 5; performance.now() < until; );
      }
    }
    turnOf('modest', 0, 10)
    const greedy = work('greedy', 5, 20_000)
    await new Promise(setImmediate)
    await work('modest', 5, 1_000)
    expect(begun.filter((name) => name === 'greedy').length).toBeLessThanOrEqual(2)
    await greedy
    expect(begun.at(-1)).toBe('greedy')
  })

  it('is the reading of a long document, too, unless it is known', () => {
    const guard = createGuard(limitsOf(readConfig({ POINTS_PER_MINUTE: '999999999' })))
    const viewer = { userId: 'ann', workspaceId: 'a', role: 'VIEWER' } as const
    const text = `{ viewer { role } } # ${'a'.repeat(5_000)}`
    expect(turnToRead(guard, viewer, text)).toBeUndefined()
    expect(turnToRead(guard, viewer, `${text} `)).toBeInstanceOf(Promise)
    guard.documents.set(text, parse(text))
    expect(turnToRead(guard, viewer, text)).toBeUndefined()
    expect(turnToRead(guard, viewer, '{ viewer { role } }')).toBeUndefined()
  })
})

describe('parsed documents', () => {
  it('are kept up to so many tokens together, those that were asked for last', () => {
    const documents = keepDocuments(20)
    const texts = ['{ a b c d }', '{ e f g h }', '{ i j k l }', '{ m n o p }']
    for (const text of texts) documents.set(text, parse(text))
    expect(texts.map((text) => documents.get(text) !== undefined)).toEqual([false, true, true, true])
  })
})

describe('sockets', () => {
  it('and event streams beyond the limit of a user are refused, until one closes', async () => {
    await serving({ MAX_SOCKETS_PER_USER: '2' }, async (served) => {
      const first = await openAckedSocket(served)
      const stream = await openEventStream(served, watching)
      const { send, closed } = await openSocket(served)
      send({ type: 'connection_init', payload: bearer(served) })
      expect((await closed).code).toBe(4429)
      const refused = await openEventStream(served, watching)
      expect(refused.statusCode).toBe(429)
      refused.destroy()
      stream.destroy()
      first.socket.close()
      await first.closed
      await expect
        .poll(() => openAckedSocket(served).then(({ socket }) => socket.close(), String))
        .toBeUndefined()
    })
  })

  it('have so many operations at a time; one more is refused by itself', async () => {
    await serving({ MAX_OPERATIONS_PER_SOCKET: '2' }, async (served) => {
      const { socket, send, next } = await openAckedSocket(served)
      for (const id of ['1', '2', '3']) send(subscribe(id, watching))
      expect(await next()).toMatchObject({
        id: '3',
        type: 'error',
        payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS', limit: 2 } }],
      })
      send({ id: '1', type: 'complete' })
      send(subscribe('4', who))
      expect(await next()).toMatchObject({ id: '4', type: 'next' })
      socket.close()
    })
  })

  it('that bring too many messages a second, too large ones or ones too complex are closed', async () => {
    await serving({ MAX_MESSAGES_PER_SECOND: '20' }, async (served) => {
      const many = await openAckedSocket(served)
      for (let message = 0; message < 40; message++) many.send({ type: 'ping' })
      expect((await many.closed).code).toBe(4429)
      const large = await openAckedSocket(served)
      large.send(' '.repeat(1_100_000))
      expect((await large.closed).code).toBe(1009)
      const complex = await openAckedSocket(served)
      complex.send('['.repeat(500_000))
      expect((await complex.closed).code).toBe(4400)
      expect((await post(served, who)).status).toBe(200)
    })
  })
})

describe('introspection', () => {
  it('is on while HOST is loopback and off elsewhere, unless INTROSPECTION says so', () => {
    const on = (env: Record<string, string>) => limitsOf(readConfig(env)).introspection
    expect([on({}), on({ HOST: '::1' }), on({ HOST: '0.0.0.0' })]).toEqual([true, true, false])
    expect([on({ INTROSPECTION: 'off' }), on({ HOST: '0.0.0.0', INTROSPECTION: 'on' })]).toEqual([
      false,
      true,
    ])
  })

  it('that is off takes GraphiQL and suggestions with it', async () => {
    await serving({ INTROSPECTION: 'off' }, async (served) => {
      const { status, data, errors } = await post(served, { query: getIntrospectionQuery() })
      expect(status).toBe(400)
      expect(data).toBeUndefined()
      expect(errors![0]!.message).toContain('introspection has been disabled')
      const slips = [
        { query: '{ viewr { role } }' },
        { query: '{ tasks(filter: { kinds: [CHARTS] }) { totalCount } }' },
        {
          query: 'query ($filter: TaskFilter) { tasks(filter: $filter) { totalCount } }',
          variables: { filter: { kinds: ['CHARTS'], statuse: [] } },
        },
      ]
      for (const slip of slips) {
        const { errors } = await post(served, slip)
        expect(errors!.length).toBeGreaterThan(0)
        expect(JSON.stringify(errors)).not.toContain('Did you mean')
      }
      expect((await post(served, { query: '{ __typename }' })).data).toEqual({ __typename: 'Query' })
      const html = { headers: { accept: 'text/html' } }
      expect((await fetch(`${served.url}/graphql`, html)).status).toBe(401)
    })
  })
})

describe('persisted operations', () => {
  it('alone run where PERSISTED_OPERATIONS is only, however they are named and over every transport', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'quarry-manifest-'))
    const file = path.join(directory, 'persisted-documents.json')
    await writeFile(file, JSON.stringify({ abc: who.query, 'sha256:def': who.query, ghi: watching.query }))
    const env = { PERSISTED_OPERATIONS: 'only', PERSISTED_OPERATIONS_FILE: file }
    await serving(env, async (served) => {
      const data = { viewer: { role: 'ADMIN' } }
      const forms = [
        { documentId: 'abc' },
        { documentId: 'sha256:abc' },
        { documentId: 'def' },
        { documentId: 'sha256:def' },
        { extensions: { persistedQuery: { version: 1, sha256Hash: 'abc' } } },
        { documentId: 'abc', query: '{ databases { totalCount } }' },
        // As those clients send it that know nothing of ids.
        who,
      ]
      const { socket, send, next } = await openAckedSocket(served)
      for (const [id, form] of forms.entries()) {
        expect((await post(served, form as never)).data).toEqual(data)
        send(subscribe(String(id), { query: '', ...form }))
        expect(await next()).toMatchObject({ type: 'next', payload: { data } })
        expect(await next()).toMatchObject({ type: 'complete' })
      }
      const got = await fetch(`${served.url}/graphql?documentId=abc`, { headers: bearer(served) })
      expect(((await got.json()) as Result).data).toEqual(data)

      for (const [payload, code] of [
        [{ documentId: 'nothing' }, 'PERSISTED_OPERATION_NOT_FOUND'],
        [{ documentId: '__proto__' }, 'PERSISTED_OPERATION_NOT_FOUND'],
        [{ query: '{ viewer { userId } }' }, 'PERSISTED_OPERATION_REQUIRED'],
        [{ query: `${who.query} ` }, 'PERSISTED_OPERATION_REQUIRED'],
        [{}, 'PERSISTED_OPERATION_REQUIRED'],
      ] as const) {
        const { status, errors } = await post(served, payload as never)
        expect(status).toBe(400)
        expect(errors).toMatchObject([{ extensions: { code } }])
        send(subscribe(code, { query: '', ...payload }))
        expect(await next()).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] })
      }
      socket.close()
    })
    await rm(directory, { recursive: true })
  })

  it('end the start where there is no manifest, or it is none', () => {
    expect(() => persistedOf(readConfig({ PERSISTED_OPERATIONS: 'only' }))).toThrow(
      'PERSISTED_OPERATIONS_FILE',
    )
    for (const file of ['README.md', 'package.json'])
      expect(() => persistedOf(readConfig({ PERSISTED_OPERATIONS_FILE: file }))).toThrow(file)
  })
})

describe('what fields cost', () => {
  it('is said of fields that the schema has', () => {
    for (const coordinate of namedCoordinates) {
      const [type, field] = coordinate.split('.') as [string, string]
      expect(Object.keys((schema.getType(type) as never as { getFields(): object }).getFields())).toContain(
        field,
      )
    }
  })
})

it('a list of which one item fails at once and another one later is an error, and the process goes on', async () => {
  const unheard: unknown[] = []
  const hear = (reason: unknown) => unheard.push(reason)
  process.on('unhandledRejection', hear)
  const later = () => new Promise((_, reject) => setTimeout(() => reject(new Error('later')), 10))
  const result = (await execute({
    schema: buildSchema('type Query { items: [Item!]! } type Item { value: Int! }'),
    document: parse('{ items { value } }'),
    rootValue: {
      items: [
        { value: later },
        {
          value: () => {
            throw new Error('at once')
          },
        },
      ],
    },
  })) as ExecutionResult
  await new Promise((resolve) => setTimeout(resolve, 50))
  process.off('unhandledRejection', hear)
  expect(result.errors).toHaveLength(1)
  expect(unheard).toEqual([])
})
