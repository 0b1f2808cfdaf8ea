import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { everything, torture } from './fixtures.ts'
import { connect, createOwnedDatabase, type EmptyDatabase, rebuild, type Session } from './rebuild.ts'

vi.setConfig({ hookTimeout: 120_000 })

type Pair = { source: TestDatabase; target: EmptyDatabase; from: Session; to: Session }
const pairs: Record<string, Pair> = {}

beforeAll(async () => {
  for (const [name, sql] of Object.entries({ torture, everything })) {
    const source = await createDatabase({ sql })
    const target = await createOwnedDatabase(inject('postgresUrl'))
    await rebuild(source.connectionString, target.connectionString)
    const [from, to] = [await connect(source.connectionString), await connect(target.connectionString)]
    pairs[name] = { source, target, from, to }
  }
})
afterAll(async () => {
  for (const { source, target, from, to } of Object.values(pairs)) {
    await from.close()
    await to.close()
    await source.drop()
    await target.drop()
  }
})

/** The value of each table's first column of the query, by table. */
async function perTable(
  session: Session,
  query: (table: string) => string,
): Promise<Record<string, unknown>> {
  const tables = await session.query<{ name: string }>(`
    SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_' ORDER BY 1`)
  const found: Record<string, unknown> = {}
  for (const { name } of tables) {
    const answer = session.query<Record<string, unknown>>(query(name))
    found[name] = await answer.then(
      ([row]) => Object.values(row ?? { none: 0 })[0],
      (error) => error.code,
    )
  }
  return found
}

test.for(['torture', 'everything'])(
  'rows lie in the same leaf, and triggers wrote nothing more: %s',
  async (name) => {
    const { from, to } = pairs[name]!
    // Row level security hides from the owner what FORCE says.
    const count = (table: string) =>
      /rls_forced|written/.test(table) ? 'SELECT 0' : `SELECT count(*)::int FROM ONLY ${table}`
    expect(await perTable(to, count)).toEqual(await perTable(from, count))
    const audits = await pairs.torture!.to.query<{ count: number }>('SELECT count(*)::int FROM audit_log')
    expect(audits[0]!.count).toBe(307)
  },
)

test.for(['torture', 'everything'])(
  'indexes and keys are valid where they are in the source: %s',
  async (name) => {
    const { from, to } = pairs[name]!
    const states = `
    SELECT c.relname AS name, x.indisvalid AS valid FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_'
    UNION ALL
    SELECT conname || ' ' || conrelid::regclass, convalidated FROM pg_constraint WHERE conrelid <> 0 AND connamespace <> 11
    ORDER BY 1, 2`
    const made = await to.query<{ valid: boolean }>(states)
    expect(made).toEqual(await from.query(states))
    expect(made.some(({ valid }) => !valid)).toBe(true)
  },
)

test.for(['torture', 'everything'])(
  'a row of defaults is taken, or refused, as in the source: %s',
  async (name) => {
    const { from, to } = pairs[name]!
    const insert = (table: string) => `INSERT INTO ${table} DEFAULT VALUES`
    const [made, wanted] = [await perTable(to, insert), await perTable(from, insert)]
    // A superuser is not asked for policies.
    for (const table of Object.keys(wanted)) if (made[table] === '42501') delete wanted[table]
    for (const table of Object.keys(made)) if (made[table] === '42501') delete made[table]
    expect(made).toEqual(wanted)
    expect(Object.values(made).filter((answer) => answer === 0).length).toBeGreaterThan(2)
  },
)

test('sequences go on past what is there, on their own steps, and not from an outlier at their end', async () => {
  const { to } = pairs.torture!
  const next = async (sql: string) => Object.values((await to.query<Record<string, unknown>>(sql))[0]!)
  const gadget = 'INSERT INTO gadget DEFAULT VALUES RETURNING gadget_id, shared_no::int, step_no'
  const [first, second] = [await next(gadget), await next(gadget)]
  expect(second).toEqual([(first[0] as number) + 5, (first[1] as number) + 1, (first[2] as number) + 10])
  expect((first[2] as number) % 10).toBe(5)
  expect(await next('SELECT max(step_no) < 99998 FROM gadget WHERE step_no < 99990')).toEqual([true])
  const item = `INSERT INTO item (price, rare) VALUES (1, 'XX-0002') RETURNING item_id, total::float8`
  expect(await next(item)).toEqual([expect.any(Number), 1])
  const transfer =
    'INSERT INTO transfer (from_no, from_tenant, amount) VALUES (1, 1, 1) RETURNING transfer_id::int'
  expect((await next(transfer))[0]).toBeGreaterThan(3000)
})

test('triggers and rules are in the states that they are in in the source', async () => {
  const states = `
    SELECT tgrelid::regclass::text || ' ' || tgname AS name, tgenabled::text AS state FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT ev_class::regclass::text || ' ' || rulename, ev_enabled::text FROM pg_rewrite WHERE ev_class >= 16384
    ORDER BY 1, 2`
  const { from, to } = pairs.everything!
  const made = await to.query<{ state: string }>(states)
  expect(made).toEqual(await from.query(states))
  expect(new Set(made.map(({ state }) => state))).toEqual(new Set(['O', 'A', 'R', 'D']))
})
