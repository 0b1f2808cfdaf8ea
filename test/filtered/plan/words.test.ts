import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Condition, Related, Subject } from '../../../src/filtered/plan.ts'
import { summaryOf, wordsFor } from '../../../src/filtered/words.ts'
import { by, compare, openSource, planOf, type Source, step, table } from './source.ts'

let source: Source
beforeAll(async () => {
  source = await openSource(`
    create table "Customer" (id int primary key, name text not null, country text, boss int references "Customer", since date, tags text[]);
    create table orders (id int primary key, customer int references "Customer", payer int references "Customer",
      placed timestamptz, paid timestamptz, price numeric, qty int);
    create table line (id int primary key, "order" int not null references orders, active boolean not null);
    create schema other; create table other.line (id int primary key)`)
})
afterAll(() => source?.close())

const sentence = (subject: Partial<Subject>, name = 'Customer') =>
  summaryOf(source.check(planOf({ table: table(name), ...subject })))
const words = (where: Condition, name = 'Customer') => {
  const { subjects, structure } = source.check(planOf({ table: table(name), where }))
  return wordsFor(structure).condition(subjects[0]!)
}
const related = (
  path: Related['path'],
  aggregate: Partial<NonNullable<Related['aggregate']>> | null = null,
  where: Condition | null = null,
): Condition => ({
  related: {
    path,
    where,
    aggregate: aggregate && { function: 'COUNT', column: null, operator: 'GE', value: 1, ...aggregate },
  },
})
const orders = step('orders', 'orders_customer_fkey')

describe('a condition in words', () => {
  const cases: [Condition, string][] = [
    [compare('name', 'EQ', 'O"Neil'), 'name is "O\\"Neil"'],
    [compare('name', 'NE', 'x'), 'name is not "x"'],
    [compare('country', 'NE', 'x'), '(country is not "x" or has no value)'],
    [compare('id', 'LT', 5), 'id is less than 5'],
    [compare('id', 'LE', 5), 'id is at most 5'],
    [compare('id', 'GT', 5), 'id is more than 5'],
    [compare('id', 'GE', 5), 'id is at least 5'],
    [compare('id', 'BETWEEN', 5, 7), 'id is between 5 and 7'],
    [compare('id', 'IN', 1, 2, 3), 'id is one of 1, 2 or 3'],
    [compare('id', 'IN', 1), 'id is 1'],
    [compare('id', 'NOT_IN', 1, 2), 'id is none of 1 and 2'],
    [compare('name', 'LIKE', 'a%'), 'name is like "a%"'],
    [compare('name', 'ILIKE', 'a%'), 'name is like "a%" in any case'],
    [compare('name', 'GT', 'm'), 'name comes after "m"'],
    [compare('country', 'IS_NULL'), 'country has no value'],
    [compare('country', 'IS_NOT_NULL'), 'country has a value'],
    [compare('since', 'GE', '2026-01-01'), 'since is on or after 2026-01-01'],
    [compare('since', 'LT', '2026-01-01'), 'since is before 2026-01-01'],
    [compare('tags', 'EQ', 'a'), 'tags contains "a"'],
    [compare('tags', 'IN', 'a', 'b'), 'tags contains one of "a" or "b"'],
    [compare('tags', 'NOT_IN', 'a', 'b'), '(tags contains none of "a" and "b" or has no value)'],
    [{ period: { column: 'since', amount: 6, unit: 'MONTH' } }, 'since is in the 6 months up to 2026-03-31'],
    [{ period: { column: 'since', amount: 1, unit: 'YEAR' } }, 'since is in the year up to 2026-03-31'],
    [
      { all: [compare('id', 'GT', 1), { any: [compare('id', 'LT', 5), compare('name', 'EQ', 'x')] }] },
      'id is more than 1 and (id is less than 5 or name is "x")',
    ],
    [
      { not: { all: [compare('id', 'GT', 1), compare('id', 'LT', 5)] } },
      'not (id is more than 1 and id is less than 5)',
    ],
    [related([orders]), 'there is at least one row in orders by customer'],
    [
      related([orders, step('line')], null, compare('active', 'EQ', true)),
      'there is at least one row in public.line (by way of orders by customer) (where active is true)',
    ],
    [
      related([step('Customer', null, 'TO_PARENT')], null, compare('name', 'EQ', 'x')),
      'there is a row in Customer by boss (where name is "x")',
    ],
    [related([orders], { value: 3 }), 'there are at least 3 rows in orders by customer'],
    [related([orders], { operator: 'LT', value: 3 }), 'there are fewer than 3 rows in orders by customer'],
    [related([orders], { operator: 'EQ', value: 1 }), 'there is exactly 1 row in orders by customer'],
    [
      related([orders], { column: 'price', value: 2 }),
      'there are at least 2 rows with a value of price in orders by customer',
    ],
    [
      related([orders], { function: 'SUM', column: 'price', times: 'qty', operator: 'GT', value: 9.5 }),
      'the sum of price × qty over the rows in orders by customer is more than 9.5',
    ],
    [
      related([orders], { function: 'MAX', column: 'placed', operator: 'LE', value: '2026-01-01T10:00:00Z' }),
      'the latest placed over the rows in orders by customer is at or before 2026-01-01 10:00:00 UTC',
    ],
  ]
  it.each(cases)('says what it means: %j', (where, expected) => {
    expect(words(where)).toBe(expected)
  })

  it('shows long lists in part', () => {
    const list = compare('id', 'IN', ...Array.from({ length: 30 }, (_, index) => index))
    expect(words(list)).toMatch(/^id is one of 0, 1, .*, 19 or 10 more$/)
  })

  it('names both columns where two are compared', () => {
    const where = { compare: { column: 'paid', operator: 'GT', values: [], other: 'placed' } } as const
    expect(words({ compare: { ...where.compare, values: [] } }, 'orders')).toBe('paid is after placed')
  })
})

describe('a summary', () => {
  it('has a sentence for each subject', () => {
    const plan = planOf({ table: table('Customer'), where: compare('id', 'EQ', 1) })
    plan.subjects.push({ table: table('line'), where: null, orderBy: [], limit: null })
    expect(summaryOf(source.check(plan))).toBe('Rows of Customer where id is 1. All rows of public.line.')
  })

  it('says how many rows, and which come first', () => {
    expect(sentence({ limit: 5, orderBy: [by('since', true), by('id')] })).toBe(
      'All rows of Customer; of these the first 5, by since from the greatest down, then by id from the least up.',
    )
    const related = {
      path: [orders],
      where: compare('qty', 'GT', 1),
      function: 'SUM',
      column: 'price',
    } as const
    expect(
      sentence({
        limit: 5,
        orderBy: [{ descending: true, column: null, related: { ...related, path: [orders] } }],
      }),
    ).toBe(
      'All rows of Customer; of these the first 5, by the sum of price over the rows in orders by customer (where qty is more than 1) from the greatest down.',
    )
  })
})
