import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { chmod, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { encodeGlobalID } from '@pothos/plugin-relay'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { entities } from '../../src/app.ts'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import {
  CancelTaskMutation,
  FilteredDatabaseQuery,
  RegisterDatabaseMutation,
  RetryTaskMutation,
  TestConnectionMutation,
} from '../../src/client/operations.ts'
import { databasePassword, databasePasswords } from '../../src/databases/sealed.sql.ts'
import { dbOf, openOrm } from '../../src/platform/orm.ts'
import { reseal } from '../../src/platform/reseal.ts'
import { createSealer } from '../../src/platform/secrets.ts'
import { createRole, type TestRole, withParts } from '../databases/sources.ts'
import { databaseOf, ofTen, rowsOf, settled, shop, start } from '../filtered/task/installation.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { type QuarryProcess, useProcesses } from '../start/processes.ts'

const [first, second, third] = [1, 2, 3].map((n) =>
  createHash('sha256').update(`encryption key ${n}`).digest(),
) as [Buffer, Buffer, Buffer]
const token = randomBytes(24).toString('base64url')
/** Enough that changing the key takes many transactions. */
const many = 4_000

const processes = useProcesses()
let own: TestDatabase
let source: TestDatabase
let role: TestRole
let directory: string
const drops: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  own = await createDatabase()
  source = await createDatabase({ sql: shop })
  role = await createRole()
  await rowsOf(source.connectionString, `grant select on all tables in schema public to ${role.user}`)
  directory = await processes.newDirectory()
  await run({ ENCRYPTION_KEY: first.toString('hex') }, 'migrate')
})
afterAll(async () => {
  for (const drop of drops.reverse()) await drop()
  await own?.drop()
  await rowsOf(source.connectionString, `revoke all on all tables in schema public from ${role.user}`)
  await source?.drop()
  await role?.drop()
})

const common = () => ({
  DATABASE_URL: own.connectionString,
  FILTERED_DATABASE_URL: inject('postgresUrl'),
  DATA_DIR: directory,
  ACCESS_TOKEN: token,
  PORT: '0',
  SHUTDOWN_GRACE_SECONDS: '2',
})
type Keys = { ENCRYPTION_KEY?: string; ENCRYPTION_KEY_PREVIOUS?: string; DATA_DIR?: string }
const begin = (keys: Keys, command: string) => processes.start({ ...common(), ...keys }, [command])

async function run(keys: Keys, command: string) {
  const process = begin(keys, command)
  return { code: await process.ended, output: process.output() }
}

type Installation = { client: QuarryClient; stop(): Promise<void> }

/** An API and a worker of their own, as the operator starts them. */
async function installation(keys: Keys): Promise<Installation> {
  const parts: QuarryProcess[] = [begin(keys, 'serve'), begin(keys, 'work')]
  const client = createQuarryClient({ url: await parts[0]!.url(), token })
  await parts[1]!.says('The worker is ready')
  return {
    client,
    async stop() {
      await client.close()
      for (const part of parts) part.signal('SIGTERM')
      for (const part of parts) expect(await part.ended).toBe(0)
    },
  }
}

const query = <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
  withClient((client) => client.query<Row>(text, values).then(({ rows }) => rows))
async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: own.connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** As releases before the rotation of keys sealed. */
function sealEarlier(secret: string, context: string, key: Buffer): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  const keyId = createHash('sha256').update(key).digest().subarray(0, 4)
  return Buffer.concat([keyId, nonce, cipher.getAuthTag(), text])
}

/** Many databases, registered as a release before the rotation of keys did. */
async function registerMany(): Promise<string[]> {
  const ids = Array.from({ length: many }, () => uuid())
  const { hostname, port } = new URL(source.connectionString)
  await query(
    `insert into database (id, workspace_id, name, engine, host, port, database_name, username, sealed_password, ssl_mode,
       created_by, created_role, created_at, updated_at)
     select new.id, workspace.id, 'earlier ' || new.id, 'POSTGRESQL', $3, $4, $5, $6, new.sealed, 'prefer', 'x', 'ADMIN', now(), now()
     from workspace, unnest($1::uuid[], $2::bytea[]) as new (id, sealed) where slug = 'default'`,
    [
      ids,
      ids.map((id) => sealEarlier(role.password, `database:${id}`, first)),
      hostname,
      port,
      source.name,
      role.user,
    ],
  )
  return ids.map((id) => encodeGlobalID('Database', id))
}

async function register(client: QuarryClient, name: string): Promise<string> {
  const connectionString = withParts(source.connectionString, { user: role.user, password: role.password })
  const { registerDatabase } = await client.request(RegisterDatabaseMutation, {
    input: { name, connectionString },
  })
  if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(registerDatabase))
  return registerDatabase.database.id
}

