import { randomUUID } from 'node:crypto'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schema } from '../../src/server/schema.ts'
import { jwtSecret } from '../access/tokens.ts'
import { asSuperuser } from '../databases/sources.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { type Operation, operationsOf, selectionOf } from './operations.ts'
import { createWorld, tokenOf, type World } from './worlds.ts'

const operations = operationsOf(schema)
const operationsOfIds = operations.filter(({ takes }) => takes === 'id')
const typeOf = (id: string) => Buffer.from(id, 'base64').toString().split(':')[0]!
const rowOf = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1]!
/** An ID as that one, of nothing. */
const absentLike = (id: string) => Buffer.from(`${typeOf(id)}:${randomUUID()}`).toString('base64')

let quarry: TestQuarry
let own: World
let foreign: World
/** Every ID and every cursor of the other workspace, by what its own ADMIN can reach. */
let foreignIds: string[]
let foreignCursors: string[]
let ownName: string

type Transport = 'HTTP' | 'SSE' | 'WebSocket'
type Ask = (operation: Pick<Operation, 'kind' | 'query'>, variables: object) => Promise<unknown>

beforeAll(async () => {
  quarry = await startQuarry({
    env: {
      JWT_SECRET: jwtSecret,
      // The sweep asks for more at a time, and more often, than anyone else.
      MAX_QUERY_TOKENS: '100000',
      MAX_QUERY_ALIASES: '10000',
      MAX_QUERY_COST: '1000000',
      POINTS_PER_MINUTE: '999999999',
      REQUESTS_PER_MINUTE: '1000000',
    },
  })
  ownName = new URL(quarry.surroundings.databaseUrl).pathname.slice(1)
  ;[own, foreign] = await Promise.all([createWorld(quarry, 'own'), createWorld(quarry, 'foreign')])
  const seen = await everythingOf(foreign)
  foreignIds = seen.ids
  foreignCursors = seen.cursors
}, 120_000)
afterAll(async () => {
  await own?.close()
  await foreign?.close()
  await quarry?.stop()
})

/** What the ADMIN of a workspace reaches from every list and, from there, from every node. */
async function everythingOf(world: World): Promise<{ ids: string[]; cursors: string[] }> {
  const ids = new Set<string>()
  const cursors = new Set<string>()
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, one] of Object.entries(value)) {
      if (/(^|_)id$/.test(name) && typeof one === 'string') ids.add(one)
      else if (/ursor$/.test(name) && typeof one === 'string') cursors.add(one)
      else collect(one)
    }
  }
  const ask = asker('HTTP', await tokenOf(`${world.canary}-maker`, world.workspace, 'ADMIN'))
  for (const operation of operations)
    if (operation.kind === 'query' && operation.takes === 'nothing')
      collect(await ask(operation, operation.variables('')))
  const node = schema.getType('Node')!
  const query = `query ($id: ID!) { node(id: $id) ${selectionOf(node as never, schema, 2)} }`
  for (const id of ids) collect(await ask({ kind: 'query', query }, { id }))
  return { ids: [...ids].filter((id) => typeOf(id) in schema.getTypeMap()), cursors: [...cursors] }
}

