import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi } from '../../../src/app.ts'
import { createQuarryClient } from '../../../src/client/client.ts'
import type { FilterPlanQueryInput } from '../../../src/client/generated/graphql.ts'
import { FilterPlanQuery, ViewerQuery } from '../../../src/client/operations.ts'
import { waitUntil } from '../../../src/platform/processes.ts'
import { asSuperuser, createRole, type TestRole, withParts } from '../../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { register } from '../../server/tasks.ts'

const secret = 'pAsSwOrD-4711-cänary'
let quarry: TestQuarry
let source: TestDatabase
let role: TestRole
let connectionString: string
let databaseId: string
beforeAll(async () => {
  quarry = await startQuarry({ worker: false })
  source = await createDatabase({
    sql: `
      create table customer (id int primary key, name text not null, country text, joined date);
      create table film (id int primary key, title text);
      create table rental (id int primary key, customer int references customer, film int references film, at timestamptz not null);
      create table payment (id int primary key, rental int not null references rental, customer int not null references customer);
      create table note (id int primary key, parent int references note, rental int references rental);
      create table apart (id int primary key); create table bare (what text);
      insert into customer select i, 'c' || i, case i % 3 when 0 then null else 'x' || i % 3 end, date '2026-01-01' + i from generate_series(1, 90) i;
      insert into film select i, 'f' || i from generate_series(1, 10) i;
      insert into rental select i, i % 90 + 1, nullif(i % 11, 0), '2026-03-01' from generate_series(1, 900) i;
      insert into payment select i, i, (i + i / 500) % 90 + 1 from generate_series(1, 900) i;
      analyze`,
  })
  role = await createRole('', undefined, secret)
  await asSuperuser(`grant select on all tables in schema public to ${role.user}`, source.name)
  connectionString = withParts(source.connectionString, role)
  databaseId = await register(quarry.client, connectionString, 'films')
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
  await role?.drop()
})

const ask = async (input: FilterPlanQueryInput) =>
  (await quarry.client.request(FilterPlanQuery, { input })).filterPlan

async function planned(input: FilterPlanQueryInput) {
  const result = await ask(input)
  if (result.__typename !== 'FilterPlanPayload') throw new Error(JSON.stringify(result))
  return result.plan
}
const customers: FilterPlanQueryInput['plan'] = {
  subjects: [
    {
      table: { name: 'customer' },
      where: {
        all: [
          { compare: { column: 'country', operator: 'EQ', values: ['x1'] } },
          {
            related: {
              path: [{ name: 'rental' }],
              aggregate: { function: 'COUNT', operator: 'GE', value: 3 },
            },
          },
        ],
      },
    },
  ],
}

