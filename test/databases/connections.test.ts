import { createServer as createHttpServer } from 'node:http'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import {
  DatabasesQuery,
  RegisterDatabaseMutation,
  TestConnectionMutation,
} from '../../src/client/operations.ts'
import { parsePostgres } from '../../src/databases/connection-string.ts'
import { connectPostgres } from '../../src/databases/postgresql/connection.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { startRelay } from '../start/processes.ts'
import {
  asSuperuser,
  createRole,
  type FakeServer,
  fakePostgres,
  listen,
  type TestRole,
  withParts,
} from './sources.ts'

let quarry: TestQuarry
let source: TestDatabase
let reader: TestRole

beforeAll(async () => {
  quarry = await startQuarry({ worker: false })
  source = await createDatabase({
    sql: 'create table a (id int); create table b (id int); create view c as select 1 as one',
  })
  reader = await createRole()
  await asSuperuser(`grant select on all tables in schema public to ${reader.user}`, source.name)
})

afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
  await reader?.drop()
})

async function test(connectionString: string, client = quarry.client) {
  const { testConnection } = await client.request(TestConnectionMutation, { input: { connectionString } })
  return testConnection
}

/** The failure, once it is known that registering fails in the same words and keeps nothing. */
async function failureOf(connectionString: string, { client } = quarry) {
  const tested = await test(connectionString, client)
  const { registerDatabase } = await client.request(RegisterDatabaseMutation, {
    input: { name: 'never', connectionString },
  })
  expect(registerDatabase).toEqual(tested)
  const { databases } = await client.request(DatabasesQuery, {})
  expect(databases.totalCount).toBe(0)
  if (tested.__typename !== 'ConnectionFailedError') throw new Error(`It is a ${tested.__typename}`)
  return { reason: tested.reason, message: tested.message }
}

const asReader = (parts: Parameters<typeof withParts>[1] = {}) =>
  withParts(source.connectionString, { user: reader.user, password: reader.password, ...parts })

describe('testConnection', () => {
  it('says which version answers, how fast, how many tables there are, and that the login can change them', async () => {
    const tested = await test(source.connectionString)
    expect(tested).toMatchObject({ __typename: 'TestConnectionPayload', tableCount: 3, readOnly: false })
    if (tested.__typename !== 'TestConnectionPayload') return
    expect(tested.serverVersion).toMatch(/^\d+\.\d+/)
    expect(tested.latencyMs).toBeGreaterThan(0)
    expect(tested.latencyMs).toBeLessThan(5_000)
  })

  it('says that a login which may only SELECT is read-only', async () => {
    expect(await test(asReader())).toMatchObject({ tableCount: 3, readOnly: true })
  })

  it('counts one right to write, on one table, as not read-only', async () => {
    await asSuperuser(`grant truncate on a to ${reader.user}`, source.name)
    try {
      expect(await test(asReader())).toMatchObject({ readOnly: false })
    } finally {
      await asSuperuser(`revoke truncate on a from ${reader.user}`, source.name)
    }
  })

  it('reaches a server that listens on one of the addresses of a name', async () => {
    expect(await test(asReader({ host: 'localhost' }))).toMatchObject({ tableCount: 3 })
  })

  it('does without TLS where the server has none and sslmode=prefer', async () => {
    expect(await test(asReader({ options: '?sslmode=prefer' }))).toMatchObject({ tableCount: 3 })
    expect(await test(asReader({ options: '?sslmode=disable' }))).toMatchObject({ tableCount: 3 })
  })

  it('takes special characters in user, password and database that are written as %XX', async () => {
    const role = await createRole('', 'odd "name" @:/?#é', 'p@ss:w/rd?#[]% é')
    const odd = 'odd "database" /?#é'
    await asSuperuser(`create database ${pg.escapeIdentifier(odd)}`)
    try {
      const { user, password } = role
      expect(await test(asReader({ user, password, database: odd }))).toMatchObject({
        __typename: 'TestConnectionPayload',
        tableCount: 0,
        readOnly: true,
      })
    } finally {
      await asSuperuser(`drop database ${pg.escapeIdentifier(odd)} with (force)`)
      await role.drop()
    }
  })

  it('never uses the password or the password file of the server process itself', async () => {
    const url = new URL(inject('postgresUrl'))
    process.env.PGPASSWORD = decodeURIComponent(url.password)
    try {
      url.password = ''
      expect(await failureOf(url.href)).toMatchObject({ reason: 'AUTHENTICATION' })
    } finally {
      delete process.env.PGPASSWORD
    }
  })

  it('tests a registered database by its id, and refuses an id of none', async () => {
    const { client } = quarry
    const { testConnection } = await client.request(TestConnectionMutation, { input: { databaseId: 'none' } })
    expect(testConnection).toMatchObject({
      __typename: 'InvalidInputError',
      fields: [{ path: ['databaseId'] }],
    })
  })
})

