import { setTimeout as sleep } from 'node:timers/promises'
import {
  type ExecutionResult,
  GraphQLID,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  parse,
} from 'graphql'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../../src/graphql/context.ts'
import { createSubscribe, type Subscribe, sharedBySelection } from '../../src/graphql/subscriptions.ts'

type Event = { sequence: number; fails?: boolean }
type TestContext = { viewer: string; requestId: string }

let events: Event[] = []
let executions = 0
let subscribe: Subscribe
beforeEach(() => {
  events = [{ sequence: 1 }]
  executions = 0
  subscribe = createSubscribe((context) => (context as unknown as TestContext).viewer)
})

const EventType = new GraphQLObjectType<Event, TestContext>({
  name: 'Event',
  fields: {
    sequence: { type: GraphQLInt },
    loaded: {
      type: GraphQLString,
      args: { as: { type: GraphQLString } },
      async resolve({ sequence, fails }, { as }, { requestId }) {
        executions++
        await sleep(1)
        if (fails) throw new Error(`It fails for ${requestId}`)
        return `${as ?? 'event'} ${sequence}`
      },
    },
  },
})
const field = (extensions: Record<string, unknown>) => ({
  type: EventType,
  extensions,
  args: { of: { type: new GraphQLNonNull(GraphQLID) } },
  async *subscribe() {
    yield* events
  },
  resolve: (event: Event) => event,
})
const schema = new GraphQLSchema({
  query: EventType,
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: { shared: field(sharedBySelection), own: field({}) },
  }),
})

const documents = new Map<string, ReturnType<typeof parse>>()
const documentOf = (query: string) => {
  const document = documents.get(query) ?? parse(query)
  documents.set(query, document)
  return document
}

let requests = 0
type Asked = { viewer?: string; variables?: Record<string, unknown> }

/** All results of one subscriber. */
async function results(query: string, { viewer = 'one', variables = { of: 'a' } }: Asked = {}) {
  const contextValue = { viewer, requestId: `request ${++requests}` } as unknown as Context
  const stream = await subscribe({
    schema,
    document: documentOf(query),
    variableValues: variables,
    contextValue,
  })
  if (!(Symbol.asyncIterator in stream)) return [stream]
  const found: ExecutionResult[] = []
  for await (const result of stream) found.push(result)
  return found
}
const all = (...subscribers: Promise<ExecutionResult[]>[]) => Promise.all(subscribers)
const loaded = (result: ExecutionResult | undefined) => {
  const [event] = Object.values(result?.data ?? {}) as { loaded: string }[]
  return event?.loaded
}

const query = 'subscription ($of: ID!) { shared(of: $of) { sequence loaded } }'
const withAs = 'subscription ($of: ID!, $as: String) { shared(of: $of) { loaded(as: $as) } }'

describe('subscribers of the same events', () => {
  it('share one execution where they select the same, whatever the arguments of the field', async () => {
    events = [{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }]
    const subscribers = Array.from({ length: 50 }, (_, index) => results(query, { variables: { of: index } }))
    const found = await all(...subscribers)
    expect(executions).toBe(3)
    for (const results of found) expect(results.map(loaded)).toEqual(['event 1', 'event 2', 'event 3'])
  })

  it('share none where what they select differs', async () => {
    const [one, other, none] = await all(
      results(withAs, { variables: { of: 'a', as: 'one' } }),
      results(withAs, { variables: { of: 'a', as: 'other' } }),
      results(withAs, { variables: { of: 'a', as: null } }),
    )
    expect([one, other, none].map((results) => loaded(results?.[0]))).toEqual(['one 1', 'other 1', 'event 1'])
    await results(query)
    expect(executions).toBe(4)
  })

  it('share none where a directive of the field itself differs, or a variable is used in a fragment', async () => {
    const directed = 'subscription ($of: ID!, $is: Boolean!) { shared(of: $of) @include(if: $is) { loaded } }'
    await all(
      results(directed, { variables: { of: 'a', is: true } }),
      results(directed, { variables: { of: 'a', is: true, unused: 1 } }),
    )
    expect(executions).toBe(1)
    const spread = `subscription ($of: ID!, $as: String) { shared(of: $of) { ...F } }
      fragment F on Event { loaded(as: $as) }`
    const [one, other] = await all(
      results(spread, { variables: { of: 'a', as: 'one' } }),
      results(spread, { variables: { of: 'a', as: 'other' } }),
    )
    expect([one, other].map((results) => loaded(results?.[0]))).toEqual(['one 1', 'other 1'])
  })

  it('share none where they are different viewers', async () => {
    await all(results(query, { viewer: 'one' }), results(query, { viewer: 'other' }), results(query))
    expect(executions).toBe(2)
  })

  it('share none where the events are alike, but not the same', async () => {
    await results(query)
    events = [{ sequence: 1 }]
    await results(query)
    expect(executions).toBe(2)
  })

  it('share none where the field does not say that they may', async () => {
    const own = 'subscription ($of: ID!) { own(of: $of) { loaded } }'
    await all(results(own), results(own))
    expect(executions).toBe(2)
  })

  it('have each an error of their own', async () => {
    events = [{ sequence: 1, fails: true }]
    const found = await all(results(query), results(query), results(query))
    const messages = found.map(([result]) => result?.errors?.[0]?.message)
    expect(new Set(messages).size).toBe(3)
    for (const message of messages) expect(message).toMatch(/^It fails for request \d+$/)
  })

  it('are shown how things are now, not how they were for another some time before', async () => {
    await all(results(query), results(query))
    expect(executions).toBe(1)
    await sleep(150)
    await results(query)
    expect(executions).toBe(2)
  })
})

it('variables that are wrong are refused as those of a query are', async () => {
  const [refused] = await results(query, { variables: {} })
  expect(refused?.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', http: { status: 400 } })
})
