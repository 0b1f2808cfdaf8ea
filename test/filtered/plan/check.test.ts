import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPlan } from '../../../src/filtered/check.ts'
import type { Condition, Plan, Related } from '../../../src/filtered/plan.ts'
import { readStructure } from '../../../src/filtered/postgresql/structure.ts'
import { asSuperuser, createRole, type TestRole, withParts } from '../../databases/sources.ts'
import { by, compare, openSource, planOf, type Source, step, table, wrongs } from './source.ts'

let source: Source
let role: TestRole
beforeAll(async () => {
  source = await openSource(`
    create type state as enum ('open', 'closed', 'on hold');
    create table customers (id int primary key, name text not null, born date, active boolean, ref uuid, doc jsonb, tags text[], net inet);
    create table orders (id int primary key, customer int not null references customers, payer int references customers,
      state state, placed timestamptz, price numeric, qty int);
    create table order_lines (id int primary key, "order" int not null references orders);
    create schema other; create table other.orders (id int primary key); create table other.alone (id int primary key);
    create view open_orders as select * from orders; create materialized view totals as select count(*) from orders;
    create table log (at date not null, what text) partition by range (at);
    create table log_2026 partition of log for values from ('2026-01-01') to ('2027-01-01');
    create table base (id int primary key); create table derived (more int) inherits (base);
    create foreign data wrapper nothing; create server far foreign data wrapper nothing; create foreign table remote (id int) server far;
    create table twice (id int primary key, customer int references customers, constraint again foreign key (customer) references customers)`)
  role = await createRole()
})
afterAll(async () => {
  await source?.close()
  await role?.drop()
})

const check = (plan: Plan) => wrongs(() => source.check(plan))
const where = (where: Condition, name = 'customers') =>
  check(planOf({ table: table(name), where })).map((text) => text.replace('plan.subjects.0.where.', ''))
const related = (
  path: Related['path'],
  aggregate: Partial<NonNullable<Related['aggregate']>> | null = null,
): Condition => ({
  related: {
    path,
    where: null,
    aggregate: aggregate && { function: 'COUNT', column: null, operator: 'GE', value: 1, ...aggregate },
  },
})

describe('names', () => {
  it('that are not there come with the nearest ones, all of them at once', () => {
    const plan = planOf({
      table: table('customers'),
      where: { all: [compare('nam', 'EQ', 'x'), { any: [compare('bron', 'EQ', '2000-01-01')] }] },
      orderBy: [by('id'), by('nmae')],
    })
    expect(check(plan)).toEqual([
      'plan.subjects.0.where.all.0.compare.column: public.customers has no column nam; did you mean name?',
      'plan.subjects.0.where.all.1.any.0.compare.column: public.customers has no column bron; did you mean born?',
      'plan.subjects.0.orderBy.1.column: public.customers has no column nmae; did you mean name?',
    ])
  })

  it('of tables are looked for in every schema', () => {
    const named = (name: string, schema: string) => check(planOf({ table: { schema, name } }))
    expect(named('customer', '')).toEqual([
      'plan.subjects.0.table.name: There is no table customer; did you mean public.customers?',
    ])
    expect(named('alone', 'public')).toEqual([
      'plan.subjects.0.table.name: There is no table public.alone; did you mean other.alone?',
    ])
    expect(named('orders', '')).toEqual([
      'plan.subjects.0.table.schema: More than one schema has a table orders: other.orders, public.orders',
    ])
    expect(named('alone', '')).toEqual([])
    expect(named('xyzzy', '')).toEqual(['plan.subjects.0.table.name: There is no table xyzzy'])
  })

  it.each([
    ['open_orders', 'public.open_orders is a view; only tables have rows that can be kept'],
    ['totals', 'public.totals is a materialised view; only tables have rows that can be kept'],
    ['remote', 'public.remote is a foreign table; only tables have rows that can be kept'],
    ['log_2026', 'public.log_2026 is a partition; name the table that it is a part of: public.log'],
  ])('of what is no table are refused with the reason: %s', (name, message) => {
    expect(check(planOf({ table: table(name) }))).toEqual([`plan.subjects.0.table.name: ${message}`])
  })
})

