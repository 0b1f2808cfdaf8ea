import { randomUUID } from 'node:crypto'
import { getNamedType, isLeafType, isObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isSecret } from '../../src/access/audit/audited-fields.ts'
import { cleanUpAudit } from '../../src/access/audit/retention.ts'
import { entities } from '../../src/app.ts'
import { createQuarryClient } from '../../src/client/client.ts'
import { AuditLogQuery } from '../../src/client/operations.ts'
import { openOrm } from '../../src/platform/orm.ts'
import { schema } from '../../src/server/schema.ts'
import { databaseOf, start } from '../filtered/task/installation.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { openEventStream, post, resultsOf } from '../server/transports.ts'
import { query } from './rows.ts'
import { jwt, jwtSecret } from './tokens.ts'

let quarry: TestQuarry
let source: TestDatabase
let own: { database: { connectionString: string } }
let taskId: string
let databaseId: string
let password: string
beforeAll(async () => {
  quarry = await startQuarry({ env: { JWT_SECRET: jwtSecret } })
  own = { database: { connectionString: quarry.surroundings.databaseUrl } }
  source = await createDatabase({ sql: 'create table a (id int primary key)' })
  const maker = createQuarryClient({ url: quarry.url, token: await jwt({ sub: 'maker' }) })
  const plan = { subjects: [{ table: { name: 'a' } }] }
  taskId = await start(maker, { source: { connectionString: source.connectionString }, plan })
  ;({ id: databaseId, password } = await databaseOf(maker, taskId))
  await maker.close()
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

const as = async (claims: Record<string, unknown>) => ({ url: quarry.url, token: await jwt(claims) })
async function entriesOf(filter: Record<string, unknown>) {
  const admin = createQuarryClient({ url: quarry.url, token: await jwt({ sub: 'boss', role: 'ADMIN' }) })
  const { auditLog } = await admin.request(AuditLogQuery, { first: 100, filter })
  await admin.close()
  return auditLog.nodes
}
const reading = 'query ($id: ID!) { filteredDatabase(id: $id) { name password connectionString } }'

describe('the reading of a secret', () => {
  it('is in the audit log, each by itself', async () => {
    const { data } = await post(await as({ sub: 'reader' }), {
      query: reading,
      variables: { id: databaseId },
    })
    expect(data.filteredDatabase.password).toBe(password)
    const entries = await entriesOf({ userId: 'reader' })
    expect(entries.map(({ action }) => action).sort()).toEqual([
      'FilteredDatabase.connectionString',
      'FilteredDatabase.password',
    ])
    for (const entry of entries) expect(entry).toMatchObject({ outcome: 'OK', objectIds: [databaseId] })
    expect(JSON.stringify(await query(own, 'select a::text from audit_entry a'))).not.toContain(password)
  })

  it('by node, through a list and through a task is in it as well', async () => {
    const server = await as({ sub: 'roundabout' })
    const texts = [
      'query ($id: ID!) { node(id: $id) { ... on FilteredDatabase { password } } }',
      'query ($id: ID!) { nodes(ids: [$id]) { ... on FilteredDatabase { password } } }',
      '{ filteredDatabases { edges { node { password } } } }',
      'query ($task: ID!) { task(id: $task) { ... on FilteredDatabaseTask { filteredDatabase { password } } } }',
    ]
    for (const text of texts) {
      const { data } = await post(server, { query: text, variables: { id: databaseId, task: taskId } })
      expect(JSON.stringify(data)).toContain(password)
    }
    expect(await entriesOf({ userId: 'roundabout' })).toHaveLength(texts.length)
  })

  it('that is refused for want of a role is in it as well', async () => {
    const viewer = await as({ sub: 'curious', role: 'VIEWER' })
    const answer = await post(viewer, { query: reading, variables: { id: databaseId } })
    expect(JSON.stringify(answer)).not.toContain(password)
    const entries = await entriesOf({ userId: 'curious' })
    expect(entries).toHaveLength(2)
    for (const entry of entries) expect(entry).toMatchObject({ outcome: 'REFUSED', code: 'FORBIDDEN' })
  })

  it('comes to nothing where it cannot be written', async () => {
    await query(own, `alter table audit_entry add constraint failing check (user_id <> 'unseen') not valid`)
    try {
      const answer = await post(await as({ sub: 'unseen' }), {
        query: reading,
        variables: { id: databaseId },
      })
      expect(answer.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
      expect(JSON.stringify(answer)).not.toContain(password)
    } finally {
      await query(own, 'alter table audit_entry drop constraint failing')
    }
    await expect
      .poll(async () => (await entriesOf({ userId: 'unseen' })).map(({ outcome }) => outcome), {
        timeout: 5_000,
      })
      .toEqual(['FAILED', 'FAILED'])
  })

  it('is not to be had from a subscription, which says so', async () => {
    const text = `subscription ($id: ID!) { taskEvents(taskId: $id, from: LATEST) {
      task { ... on FilteredDatabaseTask { filteredDatabase { name password } } } } }`
    const stream = await openEventStream(await as({ sub: 'watcher' }), {
      query: text,
      variables: { id: taskId },
    })
    const results: unknown[] = []
    for await (const result of resultsOf(stream)) results.push(result)
    expect(results).toMatchObject([
      {
        errors: [
          {
            message: expect.stringContaining('ask for it in a query'),
            extensions: { code: 'BAD_USER_INPUT' },
          },
        ],
      },
    ])
    expect(JSON.stringify(results)).not.toContain(password)
    expect(await entriesOf({ userId: 'watcher' })).toMatchObject([
      { outcome: 'REFUSED', code: 'BAD_USER_INPUT' },
    ])
  })
})

describe('every field of the schema', () => {
  /** Shown once, by the change that makes it, which has an entry of its own. */
  const shownOnce = ['CreateApiTokenPayload.token']

  it('that sounds like a secret is marked as one', () => {
    const unmarked = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type))
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter(
            ({ name, type: of }) =>
              isLeafType(getNamedType(of)) && /secret|password|connectionString|token$/i.test(name),
          )
          .filter((field) => !isSecret(field))
          .map(({ name }) => `${type.name}.${name}`),
      )
    expect(unmarked).toEqual(shownOnce)
  })
})

it('entries are deleted once they have outlived their retention, and no sooner', async () => {
  const orm = await openOrm({
    url: quarry.surroundings.databaseUrl,
    entities,
    applicationName: 'test',
    poolSize: 1,
  })
  await query(
    own,
    `insert into audit_entry (id, workspace_id, at, user_id, role, token_kind, request_id, action, object_ids, outcome)
     select gen_random_uuid(), (select min(id::text)::uuid from workspace), now() - make_interval(days => n), 'old', 'ADMIN', 'JWT', '${randomUUID()}', 'x', '[]', 'OK'
     from generate_series(360, 370) n`,
  )
  expect(await cleanUpAudit(orm, 365)).toBe(6)
  expect(await cleanUpAudit(orm, 365)).toBe(0)
  const left = await query(own, `select count(*)::int as count from audit_entry where user_id = 'old'`)
  expect(left).toEqual([{ count: 5 }])
  await orm.close()
})