describe('filterPlan', () => {
  it('shows what would be kept, in words and as statements that run', async () => {
    const plan = await planned({ source: { databaseId }, plan: customers, asOf: '2026-03-31T12:00:00Z' })
    expect(plan).toMatchObject({ planner: 'CLIENT', scope: 'RELATED', asOf: '2026-03-31T12:00:00.000Z' })
    expect(plan.summary).toBe(
      'Rows of customer where country is "x1" and there are at least 3 rows in rental.',
    )
    const [subject] = plan.subjects
    expect(subject).toMatchObject({ schema: 'public', table: 'customer' })
    expect(await asSuperuser(subject!.sql, source.name)).toHaveLength(30)
    const roles = Object.fromEntries(plan.tables.map(({ table, role }) => [table, role]))
    expect(roles).toEqual({
      customer: 'SUBJECT',
      rental: 'DESCENDANT',
      payment: 'DESCENDANT',
      note: 'DESCENDANT',
      film: 'REFERENCED',
      apart: 'EMPTY',
      bare: 'EMPTY',
    })
    const rows = Object.fromEntries(plan.tables.map(({ table, estimatedRows }) => [table, estimatedRows]))
    expect(rows).toMatchObject({ film: 10, apart: 0, bare: 0 })
    expect(Number(rows.customer)).toBeGreaterThan(0)
    expect(Number(rows.rental)).toBeGreaterThan(Number(rows.customer))
  })

  it('says by SQL which rows belong to the kept ones, where each parent must be kept', async () => {
    const plan = await planned({
      source: { databaseId },
      plan: {
        subjects: [
          {
            table: { name: 'customer' },
            where: { compare: { column: 'id', operator: 'LE', values: [30] } },
            limit: 20,
          },
          { table: { name: 'film' }, where: { compare: { column: 'id', operator: 'LE', values: [5] } } },
        ],
      },
    })
    const rowsOf = async (name: string) => {
      const { sql } = plan.tables.find(({ table }) => table === name)!
      return (await asSuperuser<{ id: number }>(sql!, source.name)).map(({ id }) => id).sort((a, b) => a - b)
    }
    const ids = async (sql: string) =>
      (await asSuperuser<{ id: number }>(sql, source.name)).map(({ id }) => id)
    expect(await rowsOf('customer')).toHaveLength(20)
    const rentals = `select id from rental where (customer is null or customer <= 20) and (film is null or film <= 5)
      and (customer is not null or film is not null)`
    expect(await rowsOf('rental')).toEqual(await ids(`${rentals} order by id`))
    const payments = await ids(
      `select id from payment where rental in (${rentals}) and customer <= 20 order by id`,
    )
    expect(payments.length).toBeGreaterThan(0)
    expect(await rowsOf('payment')).toEqual(payments)
    expect(plan.tables.find(({ table }) => table === 'apart')!.sql).toBeNull()
  })

  it('of the scope REST has all rows of other tables', async () => {
    const plan = await planned({ source: { connectionString }, plan: customers, scope: 'REST' })
    const apart = plan.tables.find(({ table }) => table === 'film')!
    expect(apart).toMatchObject({ role: 'REST', sql: 'SELECT t.*\nFROM "public"."film" t' })
    expect(Number(apart.estimatedRows)).toBe(10)
  })

  it('is the same for a registered database and one that is only connected to', async () => {
    const asOf = '2026-03-31T12:00:00Z'
    const registered = await planned({ source: { databaseId }, plan: customers, asOf })
    expect(await planned({ source: { connectionString }, plan: customers, asOf })).toEqual(registered)
  })

  it('names what does not fit, and where', async () => {
    const result = await ask({
      source: { databaseId },
      plan: {
        subjects: [
          {
            table: { name: 'customer' },
            where: { all: [{ compare: { column: 'contry', operator: 'EQ', values: ['x'] } }] },
          },
        ],
      },
    })
    expect(result).toMatchObject({
      __typename: 'InvalidInputError',
      code: 'INVALID_INPUT',
      fields: [
        {
          path: ['plan', 'subjects', '0', 'where', 'all', '0', 'compare', 'column'],
          message: 'public.customer has no column contry; did you mean country?',
        },
      ],
    })
  })

  it('takes one of prompt and plan', async () => {
    const wrong = { __typename: 'InvalidInputError', fields: [{ path: ['prompt'] }, { path: ['plan'] }] }
    expect(await ask({ source: { databaseId } })).toMatchObject(wrong)
    expect(await ask({ source: { databaseId }, plan: customers, prompt: 'customers' })).toMatchObject(wrong)
    const empty = { __typename: 'InvalidInputError', fields: [{ path: ['prompt'] }] }
    expect(await ask({ source: { databaseId }, prompt: ' ' })).toMatchObject(empty)
    expect(await ask({ source: { databaseId }, prompt: 'x'.repeat(4_001) })).toMatchObject(empty)
  })

  it('declines a prompt that is not understood', async () => {
    const result = await ask({ source: { databaseId }, prompt: 'frobnicate the quuxes' })
    expect(result).toMatchObject({ __typename: 'UnclearPromptError', code: 'UNCLEAR_PROMPT' })
    if (result.__typename === 'UnclearPromptError') expect(result.unrecognized.join(' ')).toContain('quuxes')
  })

  it('finds no database of another workspace, and none that is not there', async () => {
    const missing = {
      __typename: 'InvalidInputError',
      fields: [{ path: ['source', 'databaseId'], message: 'There is no such database' }],
    }
    const workspace = randomUUID()
    const own = quarry.surroundings.databaseUrl.split('/').at(-1)!
    await asSuperuser(
      `insert into workspace (id, slug, name, created_at) values ('${workspace}', 'other', 'Other', now())`,
      own,
    )
    await asSuperuser(`update database set workspace_id = '${workspace}'`, own)
    expect(await ask({ source: { databaseId }, plan: customers })).toMatchObject(missing)
    await asSuperuser(
      `update database set workspace_id = (select id from workspace where slug = 'default')`,
      own,
    )
    expect(await ask({ source: { databaseId: 'nonsense' }, plan: customers })).toMatchObject(missing)
    expect(await ask({ source: { databaseId }, plan: customers })).toMatchObject({
      __typename: 'FilterPlanPayload',
    })
  })

  it('says why a source cannot be read, and never its password', async () => {
    const answers: unknown[] = []
    const keep = async (input: FilterPlanQueryInput) => {
      const answer = await ask(input)
      answers.push(answer)
      return answer
    }
    const wrong = withParts(connectionString, { password: `${secret}!` })
    expect(await keep({ source: { connectionString: wrong }, plan: customers })).toMatchObject({
      __typename: 'ConnectionFailedError',
      reason: 'AUTHENTICATION',
    })
    expect(
      await keep({ source: { connectionString: `${connectionString}?x=1` }, plan: customers }),
    ).toMatchObject({
      __typename: 'InvalidInputError',
      fields: [{ path: ['source', 'connectionString'] }],
    })
    await keep({ source: { connectionString }, plan: customers })
    await keep({ source: { connectionString }, prompt: 'nothing that is known' })
    await keep({ source: { connectionString }, plan: { subjects: [{ table: { name: 'none' } }] } })
    const text = JSON.stringify(answers)
    for (const trace of [secret, encodeURIComponent(secret), 'pAsSwOrD']) expect(text).not.toContain(trace)
  })

  it('leaves no session in the source', async () => {
    await planned({ source: { connectionString }, plan: customers })
    const sessions = `select 1 from pg_stat_activity where usename = '${role.user}'`
    expect(await waitUntil(async () => (await asSuperuser(sessions)).length === 0, 5_000)).toBe(true)
  })

  it('connects for a VIEWER only to what is registered', async () => {
    await quarry.client.request(ViewerQuery, {})
    const own = quarry.surroundings.databaseUrl.split('/').at(-1)!
    await asSuperuser(`update workspace_member set role = 'VIEWER'`, own)
    const api = await startApi(quarry.surroundings)
    const viewer = createQuarryClient({ url: api.url, token: quarry.token })
    try {
      const asViewer = (source: FilterPlanQueryInput['source']) =>
        viewer.request(FilterPlanQuery, { input: { source, plan: customers } })
      const { filterPlan } = await asViewer({ databaseId })
      expect(filterPlan.__typename).toBe('FilterPlanPayload')
      await expect(asViewer({ connectionString })).rejects.toThrow(
        'Your role in the workspace does not permit this',
      )
    } finally {
      await viewer.close()
      await api.close()
      await asSuperuser(`update workspace_member set role = 'ADMIN'`, own)
    }
  })
})
