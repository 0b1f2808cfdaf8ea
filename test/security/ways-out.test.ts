import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostRules } from '../../src/app/parts.ts'
import { startApi, startTaskWorker } from '../../src/app.ts'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import {
  ElementCreationTaskQuery,
  FilterPlanQuery,
  RegisterDatabaseMutation,
} from '../../src/client/operations.ts'
import { readConfig } from '../../src/config.ts'
import { createRole, type FakeServer, listen, type TestRole, withParts } from '../databases/sources.ts'
import { shop } from '../filtered/task/installation.ts'
import { type Endpoint, fails, openEndpoint } from '../platform/chat/endpoint.ts'
import { openKeptLog } from '../platform/chat/kept-log.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { startTask } from '../server/tasks.ts'
import { answersTo, connectingTo, type Failure, reasons } from './answers.ts'

let quarry: TestQuarry
let source: TestDatabase
let login: TestRole
/** Where nothing may ever connect to. */
let trap: FakeServer
const knocks: unknown[] = []

beforeAll(async () => {
  source = await createDatabase({ sql: shop })
  login = await createRole()
  quarry = await startQuarry()
  trap = await listen((socket) => void knocks.push(socket.remoteAddress))
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
  await login?.drop()
  await trap?.close()
})

type Settings = Record<string, string>

/** Another API of the same installation, with other settings. */
async function withSettings<T>(
  env: Settings,
  work: (client: QuarryClient) => Promise<T>,
  log = quarry.surroundings.log,
): Promise<T> {
  const { surroundings, directory, token } = quarry
  const config = readConfig({ PORT: '0', DATA_DIR: directory, LOG_LEVEL: 'silent', ...env })
  const api = await startApi({ ...surroundings, config, log })
  const client = createQuarryClient({ url: api.url, token })
  try {
    return await work(client)
  } finally {
    await client.close()
    await api.close()
  }
}

async function register(name: string, connectionString = source.connectionString): Promise<string> {
  const { registerDatabase } = await quarry.client.request(RegisterDatabaseMutation, {
    input: { name, connectionString },
  })
  if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(registerDatabase))
  return registerDatabase.database.id
}

