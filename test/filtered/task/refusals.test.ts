import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { startTaskWorker } from '../../../src/app.ts'
import type { StartFilteredDatabaseInput } from '../../../src/client/generated/graphql.ts'
import { asSuperuser, createRole, type TestRole, withParts } from '../../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { type InstalledPostgres, startInstalledPostgres } from '../definitions/installed-postgres.ts'
import { left, rowsOf, settled, start, type Told } from './installation.ts'

/** An older release than the tests' server. */
let older: InstalledPostgres
let quarry: TestQuarry
const sources: TestDatabase[] = []
const roles: TestRole[] = []
beforeAll(async () => {
  older = await startInstalledPostgres()
  quarry = await startQuarry({ worker: false })
})
afterEach(async () => {
  for (const source of sources.splice(0)) await source.drop()
  for (const role of roles.splice(0)) await role.drop()
})
afterAll(async () => {
  await quarry?.stop()
  await older?.stop()
})

async function sourceOf(sql: string): Promise<TestDatabase> {
  const source = await createDatabase({ sql })
  sources.push(source)
  return source
}

const allOf = (name: string): StartFilteredDatabaseInput['plan'] => ({ subjects: [{ table: { name } }] })

/** The end of a task that keeps all of the table `a`. */
async function endOf(
  source: TestDatabase,
  target: string,
  { connectionString = source.connectionString, before = async () => {} } = {},
  databaseUrl = quarry.surroundings.databaseUrl,
): Promise<Told> {
  const taskId = await start(quarry.client, { source: { connectionString }, plan: allOf('a') })
  await before()
  const worker = await startTaskWorker({ ...quarry.surroundings, filteredDatabaseUrl: target, databaseUrl })
  try {
    const task = await settled(quarry.client, taskId)
    if (task.status !== 'COMPLETED') expect(await left(taskId, [], 2_000)).toEqual([])
    return task
  } finally {
    await worker.stop(0)
  }
}

const statuses = ({ steps }: Told) => Object.fromEntries(steps.map(({ name, status }) => [name, status]))

describe('what stands in the way is one final error, told before a row is moved:', () => {
  it('an older server that does not understand a key of the source', async () => {
    const source = await sourceOf(`
      CREATE EXTENSION btree_gist; CREATE TABLE a (id int, during daterange, CONSTRAINT a_key PRIMARY KEY (id, during WITHOUT OVERLAPS));
      INSERT INTO a SELECT i, daterange('2026-01-01', '2026-02-01') FROM generate_series(1, 100) i`)
    const task = await endOf(source, older.connectionString('postgres'))
    expect(task).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'DEFINITION_FAILED', retryable: false },
    })
    expect(task.error!.message).toMatch(
      /^The new database refuses the key a_key on public.a of the source \(PostgreSQL 18\): /,
    )
    expect(statuses(task)).toMatchObject({ schema: 'FAILED', select: 'SKIPPED', copy: 'SKIPPED' })
  })

  it('an extension that the server does not have', async () => {
    const source = await sourceOf('CREATE TABLE a (id int PRIMARY KEY)')
    const offered = await rowsOf<{ name: string }>(
      older.connectionString('postgres'),
      'SELECT name FROM pg_available_extensions',
    )
    const [only] = await asSuperuser<{ name: string }>(
      `SELECT name FROM pg_available_extensions WHERE name <> ALL ('{${offered.map(({ name }) => name)}}') LIMIT 1`,
    )
    await asSuperuser(`CREATE EXTENSION ${only!.name} CASCADE`, source.name)
    const task = await endOf(source, older.connectionString('postgres'))
    expect(task).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'DEFINITIONS_UNSUPPORTED', retryable: false },
    })
    expect(task.error!.message).toContain(
      `extension ${only!.name}: the server of the new database does not have it`,
    )
    expect(statuses(task)).toMatchObject({ schema: 'FAILED', select: 'SKIPPED', copy: 'SKIPPED' })
  })

  it('a login of the server that may not make databases', async () => {
    const role = await createRole()
    roles.push(role)
    const task = await endOf(
      await sourceOf('CREATE TABLE a (id int)'),
      withParts(inject('postgresUrl'), role),
    )
    expect(task).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'TARGET_PERMISSION', retryable: false },
    })
    expect(task.error!.message).toMatch(
      /^The login of FILTERED_DATABASE_URL may not make databases and logins \(.*\); give it/,
    )
  })

  it('a server where the new login would get at what Quarry keeps of its own', async () => {
    const [role, own] = [await createRole('CREATEDB CREATEROLE'), await createRole()]
    roles.push(role, own)
    const database = new URL(quarry.surroundings.databaseUrl).pathname.slice(1)
    await asSuperuser(
      `GRANT CONNECT ON DATABASE ${database} TO PUBLIC; GRANT USAGE, CREATE ON SCHEMA public, pgboss TO ${own.user};
       GRANT ALL ON ALL TABLES IN SCHEMA public, pgboss TO ${own.user}; GRANT ALL ON ALL FUNCTIONS IN SCHEMA pgboss TO ${own.user}`,
      database,
    )
    const task = await endOf(
      await sourceOf('CREATE TABLE a (id int)'),
      withParts(inject('postgresUrl'), role),
      {},
      withParts(quarry.surroundings.databaseUrl, own),
    )
    await asSuperuser(`DROP OWNED BY ${own.user}`, database)
    expect(task).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'TARGET_OPEN', retryable: false },
    })
  })

  it('a right on the source that is gone since the task was started', async () => {
    const source = await sourceOf(
      'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a)',
    )
    const role = await createRole()
    roles.push(role)
    await asSuperuser(`GRANT SELECT ON a, b TO ${role.user}`, source.name)
    const task = await endOf(source, inject('postgresUrl'), {
      connectionString: withParts(source.connectionString, role),
      before: async () => void (await asSuperuser(`REVOKE SELECT ON b FROM ${role.user}`, source.name)),
    })
    await asSuperuser(`REVOKE ALL ON a, b FROM ${role.user}`, source.name)
    expect(task).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'PLAN_OUTDATED', retryable: false },
    })
    expect(task.error!.message).toContain('The login may not select from public.b')
  })

  it('a column of the plan that is gone', async () => {
    const source = await sourceOf('CREATE TABLE a (id int PRIMARY KEY)')
    const task = await endOf(source, inject('postgresUrl'), {
      before: async () => void (await asSuperuser('ALTER TABLE a RENAME TO z', source.name)),
    })
    expect(task).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'PLAN_OUTDATED', retryable: false },
    })
  })

  it('a source that is gone', async () => {
    const source = await sourceOf('CREATE TABLE a (id int PRIMARY KEY)')
    const task = await endOf(source, inject('postgresUrl'), { before: source.drop })
    expect(task).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'CONNECTION_FAILED', retryable: false },
    })
    expect(task.error!.message).toMatch(/has no database test_/)
  })
})