describe('a connection that fails says why:', () => {
  it('a host name that does not resolve', async () => {
    expect(await failureOf(asReader({ host: 'no-such-host.invalid' }))).toEqual({
      reason: 'UNREACHABLE',
      message: 'The host name no-such-host.invalid does not resolve',
    })
  })

  it('a port on which nothing listens', async () => {
    const server = await listen(() => {})
    await server.close()
    expect(await failureOf(asReader({ port: server.port }))).toEqual({
      reason: 'UNREACHABLE',
      message: `Nothing listens on 127.0.0.1:${server.port}`,
    })
  })

  it('a port of IPv6 on which nothing listens', async () => {
    const { port } = new URL(source.connectionString)
    expect(await failureOf(asReader({ host: '[::1]' }))).toMatchObject({
      reason: 'UNREACHABLE',
      message: expect.stringContaining(`::1:${port}`),
    })
  })

  it('a wrong password', async () => {
    expect(await failureOf(asReader({ password: 'wrong' }))).toEqual({
      reason: 'AUTHENTICATION',
      message: expect.stringContaining(`refuses the password of ${reader.user}`),
    })
  })

  it('no password, where one is asked for', async () => {
    expect(await failureOf(asReader({ password: '' }))).toMatchObject({ reason: 'AUTHENTICATION' })
  })

  it('a user that does not exist', async () => {
    expect(await failureOf(asReader({ user: 'nobody_here' }))).toMatchObject({ reason: 'AUTHENTICATION' })
  })

  it('a role that may not log in', async () => {
    const role = await createRole()
    await asSuperuser(`alter role ${role.user} nologin`)
    try {
      const { user, password } = role
      expect(await failureOf(asReader({ user, password }))).toEqual({
        reason: 'AUTHENTICATION',
        message: expect.stringContaining('not permitted to log in'),
      })
    } finally {
      await role.drop()
    }
  })

  it('a database that does not exist', async () => {
    expect(await failureOf(asReader({ database: 'not there' }))).toEqual({
      reason: 'DATABASE_MISSING',
      message: expect.stringContaining('has no database not there'),
    })
  })

  it('a database to which the role may not connect', async () => {
    const closed = await createDatabase()
    await asSuperuser(`revoke connect on database ${closed.name} from public`)
    try {
      expect(await failureOf(asReader({ database: closed.name }))).toMatchObject({ reason: 'PERMISSION' })
    } finally {
      await closed.drop()
    }
  })

  it('more connections than the role may have', async () => {
    const role = await createRole('connection limit 0')
    try {
      const { user, password } = role
      expect(await failureOf(asReader({ user, password }))).toEqual({
        reason: 'UNREACHABLE',
        message: expect.stringContaining('too many connections'),
      })
    } finally {
      await role.drop()
    }
  })

  it('TLS that the server does not have', async () => {
    for (const mode of ['require', 'verify-ca', 'verify-full']) {
      expect(await failureOf(asReader({ options: `?sslmode=${mode}` }))).toEqual({
        reason: 'TLS',
        message: expect.stringContaining(`refuses TLS, which sslmode=${mode} asks for`),
      })
    }
  })

  it('an engine that cannot be read', async () => {
    expect(await failureOf('sqlserver://user:password@db/name')).toMatchObject({ reason: 'UNSUPPORTED' })
  })

  it('a server that is no PostgreSQL', async () => {
    const http = createHttpServer((_, response) => response.end('hello'))
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    const { port } = http.address() as { port: number }
    try {
      expect(await failureOf(asReader({ port }))).toEqual({
        reason: 'UNSUPPORTED',
        message: `127.0.0.1:${port} does not answer as a PostgreSQL server does`,
      })
      expect(await failureOf(asReader({ port, options: '?sslmode=disable' }))).toMatchObject({
        reason: 'UNREACHABLE',
      })
    } finally {
      await new Promise((resolve) => http.close(resolve))
    }
  })

  it('a server that is too old', async () => {
    const old = await fakePostgres({ number: '110022', version: '11.22', pid: '1' })
    try {
      expect(await failureOf(asReader({ port: old.port }))).toEqual({
        reason: 'UNSUPPORTED',
        message: 'PostgreSQL 11.22 is too old; 12 is the oldest that can be read',
      })
    } finally {
      await old.close()
    }
  })
})

describe('a server that does not answer in time', () => {
  let impatient: TestQuarry
  const servers: FakeServer[] = []

  beforeAll(async () => {
    impatient = await startQuarry({ worker: false, env: { SOURCE_CONNECT_TIMEOUT_SECONDS: '1' } })
  })
  afterAll(async () => {
    await impatient?.stop()
    for (const server of servers) await server.close()
  })

  it.each([
    ['accepts and says nothing', () => listen(() => {})],
    ['lets the user in, and answers no query', () => fakePostgres(null)],
  ])('fails with TIMEOUT where it %s', async (_, start) => {
    const server = await start()
    servers.push(server)
    const startedAt = Date.now()
    const tested = await test(asReader({ port: server.port }), impatient.client)
    expect(tested).toMatchObject({
      __typename: 'ConnectionFailedError',
      reason: 'TIMEOUT',
      message: `127.0.0.1:${server.port} did not answer within 1 s`,
    })
    expect(Date.now() - startedAt).toBeGreaterThan(900)
    expect(Date.now() - startedAt).toBeLessThan(10_000)
  })

  it.each([
    ['accepts and says nothing', () => listen(() => {})],
    ['lets the user in, and answers no query', () => fakePostgres(null)],
  ])('is given up at once by a run that is cancelled, where it %s', async (_, start) => {
    const server = await start()
    const relay = await startRelay(server.port)
    servers.push(relay, server)
    const stopping = new AbortController()
    const connecting = connectPostgres(parsePostgres(asReader({ port: relay.port })), {
      hosts: { allowed: null, servesLoopback: true },
      connectTimeoutMs: 60_000,
      statementTimeoutMs: 60_000,
      applicationName: 'quarry test',
      signal: stopping.signal,
    })
    connecting.catch(() => {})
    expect(await waitUntil(() => relay.connections() > 0, 5_000)).toBe(true)
    const startedAt = Date.now()
    stopping.abort(new Error('cancelled'))
    await expect(connecting).rejects.toThrow('cancelled')
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    expect(await waitUntil(() => relay.connections() === 0, 5_000)).toBe(true)
  })
})