describe('every way out that a client can name', () => {
  it.each([
    ['DENIED_HOSTS wins', { DENIED_HOSTS: '127.0.0.0/8,::1', ALLOWED_HOSTS: '127.0.0.0/8,localhost' }],
    ['ALLOWED_HOSTS lists others', { ALLOWED_HOSTS: '8.8.8.8,*.example.com' }],
    ['the server is reached by others', { HOST: '0.0.0.0' }],
  ])('is closed to loopback in every spelling where %s', async (_, env) => {
    const databaseId = await register(`spelled ${JSON.stringify(env)}`)
    await withSettings(env, async (client) => {
      for (const host of [
        '127.0.0.1',
        'localhost',
        'LOCALHOST',
        '127.1',
        '0x7f000001',
        '2130706433',
        '0177.0.0.1',
        '[::ffff:127.0.0.1]',
        '[::ffff:7f00:1]',
        '[::1]',
        '%6c%6f%63alhost',
        '１２７.0.0.1',
      ]) {
        const connectionString = `postgresql://u:p@${host}:${trap.port}/d`
        const answers = await answersTo(client, connectionString, databaseId)
        expect([host, reasons(answers)]).toEqual([host, new Set(['HOST_NOT_ALLOWED'])])
      }
    })
    expect(knocks).toEqual([])
  })

  it.each([
    '169.254.169.254',
    '[fd00:ec2::254]',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
    '[2002:a9fe:a9fe::]',
    '0.0.0.0',
    '0',
    '[::]',
    '224.0.0.1',
    '255.255.255.255',
    '100.100.100.200',
  ])('is closed to %s whatever is listed', async (host) => {
    const databaseId = await register(`never ${host}`)
    const env = { ALLOWED_HOSTS: `0.0.0.0/0,::/0,${host.replace(/[[\]]/g, '')}` }
    await withSettings(env, async (client) => {
      const answers = await answersTo(client, `postgresql://u:p@${host}:${trap.port}/d`, databaseId)
      expect(reasons(answers)).toEqual(new Set(['HOST_NOT_ALLOWED']))
    })
    expect(knocks).toEqual([])
  })

  it.each(['mysql', 'mariadb'])('is closed in the same way to %s://, and to its sockets', async (scheme) => {
    const databaseId = await register(`of ${scheme}`)
    await withSettings(
      { DENIED_HOSTS: '127.0.0.0/8,::1', ALLOWED_HOSTS: '0.0.0.0/0,::/0' },
      async (client) => {
        for (const host of [
          '127.0.0.1',
          'localhost',
          '0x7f000001',
          '[::ffff:127.0.0.1]',
          '169.254.169.254',
        ]) {
          const answers = await connectingTo(client, `${scheme}://u:p@${host}:${trap.port}/d`, databaseId)
          expect([host, reasons(answers)]).toEqual([host, new Set(['HOST_NOT_ALLOWED'])])
        }
        for (const place of ['%2Frun%2Fmysqld%2Fmysqld.sock/d', `h/d?socketPath=/run/mysqld/mysqld.sock`]) {
          const answers = await connectingTo(client, `${scheme}://u:p@${place}`, databaseId)
          expect([place, reasons(answers)]).toEqual([place, new Set(['InvalidInputError'])])
        }
      },
    )
    expect(knocks).toEqual([])
  })

  it('is closed to Unix sockets, to files and to other hosts in options, with words that say so', async () => {
    const databaseId = await register('sockets')
    for (const [connectionString, words] of [
      ['postgresql://u:p@%2Fvar%2Frun%2Fpostgresql/d', 'Unix sockets are not connected'],
      ['postgresql://u:p@%40abstract/d', 'Unix sockets are not connected'],
      ['postgresql:///d?host=/var/run/postgresql', 'no host'],
      [
        withParts(source.connectionString, { options: '?host=/var/run/postgresql' }),
        'The option host is refused',
      ],
      [
        withParts(source.connectionString, { options: '?hostaddr=169.254.169.254' }),
        'The option hostaddr is refused',
      ],
      [
        withParts(source.connectionString, { options: '?sslrootcert=/etc/shadow' }),
        'it names a file of this server',
      ],
      [withParts(source.connectionString, { options: '?service=admin' }), 'it names a file of this server'],
    ] as const) {
      const answers = await answersTo(quarry.client, connectionString, databaseId)
      expect(reasons(answers)).toEqual(new Set(['InvalidInputError']))
      for (const answer of Object.values(answers)) expect((answer as Failure).message).toContain(words)
    }
  })

  it('is closed at the moment of a run, also where it was open when the database was registered', async () => {
    const other = await startQuarry({ worker: false })
    try {
      const { registerDatabase } = await other.client.request(RegisterDatabaseMutation, {
        input: { name: 'closed later', connectionString: source.connectionString },
      })
      if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(registerDatabase))
      const id = await startTask(other.client, registerDatabase.database.id)
      const env = { DATA_DIR: other.directory, LOG_LEVEL: 'silent', DENIED_HOSTS: '127.0.0.1' }
      const config = readConfig(env)
      const worker = await startTaskWorker({ ...other.surroundings, config })
      for await (const _ of other.client.watchTask(id));
      await worker.stop(0)
      const { task } = await other.client.request(ElementCreationTaskQuery, { id })
      expect(task).toMatchObject({
        status: 'FAILED',
        error: {
          code: 'CONNECTION_FAILED',
          message: '127.0.0.1 is listed in DENIED_HOSTS, or leads to an address that is',
        },
      })
    } finally {
      await other.stop()
    }
  })

  it('is closed to loopback for a worker whose data is on another machine', async () => {
    // Nothing is connected there: the host rules are read from it alone.
    const { surroundings } = quarry
    const rules = (databaseUrl: string, env: Settings = {}) =>
      hostRules({ ...surroundings, config: readConfig(env), databaseUrl }).servesLoopback
    expect(rules('postgresql://u:p@127.0.0.1:5432/quarry')).toBe(true)
    expect(rules('postgresql://u:p@[::1]/quarry')).toBe(true)
    expect(rules('postgresql://u:p@localhost/quarry')).toBe(true)
    expect(rules('postgresql:///quarry?host=/var/run/postgresql')).toBe(true)
    expect(rules('postgresql://u:p@db.internal/quarry')).toBe(false)
    expect(rules('postgresql://u:p@10.0.0.5/quarry')).toBe(false)
    expect(rules('postgresql://u:p@127.0.0.1:5432/quarry', { HOST: '0.0.0.0' })).toBe(false)
  })
})

