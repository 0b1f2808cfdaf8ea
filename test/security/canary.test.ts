import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { SignJWT } from 'jose'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import {
  CancelTaskMutation,
  ElementCreationTaskQuery,
  FilterPlanQuery,
  RegisterDatabaseMutation,
  RetryTaskMutation,
  StartElementCreationMutation,
  StartFilteredDatabaseMutation,
  TaskHistoryQuery,
  TestConnectionMutation,
  UpdateDatabaseMutation,
  ViewerQuery,
} from '../../src/client/operations.ts'
import { variables } from '../../src/config.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { ask, drawn, endless, start as startChart } from '../charts/task/installation.ts'
import { asSuperuser, createRole, type TestRole, withParts } from '../databases/sources.ts'
import { type InstalledPostgres, startInstalledPostgres } from '../filtered/definitions/installed-postgres.ts'
import { databaseOf, ofTen, shop } from '../filtered/task/installation.ts'
import { type Collector, startCollector } from '../observability/collector.ts'
import { type Endpoint, fails, openEndpoint, says } from '../platform/chat/endpoint.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { openSocket } from '../server/transports.ts'
import { type QuarryProcess, type Relay, startRelay, useProcesses } from '../start/processes.ts'
import { type Canary, canaryOf, found, tracesOf } from './canary.ts'

const odd = ` "wörd'\\/+%&@:`
const source = canaryOf('password of a source', odd)
const wrong = canaryOf('wrong password', odd)
const once = canaryOf('password for one task', odd)
const own = canaryOf("password of Quarry's own database", odd)
const admin = canaryOf('password of the server for filtered databases', odd)
const model = canaryOf('key of the model', '-4711')
const token = canaryOf('access token', '-0815')
const badToken = canaryOf('wrong token', '-0815')
const metricsToken = canaryOf('token for metrics', '-0815')
const encryption: Canary = {
  what: 'encryption key',
  secret: Buffer.from('cAnArYkey'.padEnd(32, 'k')).toString('base64'),
}

const told: Record<string, Canary> = {
  ACCESS_TOKEN: token,
  METRICS_TOKEN: metricsToken,
  LLM_API_KEY: model,
  DATABASE_URL: own,
  FILTERED_DATABASE_URL: admin,
  ENCRYPTION_KEY: encryption,
  ENCRYPTION_KEY_PREVIOUS: {
    what: 'earlier encryption key',
    secret: Buffer.from('cAnArYold'.padEnd(32, 'o')).toString('base64'),
  },
}
/** What a later variable such as a secret for tokens holds. */
for (const name of Object.keys(variables))
  if (/(KEY|TOKEN|SECRET|PASSWORD)$/.test(name)) told[name] ??= canaryOf(name, 'x'.repeat(40))

const keyBytes: Canary = { what: 'bytes of the encryption key', secret: 'cAnArYkeykkkkkk' }
const canaries = [source, wrong, once, badToken, keyBytes, ...Object.values(told)]

const processes = useProcesses()
const closing: (() => Promise<unknown>)[] = []
/** Where something of a secret could be, by what it is. */
const haystack = new Map<string, Set<string>>()
const keep = (where: string, text: unknown) => {
  const texts = haystack.get(where) ?? new Set()
  haystack.set(where, texts)
  texts.add(typeof text === 'string' ? text : JSON.stringify(text))
}

let server: InstalledPostgres
let shopDatabase: TestDatabase
let role: TestRole
let onceRole: TestRole
let endpoint: Endpoint
let collector: Collector
let relay: Relay
let directory: string
let client: QuarryClient
let api: QuarryProcess
let url: string
let environment: Record<string, string>
const running: QuarryProcess[] = []

const begin = (command: string, more: Record<string, string> = {}) => {
  const process = processes.start({ ...environment, ...more }, [command])
  running.push(process)
  return process
}

