import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CatalogTablesQuery } from '../../src/client/operations.ts'
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

const ask = <Data>(document: string, id = databaseId) =>
  quarry.client.request(document as never, { databaseId: id } as never) as Promise<Data>
type Started = { startElementCreation: { tasks: { id: string }[] } }
type Listed = { database: { relationships: { nodes: { score: number; reason: string }[] } } }

const key = 'id int primary key'
/** By the names that a row of the table of evidence has for examples: tables that have them, and what is inferred. */
const evidence: Record<string, { tables: string[]; to: string[] }> = {
  'customer_id, customerId, fk_customer, id_customer, customerid': {
    tables: [
      `customers (${key})`,
      ...['customer_id', '"customerId"', 'fk_customer', 'id_customer', 'customerid'].map(
        (name, index) => `t${index} (${key}, ${name} int)`,
      ),
    ],
    to: ['customer_id', 'customerId', 'fk_customer', 'id_customer', 'customerid'].map(
      (name) => `${name} → customers (id)`,
    ),
  },
  customer_no: {
    tables: ['customers (customer_no int primary key)', `visits (${key}, customer_no int)`],
    to: ['customer_no → customers (customer_no)'],
  },
  'billing_address_id, id_categoria_padre': {
    tables: [
      `addresses (${key})`,
      `invoices (${key}, billing_address_id int)`,
      'categorias (id_categoria int primary key, id_categoria_padre int)',
    ],
    to: ['billing_address_id → addresses (id)', 'id_categoria_padre → categorias (id_categoria)'],
  },
  'country_iso_code, country_iso': {
    tables: [
      'countries (iso_code char(2) primary key)',
      `cities (${key}, country_iso_code char(2))`,
      `regions (${key}, country_iso char(2))`,
    ],
    to: ['country_iso_code → countries (iso_code)', 'country_iso → countries (iso_code)'],
  },
  bill_to_cust_cd: {
    tables: ['customers (cust_cd int primary key)', `bills (${key}, bill_to_cust_cd int)`],
    to: ['bill_to_cust_cd → customers (cust_cd)'],
  },
  lieferadresse_id: {
    tables: [`adresse (${key})`, `lieferung (${key}, lieferadresse_id int)`],
    to: ['lieferadresse_id → adresse (id)'],
  },
  price_currency: {
    tables: ['currencies (code char(3) primary key)', `bookings (${key}, price_currency char(3))`],
    to: ['price_currency → currencies (code)'],
  },
  status_id: {
    tables: [`order_statuses (${key})`, `orders (${key}, status_id int)`],
    to: ['status_id → order_statuses (id)'],
  },
  'tbl_customer, c_nationkey': {
    tables: [
      'tbl_nation (n_nationkey int primary key, n_name text)',
      'tbl_customer (c_custkey int primary key, c_name text, c_nationkey int)',
      `tbl_visit (${key}, customer int)`,
    ],
    to: ['c_nationkey → tbl_nation (n_nationkey)', 'customer → tbl_customer (c_custkey)'],
  },
  'cust_id, dept_no, oi_id': {
    tables: [
      `customers (${key})`,
      'departments (dept_no int primary key)',
      `order_items (${key})`,
      `notes (${key}, cust_id int, dept_no int, oi_id int)`,
    ],
    to: ['cust_id → customers (id)', 'dept_no → departments (dept_no)', 'oi_id → order_items (id)'],
  },
  'created_by, owner_id, account_manager_id, parent_id, merged_into_id, manager_id': {
    tables: [
      `users (${key})`,
      `documents (${key}, created_by int, owner_id int, account_manager_id int, merged_into_id int)`,
      `employees (${key}, parent_id int, manager_id int)`,
    ],
    to: [
      'created_by → users (id)',
      'owner_id → users (id)',
      'account_manager_id → users (id)',
      'merged_into_id → documents (id)',
      'parent_id → employees (id)',
      'manager_id → employees (id)',
    ],
  },
  country_code: {
    tables: ['countries (code char(2) primary key)', `customers (${key}, country_code char(2))`],
    to: ['country_code → countries (code)'],
  },
  'tenant_id, account_id, order_no, order_line_no': {
    tables: [
      'accounts (tenant_id int, id int, primary key (tenant_id, id))',
      'bookings (booking int primary key, tenant_id int, account_id int)',
      'order_lines (order_no int, line_no int, primary key (order_no, line_no))',
      'returns (number int primary key, order_no int, order_line_no int)',
    ],
    to: [
      'tenant_id,account_id → accounts (tenant_id,id)',
      'order_no,order_line_no → order_lines (order_no,line_no)',
    ],
  },
}

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

  it('are each inferred as the table of evidence says', async () => {
    const shown = [
      ...page
        .split('| evidence')[1]!
        .split('\n\n')[0]!
        .matchAll(/`([^`]+)`/g),
    ].map(([, code]) => code!)
    expect(Object.keys(evidence).flatMap((names) => names.split(', '))).toEqual(shown)
    const schemas = Object.values(evidence).map(({ tables }, index) =>
      [
        `create schema e${index}; set search_path to e${index}`,
        ...tables.map((table) => `create table ${table}`),
      ].join(';'),
    )
    const database = await createDatabase({ sql: schemas.join(';') })
    const id = await register(quarry.client, database.connectionString, 'evidence')
    const { startElementCreation } = await ask<Started>(start!, id)
    for await (const _ of quarry.client.watchTask(startElementCreation.tasks[0]!.id));
    for (const [index, [names, { to }]] of Object.entries(evidence).entries()) {
      const { database } = await quarry.client.request(CatalogTablesQuery, {
        id,
        schema: `e${index}`,
        first: 20,
      })
      const found = database!.tables.nodes.flatMap(({ references }) =>
        references.map(
          ({ sourceColumns, targetTable, targetColumns }) =>
            `${sourceColumns.map(({ name }) => name)} → ${targetTable.name} (${targetColumns.map(({ name }) => name)})`,
        ),
      )
      expect(found.toSorted(), names).toEqual(to.toSorted())
    }
    await database.drop()
  })

  it('are all that there are', () => {
    expect(page.match(/^```/gm)).toHaveLength(2 * 3)
    expect(said).toHaveLength(2)
  })
})
