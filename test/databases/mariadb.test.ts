import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestConnectionMutation } from '../../src/client/operations.ts'
import { parseConnectionString } from '../../src/databases/connection-string.ts'
import { connectMysql, type MysqlConnection } from '../../src/databases/mysql/connection.ts'
import type { SourceOptions } from '../../src/databases/source-connection.ts'
import type { ServerTarget } from '../../src/databases/target.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import {
  createMariaDatabase,
  createMariaLogin,
  type MariaDatabase,
  mariaDbIsInstalled,
  withLogin,
} from '../mariadb.ts'
import { startMariaDb, stopProcess } from '../mariadb-server.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { certificateFor } from '../security/certificate.ts'
import { startRelay } from '../start/processes.ts'
import { listen } from './sources.ts'

const options: SourceOptions = {
  hosts: { allowed: null, servesLoopback: true },
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 30_000,
  applicationName: 'quarry test',
}
const connectTo = (connectionString: string, more: Partial<SourceOptions> = {}) =>
  connectMysql(parseConnectionString(connectionString) as ServerTarget, { ...options, ...more })

const changed = (connectionString: string, change: (url: URL) => void) => {
  const url = new URL(connectionString)
  change(url)
  return url.href
}

describe.skipIf(!mariaDbIsInstalled)('a connection to MariaDB', () => {
  let quarry: TestQuarry
  let source: MariaDatabase
  let reader: Awaited<ReturnType<typeof createMariaLogin>>
  let asReader: string

  beforeAll(async () => {
    quarry = await startQuarry({ worker: false })
    source = await createMariaDatabase({
      sql: `CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT); CREATE VIEW c AS SELECT 1 AS one; CREATE SEQUENCE s;
        INSERT INTO a VALUES (1), (2)`,
    })
    reader = await createMariaLogin([`SELECT, SHOW VIEW ON ${source.name}.*`])
    asReader = withLogin(source.connectionString, reader)
  })
  afterAll(async () => {
    await quarry?.stop()
    await source?.drop()
    await reader?.drop()
  })

  async function test(connectionString: string) {
    const { testConnection } = await quarry.client.request(TestConnectionMutation, {
      input: { connectionString },
    })
    return testConnection
  }

  async function within<T>(
    connectionString: string,
    work: (connection: MysqlConnection) => Promise<T>,
    more: Partial<SourceOptions> = {},
  ) {
    const connection = await connectTo(connectionString, more)
    try {
      return await work(connection)
    } finally {
      await connection.close()
    }
  }

  it('says which engine answers, whatever the string calls it, how many tables there are, and who can change them', async () => {
    const asMysql = asReader.replace(/^mariadb:/, 'mysql:')
    expect(await test(asMysql)).toMatchObject({
      __typename: 'TestConnectionPayload',
      tableCount: 3,
      readOnly: true,
      serverVersion: expect.stringMatching(/^1\d\.\d+\.\d+/),
    })
    expect(await test(source.connectionString)).toMatchObject({ tableCount: 3, readOnly: false })
    expect(await within(asMysql, async ({ engine }) => engine)).toBe('MARIADB')
  })

  it.each([
    [
      'a wrong password',
      (url: URL) => {
        url.password = 'wrong'
      },
      'AUTHENTICATION',
      /refuses the password of/,
    ],
    [
      'no password',
      (url: URL) => {
        url.password = ''
      },
      'AUTHENTICATION',
      /refuses the password of/,
    ],
    [
      'a user that does not exist',
      (url: URL) => {
        url.username = 'nobody_here'
      },
      'AUTHENTICATION',
      /refuses/,
    ],
    [
      'a database to which the login may not connect',
      (url: URL) => {
        url.pathname = '/not there'
      },
      'PERMISSION',
      /lacks a right/,
    ],
    [
      'a port on which nothing listens',
      (url: URL) => {
        url.port = '1'
      },
      'UNREACHABLE',
      /^Nothing listens on 127\.0\.0\.1:1$/,
    ],
    [
      'a name that does not resolve',
      (url: URL) => {
        url.hostname = 'no-such-host.invalid'
      },
      'UNREACHABLE',
      /does not resolve/,
    ],
    [
      'TLS that the server does not have',
      (url: URL) => {
        url.search = '?sslmode=require'
      },
      'TLS',
      /refuses TLS/,
    ],
  ])('says why it fails: %s', async (_, change, reason, message) => {
    expect(await test(changed(asReader, change))).toMatchObject({
      __typename: 'ConnectionFailedError',
      reason,
      message: expect.stringMatching(message),
    })
  })

  it('says that there is no such database to who could see it', async () => {
    expect(
      await test(
        changed(source.connectionString, (url) => {
          url.pathname = '/missing_here'
        }),
      ),
    ).toMatchObject({
      reason: 'DATABASE_MISSING',
      message: expect.stringContaining('has no database missing_here'),
    })
  })

  it('takes special characters in user, password and database that are written as %XX', async () => {
    const odd = await createMariaDatabase({ name: 'odd "database" ?#é`' })
    try {
      expect(await test(odd.connectionString)).toMatchObject({
        __typename: 'TestConnectionPayload',
        tableCount: 0,
      })
    } finally {
      await odd.drop()
    }
  })

  it('goes to no host that the operator has not allowed', async () => {
    await expect(
      connectTo(asReader, { hosts: { allowed: ['db.example.com'], servesLoopback: true } }),
    ).rejects.toMatchObject({ reason: 'HOST_NOT_ALLOWED' })
  })

  it('goes to the address that was checked, whatever the name leads to by then', async () => {
    const lookups: string[] = []
    const lookup = async (host: string) => {
      lookups.push(host)
      return [{ address: '127.0.0.1' }]
    }
    const asked = changed(asReader, (url) => {
      url.hostname = 'db.example.com'
    })
    const found = await within(asked, ({ query }) => query('SELECT 1 AS one'), {
      hosts: { allowed: ['db.example.com'], servesLoopback: false, lookup },
    })
    expect(found).toEqual([{ one: 1 }])
    expect(lookups).toEqual(['db.example.com'])
  })

  it('changes nothing, whatever it is asked', async () => {
    await within(source.connectionString, async ({ query }) => {
      for (const statement of [
        'INSERT INTO a VALUES (3)',
        'UPDATE a SET id = id + 10',
        'DELETE FROM a',
        'TRUNCATE a',
        'DROP TABLE a',
        'CREATE TABLE d (id INT)',
        'SELECT NEXTVAL(s)',
        'SELECT 1; DELETE FROM a',
        "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE b",
      ])
        await expect(query(statement), statement).rejects.toThrow()
      // A new transaction of the session only reads, too.
      await query('COMMIT')
      await expect(query('DELETE FROM a')).rejects.toThrow(/READ ONLY/)
    })
    expect(await source.run('SELECT id FROM a ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }])
  })

  it('sees one state of the data from the beginning on', async () => {
    await within(asReader, async ({ query }) => {
      await source.run('INSERT INTO a VALUES (99)')
      try {
        expect(await query('SELECT id FROM a ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }])
      } finally {
        await source.run('DELETE FROM a WHERE id = 99')
      }
    })
  })

  it('reads values as their types have them', async () => {
    await source.run(`CREATE TABLE v (big BIGINT UNSIGNED, d DECIMAL(20,10), dt DATETIME(3), day DATE, t TIME, y YEAR, flag TINYINT(1),
      tiny TINYINT(1), bit1 BIT(1), bits BIT(12), doc JSON, mood ENUM('1','2'), bytes VARBINARY(4), word TEXT, f DOUBLE, at TIMESTAMP)`)
    await source.run(`SET time_zone = '+05:00'; INSERT INTO v VALUES (18446744073709551615, 1.10, '2024-02-29 23:59:59.123', '2024-02-29', '-12:30', 1999, 1,
      5, b'1', b'101', '{"a": 1}', '2', x'00ff', '数 😀', 1.5e300, '2024-01-01 05:00:00'), (7, NULL, NULL, NULL, NULL, NULL, 0, 1, b'0', NULL, NULL, NULL, NULL, '', NULL, NULL)`)
    try {
      const { columns, rows, complete } = await within(asReader, ({ read }) => read('SELECT * FROM v'))
      expect(complete).toBe(true)
      expect(columns.map(({ name, databaseType }) => [name, databaseType])).toEqual([
        ['big', 'bigint unsigned'],
        ['d', 'decimal(20,10)'],
        ['dt', 'datetime(3)'],
        ['day', 'date'],
        ['t', 'time'],
        ['y', 'year'],
        ['flag', 'boolean'],
        ['tiny', 'smallint'],
        ['bit1', 'boolean'],
        ['bits', 'bigint'],
        ['doc', 'json'],
        ['mood', 'varchar'],
        ['bytes', 'varbinary'],
        ['word', 'varchar'],
        ['f', 'double'],
        ['at', 'timestamp'],
      ])
      expect(rows).toEqual([
        [
          ...[
            '18446744073709551615',
            '1.1000000000',
            '2024-02-29 23:59:59.123',
            '2024-02-29',
            '-12:30:00',
            1999,
            true,
          ],
          ...[5, true, 5, '{"a": 1}', '2', "X'00FF'", '数 😀', 1.5e300, '2024-01-01 00:00:00'],
        ],
        [7, null, null, null, null, null, false, 1, false, null, null, null, null, '', null, null],
      ])
    } finally {
      await source.run('DROP TABLE v')
    }
  })

  it('takes the names of columns for names, whatever stands in them', async () => {
    const names = [
      '"];process.exit(1)//',
      '__proto__',
      'constructor',
      "a\\'b",
      'two\nlines',
      '*/process.exit(1)/*',
    ]
    await within(asReader, async ({ read }) => {
      const sql = `SELECT ${names.map((name, at) => `${at} AS \`${name}\``).join(', ')}`
      const { columns, rows } = await read(sql)
      expect(columns.map(({ name }) => name)).toEqual(names)
      expect(rows).toEqual([names.map((_, at) => at)])
    })
  })

  it('reads no more rows than are wanted, also of a statement with a limit of its own, and goes on', async () => {
    await within(asReader, async ({ read, query }) => {
      for (const statement of [
        'SELECT seq FROM seq_1_to_1000000',
        'SELECT seq FROM seq_1_to_1000000 LIMIT 900000',
        '(SELECT seq FROM seq_1_to_3) UNION ALL (SELECT seq FROM seq_1_to_1000000)',
      ]) {
        const { rows, complete } = await read(statement, [], { rows: 3 })
        expect([rows, complete]).toEqual([[[1], [2], [3]], false])
      }
      expect(await read('SELECT seq FROM seq_1_to_3', [], { rows: 3 })).toMatchObject({ complete: true })
      expect(await query('SELECT COUNT(*) AS count FROM seq_1_to_10')).toEqual([{ count: 10 }])
    })
  })

  it('gives up rows that are larger than there is room for', async () => {
    await within(asReader, async ({ read }) => {
      await expect(
        read("SELECT REPEAT('x', 1000) FROM seq_1_to_100000", [], { bytes: 100_000 }),
      ).rejects.toMatchObject({
        code: 'RESULT_TOO_LARGE',
      })
    })
    // What takes next to nothing on its way takes room here.
    const nulls = `SELECT ${Array.from({ length: 1_000 }, () => 'NULL').join()} FROM seq_1_to_100`
    await within(asReader, async ({ read }) => {
      expect((await read(nulls, [], { bytes: 800_000 })).rows).toHaveLength(100)
      await expect(read(nulls, [], { bytes: 799_999 })).rejects.toMatchObject({ code: 'RESULT_TOO_LARGE' })
    })
    expect(await untilIdle()).toBe(true)
  })

  it('ends a statement that takes too long', async () => {
    await within(
      asReader,
      async ({ query }) => {
        await expect(
          query('SELECT COUNT(*) FROM seq_1_to_100000000000 WHERE seq % 7 = 3'),
        ).rejects.toMatchObject({
          code: 'QUERY_TIMEOUT',
        })
      },
      { statementTimeoutMs: 500 },
    )
  })

  /** Whether the reader's sessions end on the server, too. */
  const untilIdle = () =>
    waitUntil(async () => {
      const [row] = await source.run<{ count: number }>(
        `SELECT COUNT(*) AS count FROM information_schema.PROCESSLIST WHERE USER = '${reader.user}'`,
      )
      return row!.count === 0
    }, 5_000)

  it('ends the statement on its server when its run is cancelled', async () => {
    const stopping = new AbortController()
    const connection = await connectTo(asReader, { signal: stopping.signal })
    const reading = connection.read('SELECT COUNT(*) FROM seq_1_to_100000000000 WHERE seq % 7 = 3')
    reading.catch(() => {})
    const startedAt = Date.now()
    setTimeout(() => stopping.abort(new Error('cancelled')), 300)
    await expect(reading).rejects.toThrow('cancelled')
    await connection.close()
    expect(await untilIdle()).toBe(true)
    expect(Date.now() - startedAt).toBeLessThan(6_000)
  })

  it('says that the connection was lost where someone ends it', async () => {
    await within(asReader, async ({ query }) => {
      const [row] = await query<{ id: number }>('SELECT CONNECTION_ID() AS id')
      await source.run(`KILL ${Number(row!.id)}`)
      await expect(query('SELECT 1')).rejects.toMatchObject({ code: expect.stringMatching(/^E[A-Z]+$/) })
    })
  })

  it.each([
    ['accepts and says nothing', () => listen(() => {})],
    ['is another kind of server', () => listen((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'))],
  ])('gives up in time where a server %s', async (_, start) => {
    const server = await start()
    const relay = await startRelay(server.port)
    const to = changed(asReader, (url) => {
      url.port = String(relay.port)
    })
    const startedAt = Date.now()
    await expect(connectTo(to, { connectTimeoutMs: 500 })).rejects.toMatchObject({
      reason: expect.stringMatching(/^(TIMEOUT|UNSUPPORTED)$/),
    })
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    const stopping = new AbortController()
    const connecting = connectTo(to, { connectTimeoutMs: 60_000, signal: stopping.signal })
    connecting.catch(() => {})
    setTimeout(() => stopping.abort(new Error('cancelled')), 100)
    await expect(connecting).rejects.toThrow()
    expect(await waitUntil(() => relay.connections() === 0, 5_000)).toBe(true)
    await relay.close()
    await server.close()
  })
})

describe.skipIf(!mariaDbIsInstalled)('TLS to MariaDB', () => {
  let directory: string
  let server: { url: string; pid: number }
  let certificate: string
  const usual = getCACertificates('default')

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'quarry-mariadb-tls-'))
    const { key, cert } = await certificateFor('localhost')
    const [keyFile, certFile] = ['key.pem', 'cert.pem'].map((name) => path.join(directory, name)) as [
      string,
      string,
    ]
    await writeFile(keyFile, key)
    await writeFile(certFile, cert)
    certificate = cert
    server = await startMariaDb(path.join(directory, 'server'), [
      `--ssl-cert=${certFile}`,
      `--ssl-key=${keyFile}`,
    ])
  })
  afterAll(async () => {
    setDefaultCACertificates(usual)
    if (server) await stopProcess(server.pid)
    await rm(directory, { recursive: true, force: true })
  })

  async function cipherOf(host: string, mode: string): Promise<string> {
    const connection = await connectTo(
      changed(server.url, (url) => {
        url.hostname = host
        url.search = `?sslmode=${mode}`
      }),
    )
    try {
      const [row] = await connection.query<{ Value: string }>("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
      return row!.Value
    } finally {
      await connection.close()
    }
  }

  it('is used where it is there, unless it is disabled', async () => {
    expect(new X509Certificate(certificate).subject).toBe('CN=localhost')
    expect(await cipherOf('127.0.0.1', 'prefer')).not.toBe('')
    expect(await cipherOf('127.0.0.1', 'require')).not.toBe('')
    expect(await cipherOf('127.0.0.1', 'disable')).toBe('')
  })

  it('is refused where the certificate is of someone unknown', async () => {
    for (const mode of ['verify-ca', 'verify-full'])
      await expect(cipherOf('localhost', mode)).rejects.toMatchObject({ reason: 'TLS' })
  })

  it('checks the certificate against the name that was asked for, and an address against addresses', async () => {
    setDefaultCACertificates([...usual, certificate])
    expect(await cipherOf('localhost', 'verify-full')).not.toBe('')
    expect(await cipherOf('127.0.0.1', 'verify-ca')).not.toBe('')
    await expect(cipherOf('127.0.0.1', 'verify-full')).rejects.toMatchObject({ reason: 'TLS' })
  })
})
