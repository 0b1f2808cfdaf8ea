import { randomBytes } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import pg from 'pg'
import { inject } from 'vitest'

/** Runs statements as the superuser of the tests' server; `database` is `postgres` unless named. */
export async function asSuperuser<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  statements: string,
  database?: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: withParts(inject('postgresUrl'), { database }) })
  await client.connect()
  try {
    return (await client.query<Row>(statements)).rows
  } finally {
    await client.end()
  }
}

type Parts = {
  user?: string
  password?: string
  host?: string
  port?: number
  database?: string
  options?: string
}

/** The connection string with some of its parts replaced. */
export function withParts(connectionString: string, parts: Parts): string {
  const url = new URL(connectionString)
  const user = parts.user === undefined ? url.username : encodeURIComponent(parts.user)
  const password = parts.password === undefined ? url.password : encodeURIComponent(parts.password)
  const path = parts.database === undefined ? url.pathname : `/${encodeURIComponent(parts.database)}`
  const host = `${parts.host ?? url.hostname}:${parts.port ?? url.port}`
  return `postgresql://${user}:${password}@${host}${path}${parts.options ?? ''}`
}

export type TestRole = { user: string; password: string; drop(): Promise<void> }

/** A role that can log in; `attributes` such as `CONNECTION LIMIT 1`. Whoever grants it rights revokes them first. */
export async function createRole(attributes = '', name?: string, secret?: string): Promise<TestRole> {
  const user = name ?? `role_${randomBytes(6).toString('hex')}`
  const password = secret ?? randomBytes(12).toString('base64url')
  await asSuperuser(
    `create role ${pg.escapeIdentifier(user)} login password ${pg.escapeLiteral(password)} ${attributes}`,
  )
  return {
    user,
    password,
    drop: async () => {
      await asSuperuser(`drop role ${pg.escapeIdentifier(user)}`)
    },
  }
}

export type FakeServer = { port: number; close(): Promise<void> }

/** A server that is no database. */
export async function listen(
  onConnection: (socket: Socket) => void,
  address = '127.0.0.1',
): Promise<FakeServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

const message = (type: string, ...fields: Buffer[]) => {
  const body = Buffer.concat(fields)
  const head = Buffer.from(`${type}0000`)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const int = (size: 2 | 4, value: number) => {
  const bytes = Buffer.alloc(size)
  bytes.writeIntBE(value, 0, size)
  return bytes
}
const text = (value: string) => Buffer.from(`${value}\0`)
const readyForQuery = message('Z', Buffer.from('I'))
const authenticated = Buffer.concat([message('R', int(4, 0)), readyForQuery])
const asText = 25
const sslRequest = 80877103

/**
 * Speaks enough of PostgreSQL's protocol (version 3, chapter "Message Formats") for a login without password, and answers
 * every query with `row`; where that is null, with nothing ever.
 */
export function fakePostgres(row: Record<string, string> | null): Promise<FakeServer> {
  const answer = row && [
    message('T', int(2, Object.keys(row).length), ...Object.keys(row).map((name) => column(name))),
    message('D', int(2, Object.keys(row).length), ...Object.values(row).map((value) => cell(value))),
    message('C', text('SELECT 1')),
    readyForQuery,
  ]
  return listen((socket) => {
    let greeted = false
    socket.on('data', (data) => {
      if (!greeted && data.readInt32BE(4) === sslRequest) return socket.write('N')
      if (!greeted) socket.write(authenticated)
      else if (data.toString('latin1', 0, 1) === 'Q' && answer) socket.write(Buffer.concat(answer))
      greeted = true
    })
  })
}

const column = (name: string) =>
  Buffer.concat([text(name), int(4, 0), int(2, 0), int(4, asText), int(2, -1), int(4, -1), int(2, 0)])
const cell = (value: string) => Buffer.concat([int(4, Buffer.byteLength(value)), Buffer.from(value)])
