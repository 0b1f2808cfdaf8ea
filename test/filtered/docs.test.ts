import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FilterPlanInput, SubsetScope } from '../../src/client/generated/graphql.ts'
import { FilterPlanQuery } from '../../src/client/operations.ts'
import { aggregateFunctions, comparisonOperators } from '../../src/filtered/plan.ts'
import { asSuperuser } from '../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { databaseOf, rowsOf, start } from './task/installation.ts'

const page = readFileSync('docs/filtered-databases.md', 'utf8')
const asOf = /"Now" is (\S+) /.exec(page)![1]!

/** Each block of JSON, with the block that says what comes of it. */
const examples = [
  ...page.matchAll(/^```json(?: scope=(\w+))?\n(.*?)^```\n\n```(rows|roles|error)\n(.*?)^```/gms),
].map(([, scope = 'RELATED', plan, kind, outcome]) => ({
  scope: scope as SubsetScope,
  plan: JSON.parse(plan!) as FilterPlanInput,
  kind: kind!,
  outcome: outcome!.trim().split('\n'),
}))

/** The cells of the tables whose first column is called so. */
const cells = (heading: string): string[][] =>
  [...page.matchAll(new RegExp(`^\\| ${heading} +\\|.*\\n\\| -.*\\n((?:\\|.*\\n)+)`, 'gm'))].flatMap(
    ([, body]) =>
      body!
        .trim()
        .split('\n')
        .map((line) =>
          line
            .split('|')
            .slice(1, -1)
            .map((cell) => cell.trim()),
        ),
  )
const prompts = cells('prompt')
const conditions = cells('condition on `customer`').map(([condition, keys]) => ({
  condition: condition!.replace(/^`(.*)`$/, '$1'),
  keys: keys!,
}))

let quarry: TestQuarry
let source: TestDatabase
beforeAll(async () => {
  source = await createDatabase({ sql: `${/^```sql\n(.*?)^```/ms.exec(page)![1]}; analyze` })
  quarry = await startQuarry()
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

const ask = async (input: { plan?: FilterPlanInput; prompt?: string; scope?: SubsetScope }) =>
  (
    await quarry.client.request(FilterPlanQuery, {
      input: { source: { connectionString: source.connectionString }, asOf, ...input },
    })
  ).filterPlan

async function planned(input: Parameters<typeof ask>[0]) {
  const result = await ask(input)
  if (result.__typename !== 'FilterPlanPayload') throw new Error(JSON.stringify(result))
  return result.plan
}

/** What is in the database, as the page writes it: `table key, key`, tables without rows left out. */
async function rowsIn(connectionString: string): Promise<string[]> {
  const tables = await rowsOf<{ name: string; key: string }>(
    connectionString,
    `select c.relname as name, string_agg(a.attname, ', ' order by k.position) as key from pg_class c
       join pg_index i on i.indrelid = c.oid and i.indisprimary
       join unnest(i.indkey) with ordinality k(number, position) on true
       join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1`,
  )
  const lines = await Promise.all(
    tables.map(async ({ name, key }) => {
      const rows = await rowsOf<{ key: string }>(
        connectionString,
        `select concat_ws('-', ${key}) as key from ${name} order by ${key}`,
      )
      return rows.length > 0 ? [`${name} ${rows.map(({ key }) => key).join(', ')}`] : []
    }),
  )
  return lines.flat()
}

describe('the page on filtered databases', () => {
  it('has examples of everything', () => {
    expect(examples.map(({ kind }) => kind)).toEqual([
      'roles',
      'rows',
      'rows',
      'rows',
      'rows',
      'rows',
      'rows',
      'error',
    ])
    expect(page.match(/^```json/gm)).toHaveLength(examples.length)
    expect(prompts.length).toBeGreaterThanOrEqual(15)
    const text = conditions.map(({ condition }) => condition).join()
    for (const word of [...comparisonOperators, ...aggregateFunctions, 'times', 'other', 'period'])
      expect(text).toContain(`"${word}"`)
  })

  it.each(examples.filter(({ kind }) => kind === 'rows'))(
    'says which rows the new database has, and it has no others: $outcome',
    async ({ plan, scope, outcome }) => {
      const taskId = await start(quarry.client, {
        source: { connectionString: source.connectionString },
        plan,
        scope,
        asOf,
      })
      const { connectionString } = await databaseOf(quarry.client, taskId)
      expect((await rowsIn(connectionString)).toSorted()).toEqual(outcome.toSorted())
    },
  )

  it.each(examples.filter(({ kind }) => kind === 'roles'))(
    'says what role each table has',
    async ({ plan, scope, outcome }) => {
      const { tables } = await planned({ plan, scope })
      expect(tables.map(({ table, role }) => `${table} ${role}`).toSorted()).toEqual(outcome.toSorted())
    },
  )

  it.each(examples.filter(({ kind }) => kind === 'error'))(
    'says how a plan is refused: $outcome',
    async ({ plan, scope, outcome }) => {
      const result = await ask({ plan, scope })
      if (result.__typename !== 'InvalidInputError') throw new Error(JSON.stringify(result))
      expect(result.fields.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual(outcome)
    },
  )

  it.each(conditions)('says which rows a condition is met by: $condition', async ({ condition, keys }) => {
    const { subjects } = await planned({
      plan: { subjects: [{ table: { name: 'customer' }, where: JSON.parse(condition) }] },
    })
    const rows = await asSuperuser<{ id: number }>(subjects[0]!.sql, source.name)
    expect(
      rows
        .map(({ id }) => id)
        .sort((a, b) => a - b)
        .join(', '),
    ).toBe(keys)
  })

  it.each(prompts)('says what becomes of a prompt: %s', async (prompt, outcome) => {
    const result = await ask({ prompt })
    if (result.__typename === 'FilterPlanPayload')
      expect(result.plan).toMatchObject({ planner: 'RULES', summary: outcome })
    else expect(result).toMatchObject({ __typename: 'UnclearPromptError', unrecognized: [outcome] })
  })
})