async function opens(client: QuarryClient, databaseId: string): Promise<string> {
  const { testConnection } = await client.request(TestConnectionMutation, { input: { databaseId } })
  return testConnection.__typename === 'TestConnectionPayload' ? 'opens' : JSON.stringify(testConnection)
}

/** How many of all passwords begin with the form and the id of the key. */
async function sealedWith(key: Buffer): Promise<number> {
  const id = createHash('sha256').update(key).digest().subarray(0, 8)
  const [row] = await query<{ count: number }>(
    'select count(*)::int as count from database where substring(sealed_password from 1 for 9) = $1',
    [Buffer.concat([Buffer.from([2]), id])],
  )
  return row!.count
}

describe('npm run rotate-keys', () => {
  it('leaves nothing that needs the earlier key, killed in its midst and beside processes that work', async () => {
    const connectionString = withParts(source.connectionString, { user: role.user, password: role.password })
    const before = await installation({ ENCRYPTION_KEY: first.toString('base64') })
    const registered = [await register(before.client, 'registered')]
    const earlier = await registerMany()
    const made = await start(before.client, { source: { databaseId: earlier[0]! }, plan: ofTen })
    const { id: filteredId, password } = await databaseOf(before.client, made)
    const waiting = await start(before.client, {
      source: { connectionString },
      plan: ofTen,
      startAfter: new Date(Date.now() + 3_600_000).toISOString(),
    })
    await before.stop()

    const keys = {
      ENCRYPTION_KEY: second.toString('base64'),
      ENCRYPTION_KEY_PREVIOUS: `${third.toString('hex')},${first.toString('base64')}`,
    }
    const during = await installation(keys)
    const answers: string[] = []
    let stopped = false
    const load = (async () => {
      for (let n = 0; !stopped; n++) {
        const one = earlier[(n * 37) % earlier.length]!
        answers.push(await opens(during.client, one))
        if (n % 5 === 0) registered.push(await register(during.client, `meanwhile ${n}`))
      }
    })()

    const killed = begin(keys, 'rotate-keys')
    await killed.says(/Sealed anew \d+ of \d+ passwords of registered databases/)
    killed.signal('SIGKILL')
    expect(await killed.ended).toBe('SIGKILL')
    const half = await sealedWith(second)
    expect(half).toBeGreaterThanOrEqual(100)
    expect(half).toBeLessThan(many)

    const whole = await run(keys, 'rotate-keys')
    expect(whole).toMatchObject({ code: 0 })
    expect(whole.output).toContain('no earlier key is needed any more')
    stopped = true
    await load
    expect(answers.length).toBeGreaterThan(5)
    expect(new Set(answers)).toEqual(new Set(['opens']))
    expect(await sealedWith(second)).toBe(many + registered.length)
    const again = await run(keys, 'rotate-keys')
    expect(again.output).toContain('"sealed":0')
    await during.stop()

    const after = await installation({ ENCRYPTION_KEY: second.toString('base64') })
    const doctor = await run({ ENCRYPTION_KEY: second.toString('base64') }, 'doctor')
    const sealed = many + registered.length + 2
    expect(doctor.output).toMatch(new RegExp(`^ok +sealed +all ${sealed} open with the encryption key$`, 'm'))
    for (const id of [...registered, ...earlier.slice(0, 5)])
      expect(await opens(after.client, id)).toBe('opens')
    const { filteredDatabase } = await after.client.request(FilteredDatabaseQuery, { id: filteredId })
    expect(filteredDatabase!.password).toBe(password)
    expect(await rowsOf(filteredDatabase!.connectionString!, 'select count(*)::int from customer')).toEqual([
      { count: 10 },
    ])
    await after.client.request(CancelTaskMutation, { taskId: waiting })
    const { retryTask } = await after.client.request(RetryTaskMutation, { taskId: waiting })
    if (retryTask.__typename !== 'TaskPayload') throw new Error(JSON.stringify(retryTask))
    const retried = await settled(after.client, retryTask.task.id)
    expect(retried).toMatchObject({ status: 'COMPLETED', error: null })
    await after.stop()
  }, 180_000)

  it('says which rows no key opens, as the doctor does, and changes none of them', async () => {
    const rows = await query<{ id: string; sealed: Buffer }>(
      'select id, sealed_password as sealed from database where sealed_password is not null order by id',
    )
    const keys = { ENCRYPTION_KEY: third.toString('base64') }
    for (const command of ['rotate-keys', 'doctor']) {
      const { code, output } = await run(keys, command)
      expect(code).toBe(1)
      expect(output).toContain(
        `${rows.length} passwords of registered databases do not open: ${rows[0]!.id}, `,
      )
      expect(output).toContain(` and ${rows.length - 20} more`)
      expect(output).toMatch(/[12] connection strings that were given for one task do not open: /)
      expect(output).toContain('add the key that they were sealed with to ENCRYPTION_KEY_PREVIOUS')
    }
    const unchanged = await query(
      'select id, sealed_password as sealed from database where sealed_password is not null order by id',
    )
    expect(unchanged).toEqual(rows)
  })

  it('seals anew what a process with the earlier key seals behind its back, and says where one goes on with that', async () => {
    const orm = await openOrm({ url: own.connectionString, entities, applicationName: 'test', poolSize: 2 })
    try {
      const [row] = await query<{ id: string; workspaceId: string }>(
        'select id, workspace_id as "workspaceId" from database where sealed_password is not null order by id limit 1',
      )
      const sealEarly = () =>
        query('update database set sealed_password = $2 where id = $1', [
          row!.id,
          createSealer(first).seal(role.password, databasePassword(row!)),
        ])
      const sealer = createSealer(second, [first])
      const resealed = (times: number) => {
        let left = times
        const onProgress = () => void (left-- > 0 && pending.push(sealEarly()))
        const pending: Promise<unknown>[] = []
        const slow = {
          ...databasePasswords,
          count: async (...args: Parameters<typeof databasePasswords.count>) => {
            await Promise.all(pending)
            return databasePasswords.count(...args)
          },
        }
        return reseal({ db: dbOf(orm.em.fork()), sealer, kinds: [slow], onProgress })
      }
      await sealEarly()
      expect(await resealed(3)).toEqual([{ what: databasePasswords.what, resealed: 4, closed: [], left: 0 }])
      const replacesNothing = { ...databasePasswords, replace: async () => 0 }
      await sealEarly()
      expect(await reseal({ db: dbOf(orm.em.fork()), sealer, kinds: [replacesNothing] })).toMatchObject([
        { resealed: 0, left: 1 },
      ])
      expect(await resealed(0)).toMatchObject([{ resealed: 1, left: 0 }])
    } finally {
      await orm.close()
    }
  })

  it('names a value that was moved to another workspace or task as one that does not open', async () => {
    const [database] = await query<{ id: string; workspace: string }>(
      'select id, workspace_id as workspace from database where sealed_password is not null limit 1',
    )
    const elsewhere = uuid()
    await query(
      `insert into workspace (id, slug, name, created_at) values ($1, 'elsewhere', 'Elsewhere', now())`,
      [elsewhere],
    )
    await query('update database set workspace_id = $2 where id = $1', [database!.id, elsewhere])
    const tasks = await query<{ id: string; source: object }>(
      `select id, input->'source' as source from task where input->'source' ? 'sealedTarget' order by id`,
    )
    const [one, other] = tasks as [(typeof tasks)[0], (typeof tasks)[0]]
    await query(`update task set input = jsonb_set(input, '{source}', $2) where id = $1`, [
      one.id,
      other.source,
    ])
    const { code, output } = await run({ ENCRYPTION_KEY: second.toString('hex') }, 'doctor')
    expect(code).toBe(1)
    expect(output).toContain(`1 passwords of registered databases do not open: ${database!.id};`)
    expect(output).toContain(`1 connection strings that were given for one task do not open: ${one.id};`)
    await query(`update task set input = jsonb_set(input, '{source}', $2) where id = $1`, [
      one.id,
      one.source,
    ])
    await query('update database set workspace_id = $2 where id = $1', [database!.id, database!.workspace])
  })

  it('takes the keys from files that nobody else may read', async () => {
    const files = await processes.newDirectory()
    const keyFile = path.join(files, 'encryption-key')
    const previousFile = path.join(files, 'encryption-key-previous')
    const all = many
    const rotate = (keys: Keys) => run({ DATA_DIR: files, ...keys }, 'rotate-keys')

    const made = await rotate({ ENCRYPTION_KEY_PREVIOUS: second.toString('hex') })
    expect(made).toMatchObject({ code: 0 })
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
    await rename(keyFile, previousFile)
    await chmod(previousFile, 0o640)
    const refused = await rotate({})
    expect(refused.code).toBe(1)
    expect(refused.output).toContain(`chmod 600 ${previousFile}`)
    await chmod(previousFile, 0o600)
    const rotated = await rotate({})
    expect(rotated).toMatchObject({ code: 0 })
    await rm(previousFile)
    const { output } = await run({ DATA_DIR: files }, 'doctor')
    expect(output).toMatch(/^ok +sealed +all \d+ open with the encryption key$/m)
    expect(Number(/all (\d+) open/.exec(output)![1])).toBeGreaterThan(all)
    await chmod(keyFile, 0o604)
    const open = await run({ DATA_DIR: files }, 'serve')
    expect(open.code).toBe(1)
    expect(open.output).toContain('is open to other users (mode 0604)')
  }, 120_000)
})
