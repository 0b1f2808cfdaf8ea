import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSchema, createYoga } from 'graphql-yoga'
import { PgBoss } from 'pg-boss'
import { noOpQueue } from './peer-queue.ts'

/** The least that starts a job over GraphQL: a bare graphql-yoga whose one mutation sends to raw pg-boss, and asks for no token. */
const boss = new PgBoss({
  connectionString: process.env.DATABASE_URL!,
  migrate: false,
  supervise: false,
  schedule: false,
})
boss.on('error', (error) => process.stderr.write(`${error.stack}\n`))
await boss.start()

const server = createServer(
  createYoga({
    logging: false,
    schema: createSchema({
      typeDefs: 'type Query { ready: Boolean! } type Mutation { start(taskId: ID!): ID! }',
      resolvers: {
        Mutation: { start: (_: unknown, { taskId }: { taskId: string }) => boss.send(noOpQueue, { taskId }) },
      },
    }),
  }),
)
process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}` })}\n`)
})
