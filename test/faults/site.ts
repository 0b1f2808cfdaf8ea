import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { encodeGlobalID } from '@pothos/plugin-relay'
import { parse } from 'graphql'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import { StartElementCreationMutation } from '../../src/client/operations.ts'
import { decodeId } from '../../src/graphql/nodes.ts'
import { createDatabase } from '../postgres.ts'
import { register } from '../server/tasks.ts'
import type { QuarryProcess, useProcesses } from '../start/processes.ts'
import type { Subscriber } from './history.ts'
import { openInstallation } from './installation.ts'
import { startLoad, type Watch } from './load.ts'
import { startOwnServer } from './own-server.ts'

export type Site = Awaited<ReturnType<typeof startSite>>

type Received = { taskEvents: Subscriber['received'][number] }

/** Without the task as it is now: of the kind of these tests the API knows nothing more. */
const eventsOf = parse(
  `subscription ($taskId: ID!) { taskEvents(taskId: $taskId, from: FIRST) { sequence type message } }`,
) as TypedDocumentNode<Received, { taskId: string }>

/** Over the WebSocket of a running API. Asked for again until the first event is there, and then never again. */
const watchOver = (client: QuarryClient): Watch =>
  async function* watch(taskId) {
    for (let received = 0; ; ) {
      try {
        for await (const { taskEvents } of client.subscribe(eventsOf, {
          taskId: encodeGlobalID('ChartTask', taskId),
        })) {
          received++
          yield taskEvents
        }
        return
      } catch (error) {
        if (received > 0) throw error
        await sleep(200)
      }
    }
  }

/**
 * A whole installation on a PostgreSQL of its own: an API, a worker, two workers of the tests' kind, and this process. What it
 * catalogues stands on another server, to which nothing happens.
 */
export async function startSite(processes: ReturnType<typeof useProcesses>) {
  const server = await startOwnServer('quarry')
  const installation = await openInstallation(server.url)
  const sources = await Promise.all(
    [1, 2].map(() => createDatabase({ sql: 'create table a (id int primary key); create table b (c text)' })),
  )
  const token = 'the-token-of-the-faults'
  const environment = {
    DATABASE_URL: server.url,
    DATA_DIR: await processes.newDirectory(),
    ACCESS_TOKEN: token,
    PORT: '0',
  }
  const parts: QuarryProcess[] = [['serve'], ['work']].map((args) => processes.start(environment, args))
  const url = await parts[0]!.url()
  await parts[1]!.says('The worker is ready')
  await Promise.all([installation.workers.start(), installation.workers.start()])
  const clients = Array.from({ length: 8 }, () => createQuarryClient({ url, token }))
  const ids = await Promise.all(
    sources.map(({ connectionString }, index) => register(clients[0]!, connectionString, `source ${index}`)),
  )
  const ended = new Set<string>()
  for (const part of parts) part.ended.then((how) => ended.add(`${how}: ${part.output().slice(-500)}`))

  /** An element creation that the API says it has started; asked for again where its answer was lost. */
  async function startElementCreation(client: QuarryClient, databaseId: string): Promise<string> {
    const input = { databaseIds: [databaseId], idempotencyKey: randomUUID(), maxAttempts: 20 }
    for (;;) {
      const answer = await client.request(StartElementCreationMutation, { input }).catch(() => null)
      const result = answer?.startElementCreation
      if (result?.__typename === 'StartElementCreationPayload') return result.tasks[0]!.id
      if (result) throw new Error(JSON.stringify(result))
      await sleep(200)
    }
  }

  return {
    server,
    installation,
    /** What of the installation's processes has ended, and how. */
    ended: () => [
      ...ended,
      ...installation.workers
        .all()
        .filter(({ pid }) => !installation.workers.of(pid))
        .map(({ output }) => output().slice(-500)),
    ],
    isReady: () =>
      fetch(`${url}/health/ready`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    /** Tasks of the tests' kind, watched over WebSockets and feeds by turns, and element creations over the API. */
    startLoad() {
      let stopping = false
      const load = startLoad(installation, {
        clients: 6,
        input: (client) => ({ does: 'works', ms: 500 + 400 * client }),
        request: { maxAttempts: 20 },
        watch: (client) => (client % 2 === 0 ? watchOver(clients[client]!) : null),
      })
      const creating = Promise.all(
        ids.map(async (databaseId, index) => {
          const client = clients[6 + index]!
          while (!stopping) {
            const task = await startElementCreation(client, databaseId)
            const taskId = decodeId(task)!.id
            installation.acknowledged.push(taskId)
            const watching = installation.watching(`API ${index}`, taskId)
            for await (const event of client.watchTask(task)) watching.receive(event)
            watching.end()
          }
        }),
      )
      creating.catch(() => {
        stopping = true
      })
      return {
        async stop() {
          stopping = true
          await Promise.all([load.stop(), creating])
        },
      }
    },
    async stop() {
      await Promise.all(clients.map((client) => client.close()))
      for (const part of parts) part.signal('SIGTERM')
      await Promise.all(parts.map((part) => part.ended))
      await installation.close()
      await server.stop()
      for (const source of sources) await source.drop()
    },
  }
}
