import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPlan } from '../../../src/filtered/check.ts'
import { readStructure } from '../../../src/filtered/postgresql/structure.ts'
import { planByRules } from '../../../src/filtered/rules/planner.ts'
import type { Structure } from '../../../src/filtered/structure.ts'
import { summaryOf } from '../../../src/filtered/words.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'

/** Of each room of the grammar, what its rules make of prompts about one small company, in the plan's own words. */

const now = '2025-10-15 12:00:00 UTC'
const withOrders = 'customers where there is at least one row in orders'
const inYear = (column: string, year: number) =>
  `${column} is at or after ${year}-01-01 and ${column} is before ${year + 1}-01-01`

const readings: Record<string, [prompt: string, rows: string][]> = {
  adjectives: [
    ['active customers', 'customers where status is "active"'],
    ['customers that are not blocked', 'customers where status is not "blocked"'],
    [
      'discontinued Kitchen products',
      'products where discontinued is true and there is a row in categories (where name is "Kitchen")',
    ],
  ],
  columns: [
    ['customers with a newsletter', 'customers where newsletter is true'],
    ['orders without a shipped date', 'orders where shipped_at has no value'],
    ['customers whose city is Oslo', 'customers where city is "Oslo"'],
    ['products with a price of 25', 'products where price is 25'],
  ],
  comparisons: [
    ['products under $20', 'products where price is less than 20'],
    ['products priced between 10 and 30 dollars', 'products where price is between 10 and 30'],
    ['customers older than 50', 'customers where birth_date is before 1975-10-15'],
    ['orders with a total over 500', 'orders where total is more than 500'],
  ],
  cores: [
    ['customers with id 7', 'customers where id is 7'],
    [
      'customers in Oslo with 2+ orders and no newsletter',
      'customers where city is "Oslo" and there are at least 2 rows in orders and newsletter is false',
    ],
    [
      'customers in Oslo or with 5+ orders',
      'customers where city is "Oslo" or there are at least 5 rows in orders',
    ],
  ],
  counts: [
    ['customers with 3+ orders', 'customers where there are at least 3 rows in orders'],
    ['customers without orders', 'customers where not (there is at least one row in orders)'],
    ['customers with exactly 2 orders', 'customers where there are exactly 2 rows in orders'],
    ['customers with at most one order', 'customers where there is at most 1 row in orders'],
  ],
  deeds: [
    ['customers who ordered in 2024', `${withOrders} (where ${inYear('ordered_at', 2024)})`],
    ['customers who never ordered', 'customers where not (there is at least one row in orders)'],
    [
      'customers who bought Thing 4',
      `${withOrders} (where there is at least one row in products (by way of order_lines) (where title is "Thing 4"))`,
    ],
    [
      'customers who have not ordered in the last 3 months',
      `customers where not (there is at least one row in orders (where ordered_at is in the 3 months up to ${now}))`,
    ],
  ],
  'deeds of rows below': [
    [
      'customers whose orders were shipped in March 2025',
      `${withOrders} (where shipped_at is at or after 2025-03-01 and shipped_at is before 2025-04-01)`,
    ],
    [
      'customers who never shipped an order',
      'customers where not (there is at least one row in orders (where shipped_at has a value))',
    ],
  ],
  efforts: [
    [
      'employees who worked more than 30 hours',
      'employees where the sum of hours over the rows in shifts is more than 30',
    ],
  ],
  exceptions: [
    ['customers except those in Lima', 'customers where city is not "Lima"'],
    ['products excluding the discontinued ones', 'products where discontinued is not true'],
    ['customers but not the blocked ones', 'customers where status is not "blocked"'],
  ],
  'last deeds': [['customers who never logged in', 'customers where last_login_at has no value']],
  relations: [
    [
      'products in the Kitchen category',
      'products where there is a row in categories (where name is "Kitchen")',
    ],
    ['orders of customers in Bern', 'orders where there is a row in customers (where city is "Bern")'],
    [
      'employees who report to Eve',
      'employees where there is a row in employees by manager_id (where name is "Eve")',
    ],
    [
      'employees under Eve',
      'employees where there is a row in employees by manager_id (where name is "Eve")',
    ],
  ],
  stock: [
    ['products in stock', 'products where units_in_stock is more than 0'],
    ['products out of stock', 'products where units_in_stock is 0'],
  ],
  subordinates: [
    [
      'employees with more than 1 direct report',
      'employees where there is more than 1 row in employees by manager_id',
    ],
    [
      'employees who manage nobody',
      'employees where not (there is at least one row in employees by manager_id)',
    ],
  ],
  sums: [
    [
      'customers who spent more than 1000 in total',
      'customers where the sum of total over the rows in orders is more than 1000',
    ],
    [
      'customers with a total quantity over 20',
      'customers where the sum of quantity over the rows in order_lines (by way of orders) is more than 20',
    ],
    [
      'orders with an average unit price above 50',
      'orders where the average of unit_price over the rows in order_lines is more than 50',
    ],
  ],
  times: [
    ['orders since March 2025', 'orders where ordered_at is at or after 2025-03-01'],
    [
      'customers who signed up in the last 6 months',
      `customers where signed_up_at is in the 6 months up to ${now}`,
    ],
    [
      'orders between 1 February 2025 and 15 March 2025',
      'orders where ordered_at is at or after 2025-02-01 and ordered_at is before 2025-03-16',
    ],
    [
      'orders this year',
      `orders where ordered_at is at or after 2025-01-01 and ordered_at is at or before ${now}`,
    ],
    [
      'orders from yesterday',
      'orders where ordered_at is at or after 2025-10-14 and ordered_at is before 2025-10-15',
    ],
  ],
  values: [
    ['customers in Oslo', 'customers where city is "Oslo"'],
    ['customers in Oslo or Bern', 'customers where city is one of "Oslo" or "Bern"'],
    ['customers not from Lima', 'customers where city is not "Lima"'],
    ['orders handled by Finn', 'orders where there is a row in employees (where name is "Finn")'],
    ['custmers in Oslo', 'customers where city is "Oslo"'],
  ],
}