describe('paths', () => {
  it('follow foreign keys, which are named where there is more than one', () => {
    expect(where(related([step('orders')]))).toEqual([
      'related.path.0.via: More than one foreign key ties public.customers and public.orders: orders_customer_fkey TO_CHILD, ' +
        'orders_payer_fkey TO_CHILD; say which by via and direction',
    ])
    expect(where(related([step('orders', 'orders_payer_fkey'), step('order_lines')]))).toEqual([])
    expect(where(related([step('orders', 'orders_pay_fkey')]))).toEqual([
      'related.path.0.via: No foreign key orders_pay_fkey ties public.customers and public.orders; there is ' +
        'orders_customer_fkey TO_CHILD, orders_payer_fkey TO_CHILD',
    ])
    expect(where(related([step('orders', 'orders_payer_fkey'), step('customers', null)]))).toHaveLength(1)
  })

  it('take a foreign key that was declared twice for one', () => {
    expect(where(related([step('twice')]))).toEqual([])
    expect(where(related([step('twice', 'again')]))).toEqual([])
  })

  it('end where nothing is tied', () => {
    expect(where(related([step('order_lines')]))).toEqual([
      'related.path.0: No foreign key ties public.customers and public.order_lines; public.customers is tied to public.orders, public.twice',
    ])
    expect(where(related([]))).toEqual(['related.path: The path names at least one table'])
    expect(where(related([step('log')]), 'base')).toEqual([
      'related.path.0: No foreign key ties public.base and public.log; public.base has none at all',
    ])
  })
})

describe('values', () => {
  const compared = (column: string, operator: Parameters<typeof compare>[1], ...values: unknown[]) =>
    where({ compare: { column, operator, values: values as never } }, 'orders').map((text) =>
      text.replace(/^compare\./, ''),
    )
  const customers = (column: string, operator: Parameters<typeof compare>[1], ...values: unknown[]) =>
    where({ compare: { column, operator, values: values as never } }).map((text) =>
      text.replace(/^compare\./, ''),
    )

  it.each([
    ['price', 'EQ', 'ten', 'values.0: price (numeric): It takes a number'],
    ['price', 'EQ', true, 'values.0: price (numeric): It takes a number'],
    ['price', 'EQ', null, 'values.0: price (numeric): NULL is no value; use IS_NULL or IS_NOT_NULL'],
    ['price', 'EQ', Number.NaN, 'values.0: price (numeric): It takes a number'],
    ['price', 'EQ', '1e400', 'values.0: price (numeric): The number is out of range for a comparison'],
    ['price', 'EQ', '1e-400', 'values.0: price (numeric): The number is out of range for a comparison'],
    [
      'price',
      'EQ',
      2 ** 60,
      'values.0: price (numeric): A whole number beyond 2^53 is not exact in JSON; write it as text',
    ],
    ['price', 'EQ', '1; drop table x', 'values.0: price (numeric): It takes a number'],
    [
      'placed',
      'EQ',
      '2026-02-30',
      'values.0: placed (timestamp with time zone): It takes a date or a moment, such as 2026-03-15 or 2026-03-15T12:30:00Z',
    ],
    [
      'placed',
      'EQ',
      'yesterday',
      'values.0: placed (timestamp with time zone): It takes a date or a moment, such as 2026-03-15 or 2026-03-15T12:30:00Z',
    ],
    [
      'placed',
      'EQ',
      '2026-03-15T25:00:00Z',
      'values.0: placed (timestamp with time zone): It takes a date or a moment, such as 2026-03-15 or 2026-03-15T12:30:00Z',
    ],
    [
      'state',
      'EQ',
      'Open',
      'values.0: state (public.state): It takes one of open, closed, on hold; did you mean open?',
    ],
    ['state', 'EQ', 'shut', 'values.0: state (public.state): It takes one of open, closed, on hold'],
  ] as const)('of %s by %s that do not fit are refused: %j', (column, operator, value, message) => {
    expect(compared(column, operator, value)).toEqual([message])
  })

  it.each([
    ['born', 'EQ', '2026-03-15T12:00:00Z', 'values.0: born (date): It takes a date, such as 2026-03-15'],
    ['active', 'EQ', 'yes', 'values.0: active (boolean): It takes true or false'],
    [
      'ref',
      'EQ',
      'abc',
      'values.0: ref (uuid): It takes a UUID, such as 0190e7a1-2b3c-7d4e-8f50-123456789abc',
    ],
    ['name', 'EQ', 5, 'values.0: name (text): It takes text'],
    ['name', 'EQ', { or: 1 }, 'values.0: name (text): It takes text'],
    [
      'name',
      'EQ',
      'a\0b',
      'values.0: name (text): Text cannot hold the character U+0000 or half of a surrogate pair',
    ],
    [
      'name',
      'EQ',
      '\ud800',
      'values.0: name (text): Text cannot hold the character U+0000 or half of a surrogate pair',
    ],
    ['name', 'LIKE', 'a\\', 'values.0: A pattern does not end with a single backslash'],
    [
      'active',
      'LT',
      true,
      'operator: active is of the type boolean, which LT does not compare; it can be compared by EQ, NE, IN, NOT_IN, IS_NULL, IS_NOT_NULL',
    ],
    [
      'born',
      'LIKE',
      '2%',
      'operator: born is of the type date, which LIKE does not compare; it can be compared by EQ, NE, IN, NOT_IN, LT, LE, GT, GE, BETWEEN, IS_NULL, IS_NOT_NULL',
    ],
    [
      'doc',
      'EQ',
      '{}',
      'operator: doc is of the type jsonb, which EQ does not compare; it can be compared by IS_NULL, IS_NOT_NULL',
    ],
    [
      'net',
      'EQ',
      '::1',
      'operator: net is of the type inet, which EQ does not compare; it can be compared by IS_NULL, IS_NOT_NULL',
    ],
  ] as const)('of %s by %s that do not fit are refused: %j', (column, operator, value, message) => {
    expect(customers(column, operator, value)).toEqual([message])
  })

  it('are as many as the operator takes', () => {
    expect(compared('price', 'EQ')).toEqual(['values: EQ takes one value'])
    expect(compared('price', 'EQ', 1, 2)).toEqual(['values: EQ takes one value'])
    expect(compared('price', 'BETWEEN', 1)).toEqual(['values: BETWEEN takes two values'])
    expect(compared('price', 'IN')).toEqual(['values: IN takes at least one value'])
    expect(compared('price', 'IS_NULL', 1)).toEqual(['values: IS_NULL takes no values'])
    expect(compared('price', 'IN', 1, 'x', 'y')).toHaveLength(2)
    expect(compared('price', 'BETWEEN', 2, 1)).toEqual(['values: 2 comes after 1: nothing lies between them'])
    expect(compared('placed', 'BETWEEN', '2026-01-01T10:00:00Z', '2026-01-01')).toEqual([])
    expect(compared('price', 'IN', ...Array.from({ length: 10_001 }, (_, index) => index))).toHaveLength(1)
  })

  it('of another column fit as well', () => {
    const other = (column: string, operator: 'EQ' | 'IN', other: string, values: number[] = []) =>
      where({ compare: { column, operator, values, other } }, 'orders')
    expect(other('price', 'EQ', 'qty')).toEqual([])
    expect(other('price', 'EQ', 'state')).toEqual([
      'compare.other: price (numeric) and state (public.state) cannot be compared',
    ])
    expect(other('price', 'IN', 'qty')).toEqual([
      'compare.operator: Two columns are compared by one of EQ, NE, LT, LE, GT, GE',
    ])
    expect(other('price', 'EQ', 'qty', [1])).toEqual([
      'compare.values: It is compared with other, and takes no values',
    ])
    expect(other('price', 'EQ', 'qyt')).toEqual([
      'compare.other: public.orders has no column qyt; did you mean qty?',
    ])
  })
})

