import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import mysql from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { checkMysql } from '../../src/charts/sql/mysql.ts'
import { parseConnectionString } from '../../src/databases/connection-string.ts'
import { connectMysql, type MysqlConnection } from '../../src/databases/mysql/connection.ts'
import type { ServerTarget } from '../../src/databases/target.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { dumpOf, mariaDbIsInstalled } from '../mariadb.ts'
import { type MariaDbServer, startMariaDb, stopProcess } from '../mariadb-server.ts'

const shop = `
CREATE DATABASE shop; USE shop;
CREATE TABLE sale (id INT PRIMARY KEY, amount INT);
CREATE TABLE aria_table (id INT PRIMARY KEY) ENGINE=Aria;
CREATE TABLE isam_table (id INT PRIMARY KEY) ENGINE=MyISAM;
CREATE TABLE mem_table (id INT PRIMARY KEY) ENGINE=MEMORY;
INSERT INTO sale VALUES (1, 10), (2, 20); INSERT INTO aria_table VALUES (1); INSERT INTO isam_table VALUES (1);
INSERT INTO mem_table VALUES (1);
CREATE SEQUENCE numbers;
CREATE FUNCTION writes() RETURNS INT
  BEGIN INSERT INTO isam_table VALUES (100); INSERT INTO sale VALUES (100, 1); RETURN 1; END;
CREATE FUNCTION lies() RETURNS INT DETERMINISTIC NO SQL BEGIN INSERT INTO aria_table VALUES (100); RETURN 1; END;
CREATE VIEW lying AS SELECT lies() AS a;
CREATE PROCEDURE opens()
  BEGIN COMMIT; SET SESSION TRANSACTION READ WRITE; START TRANSACTION READ WRITE; INSERT INTO sale VALUES (200, 1); COMMIT; END;
`
const file = path.join(tmpdir(), `quarry-layers-${process.pid}`)
const opening = 'COMMIT; SET SESSION TRANSACTION READ WRITE; START TRANSACTION READ WRITE'

/** What writes data or structure by itself. */
const writing = [
  'INSERT INTO sale VALUES (9, 9)',
  'INSERT INTO sale VALUES (9, 9) RETURNING id',
  'REPLACE INTO isam_table VALUES (5) RETURNING id',
  'DELETE FROM aria_table RETURNING id',
  'UPDATE mem_table SET id = 7',
  'SET STATEMENT tx_read_only = 0 FOR DELETE FROM sale RETURNING id',
  'ANALYZE DELETE FROM sale',
  'ANALYZE FORMAT=JSON UPDATE sale SET amount = 0',
  'TRUNCATE sale',
  'DROP TABLE sale',
  'DROP DATABASE shop',
  'ALTER TABLE sale ADD x INT',
  'RENAME TABLE sale TO sold',
  'CREATE TABLE d SELECT 1 AS a',
  'CREATE OR REPLACE VIEW lying AS SELECT 1 AS a',
  'CREATE TRIGGER t BEFORE INSERT ON sale FOR EACH ROW SET @a = 1',
  'CREATE EVENT e ON SCHEDULE EVERY 1 SECOND DO DELETE FROM sale',
  'CREATE USER evil',
  'GRANT ALL ON *.* TO evil',
  "SET PASSWORD = PASSWORD('x')",
  'OPTIMIZE TABLE sale',
  'LOCK TABLES sale WRITE',
  "LOAD DATA INFILE '/etc/hostname' INTO TABLE sale (@x)",
  'SELECT writes()',
  'SELECT lies()',
  'SELECT * FROM lying',
  'DO writes()',
  'SELECT NEXTVAL(numbers)',
  'SELECT NEXT VALUE FOR numbers',
  'SELECT SETVAL(numbers, 50)',
  'SELECT id FROM sale FOR UPDATE',
  "EXECUTE IMMEDIATE 'DELETE FROM sale'",
  "PREPARE p FROM 'DELETE FROM sale'",
  "INSTALL SONAME 'ha_blackhole'",
]
/** What a transaction that only reads does not stop: it is ended first, or knows nothing of files, settings and sessions. */
const goingAround = [
  'COMMIT',
  'BEGIN',
  'SET SESSION TRANSACTION READ WRITE',
  'SET SESSION tx_read_only = 0',
  'START TRANSACTION READ WRITE',
  'SET GLOBAL max_connections = 77',
  "SET GLOBAL init_connect = 'DELETE FROM shop.sale'",
  'CALL opens()',
  `BEGIN NOT ATOMIC ${opening}; DELETE FROM sale; COMMIT; SELECT 1; END`,
  `IF 1 THEN ${opening}; DELETE FROM sale; COMMIT; SELECT 1; END IF`,
  `EXECUTE IMMEDIATE 'BEGIN NOT ATOMIC ${opening}; DELETE FROM sale; COMMIT; SELECT 1; END'`,
  'SET STATEMENT tx_read_only = 0 FOR TRUNCATE sale',
  'SET STATEMENT tx_read_only = 0 FOR DROP TABLE sale',
  'SET STATEMENT tx_read_only = 0 FOR CREATE OR REPLACE TABLE sale SELECT 1 AS id',
  'EXECUTE p',
  'HANDLER sale OPEN',
  `SELECT 1 INTO OUTFILE '${file}'`,
  `SELECT 1 INTO DUMPFILE '${file}'`,
  `SELECT 1 /*! INTO OUTFILE '${file}' */`,
  `SELECT 1 /*M!100100 INTO DUMPFILE '${file}' */`,
  'SELECT 1 INTO @x',
  'FLUSH TABLES WITH READ LOCK',
  'BACKUP STAGE START',
  'DO SLEEP(60)',
  'SHUTDOWN',
]
/** The server takes each for an error of syntax: its client alone knows DELIMITER, and several statements are to be allowed. */
const several = [
  'SELECT 1; DELETE FROM sale',
  'SELECT 1;\nSET SESSION TRANSACTION READ WRITE',
  'SELECT 1 ; ; DROP TABLE sale',
  'DELIMITER //',
  'DELIMITER //\nDELETE FROM sale //',
]