const orders: [prompt: string, summary: string][] = [
  ['all customers', 'All rows of customers.'],
  [
    'the 5 most expensive products',
    'All rows of products; of these the first 5, by price from the greatest down.',
  ],
  [
    'the 10 customers with the most orders',
    'All rows of customers; of these the first 10, by the number of rows in orders from the greatest down.',
  ],
  ['the oldest customer', 'All rows of customers; of these the first 1, by birth_date from the least up.'],
  ['the latest 3 orders', 'All rows of orders; of these the first 3, by ordered_at from the greatest down.'],
  [
    'customers in Oslo and products under $20',
    'Rows of customers where city is "Oslo". Rows of products where price is less than 20.',
  ],
]

const unclear: [prompt: string, unrecognized: string[]][] = [
  ['loyal customers', ['loyal']],
  ['customers in Atlantis', ['in Atlantis']],
  ['customers with many orders', ['many']],
  ['good products', ['good']],
  ['products with low stock', ['low']],
  ['products below their reorder level', ['below their reorder level']],
  ['customers who spent more than 1000 on yachts', ['on yachts']],
]

let database: TestDatabase
let client: pg.Client
let structure: Structure
const query = async <Row>(text: string, values?: unknown[]) =>
  (await client.query(text, values)).rows as Row[]
beforeAll(async () => {
  database = await createDatabase({ sql: readFileSync(new URL('company.sql', import.meta.url), 'utf8') })
  client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  await client.query(`SET search_path = ''; SET timezone = 'UTC'`)
  structure = await readStructure({ query })
})
afterAll(async () => {
  await client?.end()
  await database?.drop()
})

const plan = (prompt: string) =>
  planByRules(prompt, { structure, query, asOf: new Date('2025-10-15T12:00:00Z'), scope: 'RELATED' })
const summary = async (prompt: string) => summaryOf(checkPlan(await plan(prompt), structure))

describe.each(Object.entries(readings))('the rules of %s', (_, prompts) => {
  it.each(prompts)('read “%s”', async (prompt, rows) => {
    expect(await summary(prompt)).toBe(`Rows of ${rows}.`)
  })
})

describe('subjects, orders and limits', () => {
  it.each(orders)('are read from “%s”', async (prompt, expected) => {
    expect(await summary(prompt)).toBe(expected)
  })
})

describe('what is not understood', () => {
  it.each(unclear)('is named, not guessed: “%s”', async (prompt, unrecognized) => {
    await expect(plan(prompt)).rejects.toMatchObject({ unrecognized, suggestions: expect.any(Array) })
  })
})
