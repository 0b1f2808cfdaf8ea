import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/access/access.entities.ts'
import { schema } from '../../src/server/schema.ts'
import { type Operation, operationsOf } from '../isolation/operations.ts'
import { type Serving, startServing } from '../server/serving.ts'
import { openEventStream, post, type Result, resultsOf } from '../server/transports.ts'
import { jwt, jwtSecret } from './tokens.ts'

/** Fields that ask for more than those of their type do: VIEWER for queries and subscriptions, EDITOR for mutations. */
const more: Record<string, Role> = {
  'Query.auditLog': 'ADMIN',
  // With a connection string, as it is tried here.
  'Query.filterPlan': 'EDITOR',
  'Query.queueStats': 'ADMIN',
  'Subscription.queueStats': 'ADMIN',
}
const usual: Record<Operation['kind'], Role> = { query: 'VIEWER', mutation: 'EDITOR', subscription: 'VIEWER' }

const order: Role[] = ['VIEWER', 'EDITOR', 'ADMIN']
const operations = operationsOf(schema).filter(({ takes }) => takes === 'nothing')
const absent = Buffer.from(`ElementCreationTask:${randomUUID()}`).toString('base64')

let serving: Serving
beforeAll(async () => {
  serving = await startServing({ env: { JWT_SECRET: jwtSecret, MAX_QUERY_ALIASES: '1000' } })
})
afterAll(() => serving?.stop())

/** A user for each role: that of a user is what their newest JWT says. */
const as = async (role: Role) => ({ url: serving.url, token: await jwt({ sub: `as ${role}`, role }) })

async function isForbidden({ kind, query, variables }: Operation, role: Role): Promise<boolean> {
  const operation = { query, variables: variables(absent) }
  const { errors } =
    kind === 'subscription' ? await firstOf(operation) : await post(await as(role), operation)
  return (errors ?? []).some(({ extensions }) => extensions?.code === 'FORBIDDEN')

  /** No result within a moment is none that is refused. */
  async function firstOf(operation: { query: string; variables: Record<string, unknown> }): Promise<Result> {
    const stream = await openEventStream(await as(role), operation)
    const waiting = new Promise<Result>((resolve) => setTimeout(resolve, 300, {}))
    const results = resultsOf(stream)
    const first = results.next().then(({ value }) => (value ?? {}) as Result)
    first.catch(() => {})
    try {
      return await Promise.race([first, waiting])
    } finally {
      stream.destroy()
    }
  }
}

describe('every field of Query, Mutation and Subscription', () => {
  it('is among those that are tried', () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
    const fields = roots.flatMap((root) =>
      Object.keys(root!.getFields()).map((name) => `${root!.name}.${name}`),
    )
    expect(operations.map(({ name }) => name).sort()).toEqual(fields.sort())
    expect(Object.keys(more).filter((name) => !fields.includes(name))).toEqual([])
  })

  it.each(operations)('$name is for its role and those above it alone', async (operation) => {
    const needed = more[operation.name] ?? usual[operation.kind]
    for (const role of order)
      expect(await isForbidden(operation, role), role).toBe(order.indexOf(role) < order.indexOf(needed))
  })
})