/** One answer over a transport: its data and errors, without what differs from request to request. */
function asker(transport: Transport, token: string | null): Ask {
  const authorization = token === null ? undefined : `Bearer ${token}`
  if (transport === 'HTTP')
    return async ({ query, kind }, variables) => {
      const response = await fetch(`${quarry.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(kind === 'subscription' && { accept: 'text/event-stream' }),
          ...(authorization && { authorization }),
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(kind === 'subscription' ? 1_000 : 20_000),
      })
      if (kind !== 'subscription') return plain({ status: response.status, ...(await response.json()) })
      return plain(await response.text().catch(() => 'nothing yet'))
    }
  if (transport === 'SSE')
    return ({ query }, variables) =>
      new Promise((resolve) => {
        const client = createSseClient({
          url: `${quarry.url}/graphql`,
          headers: authorization ? { authorization } : {},
          retryAttempts: 0,
        })
        const results: unknown[] = []
        const settle = (end: unknown) => {
          clearTimeout(timer)
          resolve(plain([...results, end]))
          client.dispose()
        }
        const timer = setTimeout(() => settle('nothing more'), 1_000)
        client.subscribe(
          { query, variables: variables as Record<string, unknown> },
          {
            next: (result) => results.push(result),
            error: (error) => settle(String((error as Error)?.message ?? error)),
            complete: () => settle('complete'),
          },
        )
      })
  return ({ query }, variables) =>
    new Promise((resolve) => {
      const client = createWsClient({
        url: `${quarry.url.replace('http', 'ws')}/graphql`,
        connectionParams: authorization ? { authorization } : {},
        retryAttempts: 0,
        lazy: true,
      })
      const results: unknown[] = []
      const settle = (end: unknown) => {
        clearTimeout(timer)
        resolve(plain([...results, end]))
        void client.dispose()
      }
      const timer = setTimeout(() => settle('nothing more'), 1_000)
      client.subscribe(
        { query, variables: variables as Record<string, unknown> },
        {
          next: (result) => results.push(result),
          error: (error) =>
            settle(Array.isArray(error) ? error : { closed: (error as { code?: number }).code ?? 'error' }),
          complete: () => settle('complete'),
        },
      )
    })
}

/** Without request ids, times and the IDs of what the request itself made. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, one) =>
      /requestId|At$|cost|remaining/.test(key) || /^RateLimit_/.test(key) ? undefined : one,
    ) ?? 'null',
  )
}

/** As it would read if it were about any other ID. */
const about = (answer: unknown, id: string) =>
  JSON.stringify(answer).replaceAll(id, 'ID').replaceAll(rowOf(id), 'ROW')

const callers = [
  ['a stranger', 'ADMIN'],
  ['an editor of another workspace', 'EDITOR'],
  ['a viewer of another workspace', 'VIEWER'],
  ['an anonymous caller', null],
] as const
const tokenFor = async (role: (typeof callers)[number][1], workspace: string) =>
  role === null ? null : tokenOf(`stranger-${role}`, workspace, role)

/** What belongs to the other workspace, by its own rows. */
const rowsOfForeign = () =>
  asSuperuser(
    `select 'database' as what, d::text as row from database d join workspace w on w.id = d.workspace_id where w.slug = 'foreign'
     union all select 'task', jsonb_build_array(t.id, t.status, t.input, t.result, t.message)::text from task t join workspace w on w.id = t.workspace_id where w.slug = 'foreign'
     union all select 'message', m::text from message m join workspace w on w.id = m.workspace_id where w.slug = 'foreign'
     union all select 'chart', c::text from chart c join workspace w on w.id = c.workspace_id where w.slug = 'foreign'
     union all select 'filtered', f::text from filtered_database f join workspace w on w.id = f.workspace_id where w.slug = 'foreign'
     union all select 'schedule', jsonb_build_array(s.key, s.cron)::text from pgboss.schedule s where s.key <> ''
     order by 1, 2`,
    ownName,
  )

/** At most so many of each type: what is answered depends on the type, not on which one it is. */
function someOfEach(ids: readonly string[], most: number): string[] {
  return [...Map.groupBy(ids, typeOf).values()].flatMap((all) => all.slice(0, most))
}

describe('the sweep', () => {
  it('knows something of every kind that has an ID, and every place that takes one', () => {
    const kinds = new Set(foreignIds.map(typeOf))
    const nodes = schema.getPossibleTypes(schema.getType('Node') as never).map(({ name }) => name)
    expect([...kinds].sort()).toEqual([...nodes].sort())
    expect(foreignCursors.length).toBeGreaterThan(3)
    expect(operationsOfIds.length).toBeGreaterThanOrEqual(30)
  })

  it('asks what the owners of all that are answered', async () => {
    const ask = asker('HTTP', await tokenOf(`${foreign.canary}-maker`, foreign.workspace, 'ADMIN'))
    const node = operations.find(({ name }) => name === 'Query.node(id)')!
    for (const id of someOfEach(foreignIds, 1)) {
      const answer = (await ask(node, node.variables(id))) as { data?: { node: unknown } }
      expect(answer.data?.node, typeOf(id)).toMatchObject({ __typename: typeOf(id) })
    }
    const lists = operations.filter(({ kind, takes }) => kind === 'query' && takes === 'nothing')
    const answers = await Promise.all(lists.map((one) => ask(one, one.variables(''))))
    expect(
      answers.filter((answer) => JSON.stringify(answer).includes(foreign.canary)).length,
    ).toBeGreaterThan(4)
  })
})

describe.each(['HTTP', 'SSE', 'WebSocket'] as const)('over %s', (transport) => {
  const reached = (kind: Operation['kind']) => transport !== 'SSE' || kind !== 'mutation'

  it('is heard where one may see', async () => {
    const ask = asker(transport, await tokenOf(`${foreign.canary}-maker`, foreign.workspace, 'ADMIN'))
    const id = foreignIds.find((one) => typeOf(one) === 'Database')!
    const node = operations.find(({ name }) => name === 'Query.node(id)')!
    expect(JSON.stringify(await ask(node, node.variables(id)))).toContain(foreign.canary)
  })

  it.each(callers)(
    '%s learns and changes nothing by any ID of another workspace',
    async (_, role) => {
      const before = await rowsOfForeign()
      // Apart from those who look at lists: an audit log has the IDs that were sent.
      const ask = asker(transport, await tokenFor(role, 'strangers'))
      const leaks: string[] = []
      const differs: string[] = []
      const most = transport === 'HTTP' ? 3 : 1
      const jobs = operationsOfIds
        .filter(({ kind }) => reached(kind))
        .flatMap((operation) => someOfEach(foreignIds, most).map((id) => ({ operation, id })))
      await inParallel(jobs, 8, async ({ operation, id }) => {
        const absent = absentLike(id)
        const [answer, same] = await Promise.all([
          ask(operation, operation.variables(id)),
          ask(operation, operation.variables(absent)),
        ])
        const where = `${operation.name} with a ${typeOf(id)}`
        if (about(answer, id) !== about(same, absent))
          differs.push(`${where}: ${about(answer, id)} / ${about(same, absent)}`)
        if (JSON.stringify(answer).includes(foreign.canary)) leaks.push(`${where}: ${JSON.stringify(answer)}`)
      })
      expect(leaks).toEqual([])
      expect(differs).toEqual([])
      expect(await rowsOfForeign()).toEqual(before)
    },
    240_000,
  )

  it.each(callers)(
    '%s sees nothing of another workspace in any list, from any of its cursors',
    async (_, role) => {
      const ask = asker(transport, await tokenFor(role, own.workspace))
      const leaks: string[] = []
      const jobs = operations
        .filter(({ kind, takes }) => kind === 'query' && takes !== 'id')
        .flatMap((operation) =>
          (operation.takes === 'cursor' ? foreignCursors.slice(0, 12) : ['']).map((cursor) => ({
            operation,
            cursor,
          })),
        )
      await inParallel(jobs, 8, async ({ operation, cursor }) => {
        const answer = JSON.stringify(await ask(operation, operation.variables(cursor)))
        if (answer.includes(foreign.canary)) leaks.push(`${operation.name}: ${answer}`)
        for (const id of foreignIds)
          if (answer.includes(id)) leaks.push(`${operation.name} has ${typeOf(id)}`)
      })
      expect(leaks).toEqual([])
    },
    120_000,
  )
})

describe('within a workspace', () => {
  it("a colleague gets the same answers for another's PRIVATE chart as for none", async () => {
    const ask = asker('HTTP', await tokenOf('colleague', foreign.workspace, 'EDITOR'))
    const rows = await asSuperuser<{ id: string }>(
      `select id from chart where visibility = 'PRIVATE'`,
      ownName,
    )
    const charts = rows.map(({ id }) => Buffer.from(`Chart:${id}`).toString('base64'))
    expect(charts.length).toBeGreaterThan(0)
    for (const operation of operationsOfIds)
      for (const id of charts) {
        const absent = absentLike(id)
        const [answer, same] = [
          await ask(operation, operation.variables(id)),
          await ask(operation, operation.variables(absent)),
        ]
        expect(about(answer, id), operation.name).toBe(about(same, absent))
      }
  }, 60_000)
})

async function inParallel<T>(items: T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < items.length) await work(items[next++]!)
    }),
  )
}
