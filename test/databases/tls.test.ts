import { execFile } from 'node:child_process'
import { chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parsePostgres } from '../../src/databases/connection-string.ts'
import { connectPostgres } from '../../src/databases/postgresql/connection.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded.ts'

let directory: string
let certificate: string
let server: EmbeddedPostgres

/** A server with a certificate of its own for `localhost`, which takes the user `guest` over TLS alone. */
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'quarry-tls-'))
  const cluster = path.join(directory, 'server')
  const settings = { fsync: 'off', shared_buffers: '16MB' }
  await (await startEmbeddedPostgres({ directory: cluster, settings })).stop()
  const owner = await stat(path.join(cluster, 'cluster'))
  const [key, cert, hba] = ['key.pem', 'cert.pem', 'hba.conf'].map((name) => path.join(cluster, name)) as [
    string,
    string,
    string,
  ]
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
  ])
  await writeFile(
    hba,
    'host all quarry 127.0.0.1/32 scram-sha-256\nhostssl all guest 127.0.0.1/32 scram-sha-256\n',
  )
  for (const file of [key, cert, hba]) await chown(file, owner.uid, owner.gid)
  certificate = await readFile(cert, 'utf8')
  const tls = { ssl: 'on', ssl_cert_file: cert, ssl_key_file: key, hba_file: hba }
  server = await startEmbeddedPostgres({ directory: cluster, settings: { ...settings, ...tls } })
  const client = new pg.Client({ connectionString: server.connectionString('postgres') })
  await client.connect()
  await client.query(`create role guest login password 'secret'`)
  await client.end()
})

afterAll(async () => {
  await server?.stop()
  await rm(directory, { recursive: true, force: true })
})

const trusted = getCACertificates('default')
const trustServer = () => setDefaultCACertificates([...trusted, certificate])
afterEach(() => setDefaultCACertificates(trusted))

/** Whether the connection is encrypted, or why there is none. */
async function connect(host: string, sslmode: string) {
  const target = parsePostgres(`postgresql://guest:secret@${host}:${server.port}/postgres?sslmode=${sslmode}`)
  const options = {
    hosts: { allowed: null, servesLoopback: true },
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 10_000,
    applicationName: 'quarry test',
  }
  try {
    const connection = await connectPostgres(target, options)
    const [row] = await connection.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()')
    await connection.close()
    return row
  } catch (error) {
    const { reason, message } = error as { reason?: string; message: string }
    return { reason, message }
  }
}

describe('a source with TLS', () => {
  it.each(['prefer', 'require'])(
    'is connected encrypted with sslmode=%s, whoever made its certificate',
    async (mode) => {
      expect(await connect('localhost', mode)).toEqual({ ssl: true })
      expect(await connect('127.0.0.1', mode)).toEqual({ ssl: true })
    },
  )

  it.each(['verify-ca', 'verify-full'])(
    'is not connected with sslmode=%s where nobody trusts its certificate',
    async (mode) => {
      expect(await connect('localhost', mode)).toEqual({
        reason: 'TLS',
        message: expect.stringContaining('self-signed certificate'),
      })
    },
  )

  it('is connected with sslmode=verify-full by the name that a trusted certificate is for', async () => {
    trustServer()
    expect(await connect('localhost', 'verify-full')).toEqual({ ssl: true })
  })

  it('is not connected with sslmode=verify-full where a trusted certificate is for another name', async () => {
    trustServer()
    expect(await connect('127.0.0.1', 'verify-full')).toEqual({
      reason: 'TLS',
      message: expect.stringContaining('127.0.0.1'),
    })
  })

  it('is connected with sslmode=verify-ca by any name where its certificate is trusted', async () => {
    trustServer()
    expect(await connect('127.0.0.1', 'verify-ca')).toEqual({ ssl: true })
  })

  it('says that it takes a user only over TLS', async () => {
    expect(await connect('localhost', 'disable')).toEqual({
      reason: 'TLS',
      message: expect.stringContaining('takes guest only over TLS'),
    })
  })
})