/** Every place of the source that opens a connection, and what lets it: a new one has to be thought of here. */
const openings = {
  'access/key-set.ts': 'asks by the checked fetch',
  'client/http.ts': 'leads to Quarry, from elsewhere',
  'databases/mysql/login.ts': 'takes a checked address',
  'databases/postgresql/connection.ts': 'takes a checked address',
  'demo/demo.ts': 'leads to the embedded server',
  'demo/filtered-database.ts': 'leads to the embedded server',
  'doctor.ts': 'leads to DATABASE_URL and FILTERED_DATABASE_URL',
  'filtered/server.ts': 'leads to FILTERED_DATABASE_URL',
  'platform/chat/chat.ts': 'asks by the checked fetch',
  'platform/checked-fetch.ts': 'takes a checked address',
  'platform/embedded.ts': 'leads to the embedded server',
  'platform/listener.ts': 'leads to DATABASE_URL',
  'platform/tracing.ts': 'leads to OTEL_EXPORTER_OTLP_ENDPOINT',
  'standalone.ts': 'leads to the embedded server',
  'tasks/metrics-state.ts': 'leads to DATABASE_URL',
}
const opening = new RegExp(
  [
    /new pg\.(Client|Pool)\b/,
    /(?<![.\w])fetch\(/,
    /\brequest(Http|Https)\b/,
    /\b(createConnection|createOpenAICompatible|createRemoteJWKSet)\(/,
    /exporter-trace/,
    /new (WebSocket|EventSource|Socket)\(/,
    /\bconnect\b.*from '(node:)?net'/,
    /from '(node:)?(http2|tls|dgram|undici|axios|got)'/,
    /\bhttps?\.(get|request)\(/,
  ]
    .map(({ source }) => source)
    .join('|'),
)

describe('the source', () => {
  it('opens connections where it is known to, and nowhere else', async () => {
    const files = (await readdir('src', { recursive: true })).filter((file) => /\.[jt]s$/.test(file))
    const found = await Promise.all(
      files.map(async (file) => (opening.test(await readFile(path.join('src', file), 'utf8')) ? [file] : [])),
    )
    expect(found.flat().toSorted()).toEqual(Object.keys(openings))
  })

  it('asks for sets of keys and models only by the checked fetch', async () => {
    const files = (await readdir('src', { recursive: true })).filter((file) => file.endsWith('.ts'))
    for (const file of files) {
      const text = await readFile(path.join('src', file), 'utf8')
      if (/JWKSet\(|createOpenAICompatible\(/.test(text))
        expect([file, text]).toEqual([file, expect.stringContaining('createCheckedFetch')])
    }
  })
})

describe('the endpoint of a model', () => {
  let endpoint: Endpoint
  beforeAll(async () => {
    endpoint = await openEndpoint()
  })
  afterAll(() => endpoint?.close())

  async function planWith(settings: Settings) {
    const databaseId = await register(`planned with ${JSON.stringify(settings)}`)
    const input = { source: { databaseId }, prompt: 'customers with id 3' }
    const model = { LLM_MODEL: 'planner-1', LLM_API_KEY: 'sk-cAnArY', ...settings }
    const kept = openKeptLog()
    const { filterPlan } = await withSettings(
      model,
      (client) => client.request(FilterPlanQuery, { input }),
      kept.log,
    )
    return { filterPlan, reasons: kept.warnings().map(({ reason }) => reason) }
  }

  it('is not followed to where it redirects, and its key goes nowhere else', async () => {
    const stolen: unknown[] = []
    const metadata = createServer((request, response) => {
      stolen.push(request.headers)
      response.end('{}')
    })
    await new Promise<void>((resolve) => metadata.listen(0, '127.0.0.1', resolve))
    const elsewhere = `http://127.0.0.1:${(metadata.address() as AddressInfo).port}/latest/meta-data`
    endpoint.answers((response) => response.writeHead(302, { location: elsewhere }).end())
    try {
      const { filterPlan, reasons } = await planWith({ LLM_BASE_URL: endpoint.baseUrl })
      expect(filterPlan).toMatchObject({ plan: { planner: 'RULES' } })
      expect(reasons).toEqual(['it answered with a redirect, which is not followed'])
      expect(endpoint.requests.map(({ authorization }) => authorization)).toEqual(['Bearer sk-cAnArY'])
      expect(stolen).toEqual([])
    } finally {
      metadata.close()
    }
  })

  it.each([
    [
      'DENIED_HOSTS lists it',
      { DENIED_HOSTS: 'localhost' },
      'localhost',
      'localhost is listed in DENIED_HOSTS',
    ],
    ['it is a metadata service', {}, '169.254.169.254', 'an address that is never connected (link-local)'],
    ['it is behind a gateway', {}, '[64:ff9b::a9fe:a9fe]', 'an address that is never connected (link-local)'],
  ])('is not asked where %s; the rules read the prompt', async (_, env, host, words) => {
    endpoint.answers(fails(500, 'never'))
    const url = new URL(endpoint.baseUrl)
    url.hostname = host
    const { filterPlan, reasons } = await planWith({ LLM_BASE_URL: url.href, ...env })
    expect(filterPlan).toMatchObject({ plan: { planner: 'RULES' } })
    expect(reasons).toEqual([expect.stringContaining(words)])
    expect(endpoint.requests).toEqual([])
  })

  it('is asked in a private network, which its address lists, whatever ALLOWED_HOSTS does', async () => {
    endpoint.answers(fails(500, 'broken'))
    const { reasons } = await planWith({
      LLM_BASE_URL: endpoint.baseUrl,
      ALLOWED_HOSTS: '127.0.0.0/9,8.8.8.8',
    })
    expect(reasons).toEqual(['it answered with HTTP 500: broken'])
    expect(endpoint.requests.length).toBeGreaterThan(0)
  })
})