describe('periods, measures, limits', () => {
  it('are in their bounds', () => {
    const period = (column: string, amount: number, unit: 'DAY' | 'YEAR' = 'DAY') =>
      where({ period: { column, amount, unit } })
    expect(period('born', 0)).toEqual(['period.amount: The amount is a whole number, at least 1'])
    expect(period('born', 1.5)).toEqual(['period.amount: The amount is a whole number, at least 1'])
    expect(period('born', 1001, 'YEAR')).toEqual(['period.amount: The period is longer than 1000 years'])
    expect(period('name', 1)).toEqual([
      'period.column: A period is of a date or a timestamp; name is of the type text',
    ])
    expect(check(planOf({ table: table('customers'), limit: 0 }))).toEqual([
      'plan.subjects.0.limit: The limit is a whole number, at least 1',
    ])
    expect(check(planOf({ table: table('customers'), orderBy: [by('doc')] }))).toEqual([
      'plan.subjects.0.orderBy.0.column: Rows cannot be ordered by doc, which is of the type jsonb',
    ])
    expect(check(planOf({ table: table('customers') }, 'now'))).toEqual([
      'plan.asOf: asOf is a moment, such as 2026-03-15T12:30:00Z',
    ])
    let deep = compare('id', 'EQ', 1)
    for (let depth = 0; depth < 40; depth++) deep = { not: deep }
    expect(where(deep)[0]).toContain('Conditions are nested more than 32 deep')
    expect(where({ all: [] })).toEqual(['all: There is no condition in it'])
  })

  it('measure what can be measured', () => {
    const measured = (aggregate: Partial<NonNullable<Related['aggregate']>>) =>
      where(related([step('orders', 'orders_customer_fkey')], aggregate)).map((text) =>
        text.replace('related.aggregate.', ''),
      )
    expect(measured({ function: 'SUM' })).toEqual(['column: SUM is of a column, which is not named'])
    expect(measured({ function: 'SUM', column: 'placed' })).toEqual([
      'column: SUM does not go with placed, which is of the type timestamp with time zone',
    ])
    expect(measured({ function: 'MAX', column: 'state', value: 'closd' })).toEqual([
      'value: It takes one of open, closed, on hold; did you mean closed?',
    ])
    expect(measured({ function: 'SUM', column: 'price', times: 'state' })).toEqual([
      'times: SUM does not go with state, which is of the type public.state',
    ])
    expect(measured({ times: 'qty' })).toEqual(['times: A count of rows multiplies nothing'])
    expect(measured({ operator: 'IN' })).toEqual([
      'operator: IN does not compare a measure; it can be compared by EQ, NE, LT, LE, GT, GE',
    ])
    expect(measured({ value: 'many' })).toEqual(['value: It takes a number'])
    expect(measured({ function: 'SUM', column: 'price', times: 'qty', value: '12.5' })).toEqual([])
  })
})

