import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register } from '../server/tasks.ts'

const page = readFileSync('docs/candidates.md', 'utf8')
const [start, list, plan] = [...page.matchAll(/^```graphql\n(.*?)^```/gms)].map(([, code]) => code!)
/** Texts that stand indented, as what Quarry says. */
const said = [...page.matchAll(/\n\n {4}(\S.+)\n(?=\n)/g)].map(([, line]) => line!)

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string
beforeAll(async () => {
  quarry = await startQuarry()
  source = await createDatabase({
    sql: `create table customers (id int primary key, name text);
      create table orders (id int primary key, customer_id int); create index on orders (customer_id);
      insert into customers select i, 'c' || i from generate_series(1, 1200) i;
      insert into orders select i, i from generate_series(1, 1100) i; analyze`,
  })
  databaseId = await register(quarry.client, source.connectionString, 'undeclared')
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

const ask = <Data>(document: string) =>
  quarry.client.request(document as never, { databaseId } as never) as Promise<Data>
type Started = { startElementCreation: { tasks: { id: string }[] } }
type Listed = { database: { relationships: { nodes: { score: number; reason: string }[] } } }

describe('the examples of the page on candidates', () => {
  it('start a run, list what it inferred, and plan along it', async () => {
    const { startElementCreation } = await ask<Started>(start!)
    for await (const _ of quarry.client.watchTask(startElementCreation.tasks[0]!.id));
    const { database } = await ask<Listed>(list!)
    const [candidate] = database.relationships.nodes
    expect(database.relationships.nodes).toHaveLength(1)
    expect(candidate).toMatchObject({
      name: 'orders(customer_id)',
      sourceTable: { name: 'orders' },
      targetTable: { name: 'customers' },
      targetColumns: [{ name: 'id' }],
    })
    expect(candidate!.score).toBeGreaterThan(0.9)
    expect(await ask(plan!)).toEqual({
      filterPlan: {
        plan: {
          summary: 'Rows of customers where there are at least 3 rows in orders.',
          candidates: [`public.orders (customer_id) → public.customers (id), score ${candidate!.score}`],
        },
      },
    })

    // What the page shows of a reason is what a reason is.
    const [byNames, byValues] = said
    expect(candidate!.reason).toContain(byNames)
    expect(candidate!.reason).toMatch(new RegExp(`${byValues!.replace(/^…/, '')}$`))
  })

  it('are all that there are', () => {
    expect(page.match(/^```/gm)).toHaveLength(2 * 3)
    expect(said).toHaveLength(2)
  })
})
