import { setMaxListeners } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ExecutionArgs } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { createPubSub, createSchema, createYoga } from 'graphql-yoga'
import { WebSocketServer } from 'ws'

/**
 * The peer: graphql-yoga, graphql-ws and createPubSub, put together as Yoga's manual has it, with nothing else to do. What
 * its parent sends, it publishes.
 */

type PublishedEvent = { taskId: string } & Record<string, unknown>

const target = new EventTarget()
setMaxListeners(0, target)
const pubSub = createPubSub<{ taskEvents: [taskId: string, event: PublishedEvent] }>({
  eventTarget: target as never,
})

const yoga = createYoga({
  logging: false,
  schema: createSchema({
    typeDefs: `
      type Query { ready: Boolean! }
      type Subscription { taskEvents(taskId: ID!): TaskEvent! }
      type TaskEvent {
        cursor: String!
        sequence: Int!
        type: String!
        level: String!
        at: String!
        message: String!
        status: String!
        progress: Float!
        currentStep: String!
      }`,
    resolvers: {
      Subscription: {
        taskEvents: {
          subscribe: (_: unknown, { taskId }: { taskId: string }) => pubSub.subscribe('taskEvents', taskId),
          resolve: (event: PublishedEvent) => event,
        },
      },
    },
  }),
})

type Enveloped = ReturnType<typeof yoga.getEnveloped>

const server = createServer(yoga)
useServer(
  {
    execute: (args) => (args.rootValue as Enveloped).execute(args),
    subscribe: (args) => (args.rootValue as Enveloped).subscribe(args),
    async onSubscribe(context, _id, params) {
      const enveloped = yoga.getEnveloped({ ...context, req: context.extra.request, params } as never)
      const { schema, execute, subscribe, contextFactory, parse, validate } = enveloped
      const document = parse(params.query)
      const errors = validate(schema, document)
      if (errors.length > 0) return errors
      return {
        schema,
        operationName: params.operationName,
        document,
        variableValues: params.variables,
        contextValue: await contextFactory(),
        rootValue: { execute, subscribe },
      } as ExecutionArgs
    },
  },
  new WebSocketServer({ server, path: yoga.graphqlEndpoint }),
)

process.on('message', (message) => {
  if (typeof message !== 'string')
    pubSub.publish('taskEvents', (message as PublishedEvent).taskId, {
      ...(message as PublishedEvent),
      at: new Date().toISOString(),
    })
})
process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}` })}\n`)
})