beforeAll(async () => {
  server = await startInstalledPostgres()
  closing.push(server.stop)
  await query(server.connectionString('postgres'), 'create database quarry')
  // Every statement is in the server's log, with the values that belong to it.
  await query(server.connectionString('postgres'), `alter database quarry set log_statement = 'all'`)
  shopDatabase = await createDatabase({ sql: shop })
  closing.push(shopDatabase.drop)
  for (const secret of [source, once]) {
    const made = await createRole('', undefined, secret.secret)
    closing.push(made.drop)
    await asSuperuser(`grant select on all tables in schema public to ${made.user}`, shopDatabase.name)
    closing.push(() =>
      asSuperuser(`revoke all on all tables in schema public from ${made.user}`, shopDatabase.name),
    )
    if (secret === source) role = made
    else onceRole = made
  }
  const administrator = await createRole('createdb createrole', undefined, admin.secret)
  closing.push(administrator.drop)
  endpoint = await openEndpoint()
  closing.push(endpoint.close)
  collector = await startCollector()
  closing.push(collector.close)
  relay = await startRelay(Number(new URL(shopDatabase.connectionString).port))
  closing.push(relay.close)
  directory = await processes.newDirectory()
  environment = {
    ...Object.fromEntries(Object.entries(told).map(([name, { secret }]) => [name, secret])),
    DATABASE_URL: withParts(server.connectionString('quarry'), { user: 'postgres', password: own.secret }),
    FILTERED_DATABASE_URL: withParts(inject('postgresUrl'), {
      user: administrator.user,
      password: admin.secret,
    }),
    DATA_DIR: directory,
    PORT: '0',
    LOG_LEVEL: 'trace',
    LLM_BASE_URL: endpoint.baseUrl,
    LLM_MODEL: 'planner-1',
    LLM_TIMEOUT_SECONDS: '5',
    METRICS_PORT: '0',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    SHUTDOWN_GRACE_SECONDS: '1',
  }
  const migration = begin('migrate')
  expect([await migration.ended, migration.output()]).toEqual([0, expect.any(String)])
  api = begin('serve')
  // The metrics have an address of their own.
  const ready = /"url":"(http:[^"]+)","msg":"The API is ready"/
  await api.says(ready)
  url = ready.exec(api.output())![1]!
  client = createQuarryClient({ url, token: token.secret })
}, 120_000)
afterAll(async () => {
  await client?.close()
  for (const process of running) process.signal('SIGKILL')
  for (const process of running) await process.ended
  for (const close of closing.reverse()) await close()
})