describe('the tables of a plan', () => {
  const plan = (names: string[], excluded: string[] = [], scope: Plan['scope'] = 'RELATED'): Plan => ({
    ...planOf({ table: table('customers') }),
    scope,
    subjects: names.map((name) => ({ table: table(name), where: null, orderBy: [], limit: null })),
    excludeTables: excluded.map((name) => table(name)),
  })

  it('are subjects once, and not excluded at once', () => {
    expect(check(plan([]))).toEqual(['plan.subjects: A plan has at least one subject'])
    expect(check(plan(['customers', 'orders', 'customers']))).toEqual([
      'plan.subjects.2.table: public.customers is a subject twice; join the conditions by all or any',
    ])
    expect(check(plan(['customers'], ['customers']))).toEqual([
      'plan.excludeTables.0: public.customers is a subject and excluded at once',
    ])
  })

  it('are not excluded where kept rows cannot be without them', () => {
    expect(check(plan(['orders'], ['customers']))).toEqual([
      'plan.excludeTables: public.orders cannot be without rows of public.customers: orders_customer_fkey is NOT NULL (customer); ' +
        'exclude public.orders as well, or keep both',
    ])
    expect(check(plan(['customers'], ['orders']))).toEqual([
      'plan.excludeTables: public.order_lines cannot be without rows of public.orders: order_lines_order_fkey is NOT NULL (order); ' +
        'exclude public.order_lines as well, or keep both',
    ])
    expect(check(plan(['customers'], ['orders', 'order_lines']))).toEqual([])
    expect(check(plan(['twice'], ['customers']))).toEqual([])
    expect(check(plan(['twice'], ['customers'], 'REST'))).toHaveLength(1)
  })

  it('are all readable', async () => {
    await asSuperuser(
      `grant select on customers, twice, order_lines to ${role.user}`,
      new URL(source.connectionString).pathname.slice(1),
    )
    const client = new pg.Client({ connectionString: withParts(source.connectionString, role) })
    await client.connect()
    const query = async <Row>(text: string) => (await client.query(text)).rows as Row[]
    const structure = await readStructure({ query }).finally(() => client.end())
    const asRole = (plan: Plan) => wrongs(() => checkPlan(plan, structure))
    expect(asRole(plan(['orders']))).toEqual([
      'plan.subjects.0.table: The login may not select from public.orders; grant it SELECT there',
    ])
    expect(asRole(plan(['customers']))).toEqual([
      'plan.excludeTables: The login may not select from public.orders, whose rows belong to the plan; grant it SELECT, or exclude the table',
    ])
    expect(asRole(plan(['customers'], ['orders', 'order_lines']))).toEqual([])
  })

  it('by inheritance are tables of their own', async () => {
    await source.client.query('insert into public.base values (1); insert into public.derived values (2, 2)')
    expect(await source.select({ table: table('base') })).toEqual([1])
    expect(await source.select({ table: table('derived') })).toHaveLength(1)
  })
})
