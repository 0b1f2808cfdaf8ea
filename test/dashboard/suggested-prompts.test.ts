import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FilterPlanQuery } from '../../src/client/operations.ts'
import { elsewhere, markedParts, suggestedPrompts } from '../../src/dashboard/filtered/suggestions.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register } from '../server/tasks.ts'

const shop = `
CREATE TABLE country (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, city text, country_id int NOT NULL REFERENCES country);
CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, status text NOT NULL, shipped_at date);
INSERT INTO country VALUES (1, 'Switzerland'), (2, 'Canada');
INSERT INTO customer SELECT i, 'Customer ' || i, (ARRAY['Bern', 'Basel', 'Quebec'])[1 + i % 3], 1 + i % 2 FROM generate_series(1, 40) i;
INSERT INTO orders SELECT i, 1 + i % 40, (ARRAY['paid', 'packed', 'shipped'])[1 + i % 3], '2026-01-01' FROM generate_series(1, 90) i;
ANALYZE;`

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string
beforeAll(async () => {
  ;[quarry, source] = await Promise.all([startQuarry({ worker: false }), createDatabase({ sql: shop })])
  databaseId = await register(quarry.client, source.connectionString, 'shop')
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

const plan = async (prompt: string) =>
  (await quarry.client.request(FilterPlanQuery, { input: { source: { databaseId }, prompt } })).filterPlan

describe('the prompts that are offered in place of one that was not understood', () => {
  it.each([
    ['happy customers', 'customers'],
    ['orders from Bernn', 'orders'],
    ['customers from Switz', 'customers with country where name is "Switzerland"'],
    ['customers who are shiny', 'customers'],
    ['shiny orders', 'orders where status is "paid"'],
    ['orders shipd in January 2026', 'orders shipped_at in January 2026'],
    ['banana', 'customer'],
  ])('are understood: %s', async (prompt, offered) => {
    const answer = await plan(prompt)
    if (answer.__typename !== 'UnclearPromptError') throw new Error(`${prompt} was understood`)
    const prompts = suggestedPrompts(prompt, answer.unrecognized, answer.suggestions)
    expect(prompts).toContain(offered)
    expect((await plan(offered)).__typename).toBe('FilterPlanPayload')
    expect(markedParts(prompt, answer.unrecognized).filter(({ marked }) => marked)).not.toEqual([])
  })

  it('are never the prompt itself, nor more than eight', () => {
    const suggestions = Array.from({ length: 20 }, (_, i) => `t.c = ${i}`)
    const prompts = suggestedPrompts('odd t', ['odd'], suggestions)
    expect(prompts).toHaveLength(8)
    expect(suggestedPrompts('t', ['t'], ['t'])).toEqual([])
  })

  it('are readings whose comparisons the grammar knows', () => {
    const readings = [
      'customers where given_name eq France and age >= 3',
      'customers where family_name eq France',
    ]
    expect(
      suggestedPrompts('customers where name is France', ['customers', 'where', 'name', 'France'], readings),
    ).toEqual([
      'customers where given_name is "France" and age >= 3',
      'customers where family_name is "France"',
    ])
  })
})

describe('words that were not understood', () => {
  it('are marked where they stand in the prompt, each once, in their order', () => {
    expect(markedParts('big big customers, Big', ['big', 'Big'])).toEqual([
      { text: 'big', marked: true },
      { text: ' big customers, ', marked: false },
      { text: 'Big', marked: true },
    ])
    expect(markedParts('big big', ['big', 'big']).map(({ text }) => text)).toEqual(['big', ' ', 'big'])
    expect(markedParts('all of it', ['all of it'])).toEqual([{ text: 'all of it', marked: true }])
  })

  it('are named where they do not stand in it as such', () => {
    expect(elsewhere('customers', ['spend', 'Customers'])).toEqual(['spend'])
    expect(markedParts('customers', ['spend'])).toEqual([{ text: 'customers', marked: false }])
  })
})
