import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import { createAccess } from '../../src/access/access.ts'
import { createAudit } from '../../src/access/audit/audit.ts'
import { jwtOf } from '../../src/app/jwt.ts'
import { limitsOf } from '../../src/app/limits.ts'
import { entities, migrate, startApi } from '../../src/app.ts'
import { elementCreation } from '../../src/catalog/element-creation.task.ts'
import { createElements } from '../../src/catalog/elements.ts'
import { createSchedules } from '../../src/catalog/schedules.ts'
import { createCharts } from '../../src/charts/charts.ts'
import { createMessages } from '../../src/charts/messages.ts'
import { createRenderer } from '../../src/charts/render/renderer.ts'
import { createStartsCharts } from '../../src/charts/start.ts'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import { readConfig } from '../../src/config.ts'
import { createDatabases } from '../../src/databases/databases.ts'
import { createFilterPlans } from '../../src/filtered/filter-plan.ts'
import { createFilteredDatabases } from '../../src/filtered/filtered-databases.ts'
import { planByRules } from '../../src/filtered/rules/planner.ts'
import { createStartsFilteredDatabases } from '../../src/filtered/start.ts'
import type { Log } from '../../src/platform/log.ts'
import { openOrm } from '../../src/platform/orm.ts'
import { createSealer } from '../../src/platform/secrets.ts'
import type { Services } from '../../src/server/graphql.ts'
import { createHealth } from '../../src/server/health.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import type { Surroundings } from '../../src/surroundings.ts'
import { createAnnounce } from '../../src/tasks/announce.ts'
import { definitionsOf } from '../../src/tasks/define.ts'
import { type Feed, openFeed } from '../../src/tasks/feed.ts'
import { openSender } from '../../src/tasks/queue.ts'
import { createQueues } from '../../src/tasks/queues.ts'
import { createTasks } from '../../src/tasks/tasks.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'

export type LogLine = { level: number; msg: string; requestId?: string; err?: { message: string } }

export type Serving = {
  url: string
  token: string
  client: QuarryClient
  database: TestDatabase
  surroundings: Surroundings
  /** What the server logged, from `warn` upwards. */
  logged: LogLine[]
  /** Stops the server alone; `stop` does, too, and removes what the test had. */
  close(): Promise<void>
  stop(): Promise<void>
}

export type ServingOptions = { env?: Record<string, string>; migrated?: boolean }

/** An API without a worker, on a database of its own, whose log can be read. */
export const startServing = (options: ServingOptions = {}): Promise<Serving> => serve(options, startApi)

export type Subscriber = {
  /** Events that the transport took from the feed. */
  pulled: number
  ended: boolean
}

export type CountedServing = Serving & { services: Services; subscribers: Subscriber[] }

/** As `startServing`, with every subscription to the feed counted. */
export async function startCountedServing(options: ServingOptions = {}): Promise<CountedServing> {
  const subscribers: Subscriber[] = []
  let services: Services
  const serving = await serve(options, async ({ config, log, databaseUrl, accessToken, encryptionKey }) => {
    const connection = { url: databaseUrl, applicationName: 'quarry api', log }
    const orm = await openOrm({ ...connection, entities, poolSize: 10 })
    const queue = openSender(connection)
    const feed = openFeed({ ...connection, orm })
    const tasks = createTasks({
      queue,
      announce: createAnnounce(orm),
      definitions: definitionsOf([elementCreation]),
      maxPendingTasks: 100,
    })
    const databases = createDatabases({
      sealer: createSealer(encryptionKey),
      hosts: { allowed: null, servesLoopback: true },
      sqliteDirectory: null,
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 5_000,
      onRemove: [],
    })
    const elements = createElements({ tasks, databases })
    const schedules = createSchedules({ queue, databases })
    const queues = createQueues({ orm, kinds: [elementCreation.kind], log })
    const messages = createMessages({ databases, statementTimeoutMs: 5_000 })
    const filterPlans = createFilterPlans({
      databases,
      planPrompt: planByRules,
      statementTimeoutMs: 5_000,
    })
    const audit = createAudit(orm, log)
    services = {
      em: orm.em,
      audit,
      tasks,
      feed: counted(feed, subscribers),
      queues,
      databases,
      elements,
      schedules,
      filterPlans,
      filteredDatabases: createFilteredDatabases({ server: null, sealer: createSealer(encryptionKey), log }),
      startsFilteredDatabases: createStartsFilteredDatabases({
        tasks,
        databases,
        sealer: createSealer(encryptionKey),
        planPrompt: planByRules,
        statementTimeoutMs: 5_000,
        hasServer: false,
      }),
      messages,
      charts: createCharts(),
      startsCharts: createStartsCharts({ tasks, messages }),
      renderer: createRenderer(),
    }
    const server = await startServer({
      services,
      access: createAccess({ accessToken, jwt: jwtOf(config, log) }),
      health: createHealth({ orm, queue }),
      log,
      host: config.HOST,
      port: config.PORT,
      allowedOrigins: config.ALLOWED_ORIGINS ?? [],
      limits: limitsOf(config),
    })
    return {
      url: server.url,
      async close() {
        await server.close()
        await audit.close()
        await feed.close()
        await queue.stop()
        await orm.close()
      },
    }
  })
  return { ...serving, services: services!, subscribers }
}

function counted(feed: Feed, subscribers: Subscriber[]): Feed {
  function count<Event>(events: AsyncIterableIterator<Event>): AsyncIterableIterator<Event> {
    const subscriber: Subscriber = { pulled: 0, ended: false }
    subscribers.push(subscriber)
    return {
      [Symbol.asyncIterator]() {
        return this
      },
      async next() {
        const result = await events.next()
        if (result.done) subscriber.ended = true
        else subscriber.pulled++
        return result
      },
      async return() {
        const result = await events.return!()
        subscriber.ended = true
        return result
      },
    }
  }
  return {
    ...feed,
    taskEvents: (...watched) => count(feed.taskEvents(...watched)),
    workspaceEvents: (...watched) => count(feed.workspaceEvents(...watched)),
  }
}

async function serve(
  { env, migrated = true }: ServingOptions,
  start: (surroundings: Surroundings) => Promise<RunningServer>,
): Promise<Serving> {
  const database = await createDatabase()
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-test-'))
  const logged: LogLine[] = []
  const log: Log = pino({ level: 'warn' }, { write: (line) => void logged.push(JSON.parse(line)) })
  const token = randomBytes(24).toString('base64url')
  const surroundings: Surroundings = {
    config: readConfig({ PORT: '0', DATA_DIR: directory, ...env }),
    log,
    databaseUrl: env?.DATABASE_URL ?? database.connectionString,
    accessToken: token,
    encryptionKey: randomBytes(32),
    logDirectory: path.join(directory, 'logs'),
  }
  if (migrated) await migrate(surroundings)
  const server = await start(surroundings)
  const client = createQuarryClient({ url: server.url, token })
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= server.close()
    return closing
  }
  return {
    url: server.url,
    token,
    client,
    database,
    surroundings,
    logged,
    close,
    async stop() {
      await client.close()
      await close()
      await database.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