it('a server without space left is one final error, and what was made is dropped', async () => {
  await rowsOf(older.connectionString('postgres'), `ALTER SYSTEM SET temp_file_limit = '1MB'`)
  await rowsOf(older.connectionString('postgres'), 'SELECT pg_reload_conf()')
  const source = await sourceOf(`
    CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1);
    CREATE MATERIALIZED VIEW large AS SELECT i, repeat(md5(i::text), 10) AS filler FROM generate_series(1, 400000) i ORDER BY md5(i::text)`)
  const task = await endOf(source, older.connectionString('postgres'))
  expect(task).toMatchObject({
    status: 'FAILED',
    attempt: 1,
    error: { code: 'TARGET_FULL', retryable: false },
  })
  expect(task.error!.message).toMatch(/^The server of the new database has no space left: /)
  expect(
    await rowsOf(
      older.connectionString('postgres'),
      `SELECT datname FROM pg_database WHERE datname ~ '^filtered'`,
    ),
  ).toEqual([])
})

describe('a login with CREATEDB and CREATEROLE is enough', () => {
  it('on the release of the source', async () => {
    const role = await createRole('CREATEDB CREATEROLE')
    roles.push(role)
    const source = await sourceOf('CREATE TABLE a (id serial PRIMARY KEY); INSERT INTO a DEFAULT VALUES')
    const task = await endOf(source, withParts(inject('postgresUrl'), role))
    expect(task).toMatchObject({ status: 'COMPLETED', filteredDatabase: { rowCount: 1 } })
    const own = new URL(quarry.surroundings.databaseUrl).pathname.slice(1)
    for (const name of [own, task.filteredDatabase!.databaseName])
      expect(
        await asSuperuser(`SELECT has_database_privilege('public', '${name}', 'CONNECT') AS open`),
      ).toEqual([{ open: false }])
    await asSuperuser(`DROP DATABASE ${task.filteredDatabase!.databaseName}`)
    await asSuperuser(`DROP ROLE ${task.filteredDatabase!.databaseName}`)
  })

  it('and on an older one, where it understands all that the source has', async () => {
    await rowsOf(older.connectionString('postgres'), `CREATE ROLE maker LOGIN CREATEDB CREATEROLE`)
    const source = await sourceOf('CREATE TABLE a (id serial PRIMARY KEY); INSERT INTO a DEFAULT VALUES')
    const task = await endOf(source, older.connectionString('postgres', 'maker'))
    expect(task).toMatchObject({ status: 'COMPLETED', filteredDatabase: { rowCount: 1 } })
  })
})