const written = (row: unknown) => JSON.stringify(row)

/** As the server's own administrator, whom no right stops. */
describe.skipIf(!mariaDbIsInstalled)('a statement that would do more than read MariaDB', () => {
  let directory: string
  let server: MariaDbServer
  let before: string[]
  const open: MysqlConnection[] = []
  const inShop = () => Object.assign(new URL(server.url), { pathname: '/shop' }).href

  async function connect(statementTimeoutMs = 3_000) {
    const connection = await connectMysql(parseConnectionString(inShop()) as ServerTarget, {
      hosts: { allowed: null, servesLoopback: true },
      connectTimeoutMs: 10_000,
      statementTimeoutMs,
      applicationName: 'quarry test',
    })
    open.push(connection)
    return connection
  }

  async function asAdmin<Row>(sql: string): Promise<Row[]> {
    const { hostname, port, username, password } = new URL(server.url)
    const session = await mysql.createConnection({
      host: hostname,
      port: Number(port),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      multipleStatements: true,
    })
    try {
      return (await session.query(sql))[0] as Row[]
    } finally {
      await session.end()
    }
  }

  /** All databases with their routines, who may log in, and how the server is set up. */
  const state = async () => [
    ...(await dumpOf(inShop())).split('\n'),
    ...(await asAdmin('SELECT User, authentication_string FROM mysql.user ORDER BY 1')).map(written),
    ...(
      await asAdmin("SHOW GLOBAL VARIABLES WHERE Variable_name NOT IN ('gtid_binlog_pos', 'timestamp')")
    ).map(written),
    ...(await asAdmin('SHOW DATABASES')).map(written),
  ]

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'quarry-mariadb-layers-'))
    server = await startMariaDb(path.join(directory, 'server'))
    await asAdmin(shop)
    before = await state()
  })
  afterEach(async () => {
    for (const connection of open.splice(0)) await connection.close()
    expect(await state()).toEqual(before)
    await expect(access(file)).rejects.toThrow()
  })
  afterAll(async () => {
    if (server) await stopProcess(server.pid)
    await rm(directory, { recursive: true, force: true })
    await rm(file, { force: true })
  })

  it.each([...writing, ...goingAround, ...several])(
    'is refused by the check, which runs nothing: %s',
    async (sql) => {
      await expect(checkMysql(await connect(), sql)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    },
  )

  it('does nothing where the check is fooled: as a query of a message, within what the connection allows', async () => {
    for (const sql of [...writing, ...goingAround, ...several]) {
      const connection = await connect()
      await expect(connection.read(sql, [], { rows: 10 }), sql).rejects.toMatchObject({
        code: expect.stringMatching(/^(SQL_REFUSED|MYSQL_(1792|1295|1064|1109|1243))$/),
      })
      // What was refused has not ended the transaction either.
      await expect(connection.query('DELETE FROM sale'), sql).rejects.toMatchObject({ code: 'MYSQL_1792' })
      await connection.close()
    }
  })

  it('changes nothing where the transaction alone is left: it only reads, and so does the next one', async () => {
    for (const sql of writing) {
      const { query } = await connect()
      await expect(query(sql), sql).rejects.toMatchObject({ code: 'MYSQL_1792' })
      await query('COMMIT')
      await query('START TRANSACTION')
      await expect(query(sql), sql).rejects.toMatchObject({ code: 'MYSQL_1792' })
    }
  })

  it('is not run where it gives no columns, also in a session that may write', async () => {
    for (const sql of goingAround) {
      const { query, read } = await connect()
      await query('COMMIT')
      await query('SET SESSION TRANSACTION READ WRITE')
      await expect(read(sql), sql).rejects.toMatchObject({
        code: expect.stringMatching(/^(SQL_REFUSED|MYSQL_1295)$/),
      })
    }
  })

  it('is no statement to the server where it is several, also in a session that may write', async () => {
    for (const sql of several) {
      const { query } = await connect()
      await query('COMMIT')
      await query('SET SESSION TRANSACTION READ WRITE')
      await expect(query(sql), sql).rejects.toMatchObject({ code: 'MYSQL_1064' })
    }
  })

  it('is ended in time by the server, however it waits', async () => {
    const holder = await mysql.createConnection({ uri: inShop().replace('mariadb:', 'mysql:') })
    await holder.query("SELECT GET_LOCK('held', 0)")
    try {
      for (const sql of [
        'SELECT SLEEP(60)',
        'SELECT BENCHMARK(1000000000000, MD5(1))',
        "SELECT GET_LOCK('held', 60)",
        'SELECT COUNT(*) FROM seq_1_to_100000000000 WHERE seq % 7 = 3',
      ]) {
        const { read } = await connect(500)
        const startedAt = performance.now()
        // Of what BENCHMARK had not done when it was ended the server says nothing.
        const outcome = await read(sql).then(
          () => 'ended',
          ({ code }) => code,
        )
        expect(outcome, sql).toMatch(/^(QUERY_TIMEOUT|ended)$/)
        expect(performance.now() - startedAt, sql).toBeLessThan(2_000)
      }
    } finally {
      await holder.end()
    }
  })

  it('is ended over another connection where it lifts the limit of time', async () => {
    const { read } = await connect(500)
    const startedAt = performance.now()
    await expect(read('SET STATEMENT max_statement_time = 0 FOR SELECT SLEEP(60)')).rejects.toMatchObject({
      code: 'ETIMEDOUT',
    })
    expect(performance.now() - startedAt).toBeLessThan(8_000)
    const isIdle = async () =>
      (
        await asAdmin(
          "SELECT 1 FROM information_schema.PROCESSLIST WHERE INFO LIKE '%SLEEP(60)%' AND INFO NOT LIKE '%PROCESSLIST%'",
        )
      ).length === 0
    expect(await waitUntil(isIdle, 3_000)).toBe(true)
  })

  it('leaves no lock and no variable to who comes after it', async () => {
    const { read, close } = await connect()
    await read("SELECT GET_LOCK('left', 0), @left := 1")
    await close()
    const next = await connect()
    expect(await next.query("SELECT IS_USED_LOCK('left') AS held, @left AS said")).toEqual([
      { held: null, said: null },
    ])
  })
})