async function query(connectionString: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/** A JWT that the installation takes, as far as its secret is what it is told, and the part that nobody else could write. */
async function jwtOf(secret: string): Promise<{ jwt: string; canary: Canary }> {
  for (;;) {
    const jwt = await new SignJWT({ workspace: 'default', role: 'VIEWER' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('someone')
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(secret))
    const signature = jwt.split('.')[2]!
    if (/^\w{12}/.test(signature)) return { jwt, canary: { what: 'signature of a JWT', secret: signature } }
  }
}

/** An API token, and its part that is kept as a hash alone. */
async function apiTokenOf(name: string): Promise<{ token: string; canary: Canary }> {
  for (let n = 0; ; n++) {
    const query = `mutation { createApiToken(input: { name: "${name} ${n}", role: VIEWER }) { ... on CreateApiTokenPayload { token } } }`
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token.secret}` },
      body: JSON.stringify({ query }),
    })
    const made = (await response.json()).data.createApiToken.token as string
    const secret = made.slice(-43)
    if (/^\w{12}/.test(secret)) return { token: made, canary: { what: 'API token', secret } }
  }
}

/** Looks at what is gone a moment later, until it is stopped: sessions, and processes with their arguments. */
function watchMoments() {
  let stopped = false
  const done = (async () => {
    while (!stopped) {
      keep('pg_stat_activity of the sources', await asSuperuser('select * from pg_stat_activity'))
      keep(
        'pg_stat_activity of its own',
        await query(server.connectionString('quarry'), 'select * from pg_stat_activity'),
      )
      keep('ps', (await promisify(execFile)('ps', ['-eww', '-o', 'pid,comm,args'])).stdout)
      for (const name of await readdir('/proc')) {
        if (!/^\d+$/.test(name)) continue
        for (const file of ['cmdline', 'comm'])
          keep('/proc', await readFile(`/proc/${name}/${file}`, 'utf8').catch(() => ''))
      }
      await sleep(100)
    }
  })()
  return async () => {
    stopped = true
    await done
  }
}

type Request = QuarryClient['request']

/** As the client's, with the answer kept, also where it is an error. */
const request: Request = async (document, variables) => {
  try {
    const answer = await client.request(document, variables)
    keep('answers', answer)
    return answer
  } catch (error) {
    keep('answers', [String(error), (error as { errors?: unknown }).errors])
    throw error
  }
}

const statusOf = async (id: string) => (await request(ElementCreationTaskQuery, { id })).task?.status
async function end(id: string) {
  for await (const event of client.watchTask(id)) keep('events', event)
  keep('events', await client.request(TaskHistoryQuery, { id, first: 100 }))
  return statusOf(id)
}
const isRunning = (id: string) => waitUntil(async () => (await statusOf(id)) === 'RUNNING', 20_000)

async function elements(databaseId: string): Promise<string> {
  const { startElementCreation } = await request(StartElementCreationMutation, {
    input: { databaseIds: [databaseId] },
  })
  if (startElementCreation.__typename !== 'StartElementCreationPayload')
    throw new Error(JSON.stringify(startElementCreation))
  return startElementCreation.tasks[0]!.id
}

type Start = Parameters<typeof client.request<unknown, { input: object }>>[1]['input']
async function filtered(input: Start): Promise<string> {
  const { startFilteredDatabase } = await request(StartFilteredDatabaseMutation, { input: input as never })
  if (startFilteredDatabase.__typename !== 'StartFilteredDatabasePayload')
    throw new Error(JSON.stringify(startFilteredDatabase))
  return startFilteredDatabase.task.id
}

/** As it is on the wire, with whatever is wrong with it. */
async function send(body: string, headers: Record<string, string> = {}, method = 'POST', query = '') {
  await fetch(`${url}/graphql${query}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token.secret}`, ...headers },
    ...(method === 'POST' && { body }),
  })
    .then((response) => response.text())
    // One that is far too long may be hung up on.
    .catch(() => {})
}

describe('no secret', () => {
  it('is anywhere but sealed in its row, whatever succeeds, fails, is cancelled or dies', async () => {
    const stopWatching = watchMoments()
    let worker = begin('work')
    await worker.says('The worker is ready')
    const right = withParts(shopDatabase.connectionString, {
      user: role.user,
      password: source.secret,
      port: relay.port,
    })
    const forOnce = withParts(shopDatabase.connectionString, { user: onceRole.user, password: once.secret })

    // Registering, testing and changing a database, well and badly.
    const { registerDatabase } = await request(RegisterDatabaseMutation, {
      input: { name: 'shop', connectionString: right },
    })
    if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(registerDatabase))
    const { id } = registerDatabase.database
    for (const parts of [
      { password: wrong.secret },
      { database: wrong.secret.slice(0, 6) },
      { user: 'nobody' },
      { port: 1 },
      { host: 'no-such-host.invalid' },
      { host: '10.0.0.1' },
      { options: '?sslmode=require' },
      { options: `?password=${encodeURIComponent(source.secret)}` },
      { options: `?sslmode=${encodeURIComponent(source.secret)}` },
      { options: `?${encodeURIComponent(source.secret)}=1` },
    ]) {
      const connectionString = withParts(right, parts)
      await request(TestConnectionMutation, { input: { connectionString } })
      await request(RegisterDatabaseMutation, { input: { name: 'never', connectionString } })
      await request(UpdateDatabaseMutation, { input: { id, connectionString } })
      await request(FilterPlanQuery, { input: { source: { connectionString }, plan: ofTen } })
    }
    for (const connectionString of [
      `postgresql://u:12#${source.secret}@db/d`,
      `u:${source.secret}@db/d`,
      `postgresql://u:${source.secret}@[db/d`,
      `mysql://u:${source.secret}@db/d`,
    ])
      await request(TestConnectionMutation, { input: { connectionString } })
    await request(UpdateDatabaseMutation, { input: { id, connectionString: right } })

    // Requests that are no requests. What a client wrote itself may come back to it alone, so answers are not kept here.
    const mutation = `mutation { registerDatabase(input: { name: "x", connectionString: ${JSON.stringify(right)} }) { __typename } }`
    const register = String(RegisterDatabaseMutation)
    for (const body of [
      JSON.stringify({ query: mutation.slice(0, -1) }),
      JSON.stringify({ query: mutation.replace('name: "x"', 'name: 1') }),
      JSON.stringify({ query: mutation, operationName: source.secret }),
      JSON.stringify({ query: register, variables: { input: { name: 'x', connectionString: [right] } } }),
      JSON.stringify({
        query: register,
        variables: { input: { name: 'x', connectionString: { a: right } } },
      }),
      JSON.stringify({ query: register, variables: { input: { name: 'x', [source.secret]: right } } }),
      JSON.stringify({ query: register, variables: right }),
      JSON.stringify({ query: `{ ${source.secret.slice(0, 12)} }` }),
      `{"query": "${source.secret}`,
      right,
      'x'.repeat(2_000_000) + source.secret,
    ])
      await send(body)
    await send('{}', { authorization: `Bearer ${badToken.secret}` })
    await send('{}', { authorization: `Basic ${Buffer.from(`u:${badToken.secret}`).toString('base64')}` })
    await send('{}', { 'x-request-id': badToken.secret, authorization: badToken.secret })
    await send('', {}, 'GET', `?query=${encodeURIComponent(mutation)}`)
    await send('', { authorization: '' }, 'GET', `?token=${badToken.secret}`)
    await fetch(`${url}/charts/${badToken.secret}`)
    const [signed, forged] = [await jwtOf(told.JWT_SECRET!.secret), await jwtOf(badToken.secret.repeat(2))]
    const asSomeone = createQuarryClient({ url, token: signed.jwt })
    expect((await asSomeone.request(ViewerQuery, {})).viewer).toMatchObject({
      userId: 'someone',
      role: 'VIEWER',
    })
    await asSomeone.close()
    const program = await apiTokenOf('program')
    const asProgram = createQuarryClient({ url, token: program.token })
    expect((await asProgram.request(ViewerQuery, {})).viewer).toMatchObject({ role: 'VIEWER' })
    await asProgram.close()
    await send(JSON.stringify({ query: '{ viewer { userId } }' }), { authorization: `Bearer ${forged.jwt}` })
    for (const authorization of [badToken.secret, `Bearer ${badToken.secret}`, `Bearer ${forged.jwt}`]) {
      const socket = await openSocket({ url })
      socket.send({ type: 'connection_init', payload: { authorization, Authorization: authorization } })
      await socket.closed
    }

    // Element creation: well, cancelled, with its worker killed, and with a password that is not right any more.
    expect(await end(await elements(id))).toBe('COMPLETED')
    relay.hold()
    const cancelled = await elements(id)
    expect(await isRunning(cancelled)).toBe(true)
    await request(CancelTaskMutation, { taskId: cancelled })
    expect(await end(cancelled)).toBe('CANCELLED')
    const orphaned = await elements(id)
    expect(await isRunning(orphaned)).toBe(true)
    worker.signal('SIGKILL')
    await worker.ended
    relay.release()
    worker = begin('work')
    expect(await end(orphaned)).toBe('COMPLETED')
    await asSuperuser(`alter role ${role.user} password 'another'`)
    expect(await end(await elements(id))).toBe('FAILED')
    await asSuperuser(`alter role ${role.user} password ${pg.escapeLiteral(source.secret)}`)

    // Filtered databases: by plan and by prompt, whatever the model does; of a source for once; cancelled and repeated.
    const echo = `the key ${model.secret} of Bearer ${model.secret} is not known, nor ${encodeURIComponent(model.secret)}`
    for (const reply of [
      fails(401, echo),
      fails(400, echo),
      fails(500, echo),
      says(echo),
      says({ unclear: echo }),
    ]) {
      endpoint.answers(reply)
      await request(FilterPlanQuery, { input: { source: { databaseId: id }, prompt: 'customers with id 3' } })
      keep(
        'what the model is told',
        // What it said itself goes back to it where it was of no use.
        endpoint.requests.map(({ body, path }) => [
          path,
          body.messages.filter(({ role }) => role !== 'assistant'),
        ]),
      )
    }
    const made = await filtered({ source: { databaseId: id }, prompt: 'customers with id 3' })
    expect(await end(made)).toBe('COMPLETED')
    const ofOnce = await filtered({ source: { connectionString: forOnce }, plan: ofTen, name: 'once' })
    expect(await end(ofOnce)).toBe('COMPLETED')
    const { retryTask } = await request(RetryTaskMutation, { taskId: ofOnce })
    if (retryTask.__typename !== 'TaskPayload') throw new Error(JSON.stringify(retryTask))
    expect(await end(retryTask.task.id)).toBe('COMPLETED')
    const passwords = await Promise.all(
      [made, ofOnce].map(async (taskId) => {
        const { connectionString, password } = await databaseOf(client, taskId)
        expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }])
        return password
      }),
    )
    relay.hold()
    const held = await filtered({ source: { databaseId: id }, plan: ofTen }).catch((error) => error)
    relay.release()
    if (typeof held === 'string') await request(CancelTaskMutation, { taskId: held })
    await asSuperuser(`alter role ${onceRole.user} password 'another'`)
    const { retryTask: failing } = await request(RetryTaskMutation, { taskId: ofOnce })
    if (failing.__typename !== 'TaskPayload') throw new Error(JSON.stringify(failing))
    expect(await end(failing.task.id)).toBe('FAILED')

    // Messages and charts, with SQL that fails in many ways, and one that is cancelled while it runs.
    for (const sql of [
      'select count(*) from nowhere',
      'select 1 / 0 as n',
      `select cast('x' as int)`,
      "select pg_read_file('/etc/passwd')",
      'select passwd from pg_shadow',
      'select usename from pg_user',
      "select current_setting('data_directory') as n",
      'drop table customer',
    ]) {
      const answer = await ask(client, { question: 'what there is', sql, databaseId: id })
      keep('answers', answer)
      if (answer.__typename === 'MessagePayload')
        keep('answers', await drawn(client, { messageId: answer.message.id }))
    }
    const slow = await ask(client, { question: 'how many', sql: endless, databaseId: id })
    if (slow.__typename !== 'MessagePayload') throw new Error(JSON.stringify(slow))
    const { task } = await startChart(client, { messageId: slow.message.id })
    expect(await isRunning(task!.id)).toBe(true)
    await request(CancelTaskMutation, { taskId: task!.id })
    expect(await end(task!.id)).toBe('CANCELLED')

    // Processes that do not find what they need, and commands.
    const unreachable = { DATABASE_URL: withParts(environment.DATABASE_URL!, { port: 1 }) }
    const refused = withParts(inject('postgresUrl'), { user: 'nobody', password: own.secret })
    for (const [command, more] of [
      ['serve', unreachable],
      ['serve', { DATABASE_URL: refused }],
      ['work', unreachable],
      ['work', { DATABASE_URL: refused }],
    ] as const) {
      const process = begin(command, more)
      await process.says(command === 'serve' ? /is ready/ : /cannot start yet/)
      const at = /"url":"(http:[^"]+)","msg":"The API is ready"/.exec(process.output())?.[1]
      if (at) keep('answers', await (await fetch(`${at}/health/ready`)).text())
      process.signal('SIGTERM')
      await process.ended
    }
    for (const [command, more] of [
      ['migrate', unreachable],
      ['migrate', { DATABASE_URL: `mysql://u:${own.secret}@db/quarry` }],
      ['serve', { ACCESS_TOKEN: `${token.secret} with blanks`, ENCRYPTION_KEY: encryption.secret.slice(1) }],
      [
        'doctor',
        { FILTERED_DATABASE_URL: withParts(environment.FILTERED_DATABASE_URL!, { user: 'nobody' }) },
      ],
      ['doctor', {}],
      ['rotate-keys', {}],
    ] as const)
      await begin(command, more).ended

    for (const one of [api, worker]) {
      const metrics = /"url":"(http:[^"]+\/metrics)"/.exec(one.output())
      expect(metrics).not.toBeNull()
      keep('metrics', await (await fetch(metrics![1]!)).text())
    }
    const response = await fetch(`${url}/metrics`, {
      headers: { authorization: `Bearer ${metricsToken.secret}` },
    })
    keep('metrics', await response.text())
    await stopWatching()
    worker.signal('SIGTERM')
    await worker.ended
    for (const one of running) keep('output of the processes', one.output())
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) keep('files', await readFile(path.join(entry.parentPath, entry.name), 'utf8'))
    keep('pg_dump', await server.dumpAll('quarry'))
    keep('log of the own server', await server.log())
    keep('traces', collector.bodies)

    const all = [
      ...canaries,
      signed.canary,
      forged.canary,
      program.canary,
      ...passwords.map((secret) => ({ what: 'password of a filtered database', secret })),
    ]
    const texts = [...haystack].map(([where, texts]) => [where, [...texts].join('\n')] as const)
    expect(texts.flatMap(([where, text]) => found(all, where, text))).toEqual([])

    // What was searched holds what it should, so that a secret would have been found in it.
    const inside = Object.fromEntries(texts)
    expect(inside['output of the processes']).toMatch(/Attempt 1 of 3 starts[\s\S]*ECONNREFUSED/)
    expect(inside.files).toContain('Attempt 1 of 3 starts')
    expect(inside.events).toContain('FAILED')
    expect(inside.answers).toContain('AUTHENTICATION')
    expect(inside['pg_stat_activity of the sources']).toContain('"application_name":"quarry ')
    expect(inside['pg_stat_activity of its own']).toContain('quarry api')
    expect(inside.ps).toContain('src/main.ts work')
    expect(inside['/proc']).toContain('src/main.ts\0work')
    expect(inside.metrics).toContain('quarry_graphql_request_duration_seconds_bucket')
    expect(inside.pg_dump).toMatch(/COPY pgboss\.job[\s\S]*COPY public\.database[\s\S]*COPY public\.task/)
    expect(inside['log of the own server']).toMatch(/insert into "database"/i)
    expect(inside['what the model is told']).toContain('customer')
    expect(inside.traces).toContain('quarry-worker')
  }, 240_000)

  it('would go unnoticed: each is found as it is, in JSON, in an address, in hex and in base64 wherever it begins', () => {
    for (const canary of canaries) {
      const forms = [
        canary.secret,
        JSON.stringify({ a: canary.secret }),
        `postgresql://u:${encodeURIComponent(canary.secret)}@db/d`,
        Buffer.from(canary.secret).toString('hex'),
        ...['', 'a', 'ab', 'abc', 'postgresql://u:'].map((before) =>
          Buffer.from(`${before}${canary.secret}@db`).toString('base64'),
        ),
        Buffer.from(`u:${canary.secret}`).toString('base64url'),
        pg.escapeLiteral(canary.secret),
      ]
      for (const form of forms) expect(found([canary], 'a text', `before ${form} after`)).not.toEqual([])
      expect(tracesOf(canary).every((trace) => trace.length >= 8)).toBe(true)
    }
    expect(new Set(canaries.flatMap(tracesOf)).size).toBeGreaterThan(canaries.length * 5)
    expect(found(canaries, 'a text', 'nothing of it')).toEqual([])
  })
})
