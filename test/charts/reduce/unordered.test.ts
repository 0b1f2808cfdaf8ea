import { describe, expect, it } from 'vitest'
import { withoutOrder } from '../../../src/charts/reduce/unordered.ts'

describe('a query whose rows are put together', () => {
  it.each([
    ['select * from sales order by sold_at desc, id', 'select * from sales '],
    [
      `select 'order by' as "order by" from sales ORDER  BY 1 -- order by`,
      `select 'order by' as "order by" from sales `,
    ],
    ['select a from s union all select b from t order by 1', 'select a from s union all select b from t '],
    [
      'with s as (select * from t order by a limit 3) select * from s order by a',
      'with s as (select * from t order by a limit 3) select * from s ',
    ],
    ['select distinct a from s order by a', 'select distinct a from s '],
    [
      'select row_number() over (order by a) from s where b in (1, 2) order by a',
      'select row_number() over (order by a) from s where b in (1, 2) ',
    ],
  ])('is not sorted first: %s', async (text, unordered) => {
    expect(await withoutOrder(text)).toBe(unordered)
  })

  it.each([
    'select * from sales',
    'select * from sales order by id limit 10',
    'select * from sales order by id offset 10',
    'select distinct on (a) a, b from s order by a, b',
    'select array_agg(a order by b) from s',
    'select rank() over (order by a) from s',
    'select * from (select a from s order by a limit 1) t',
    '(select a from s order by a)',
    'select a from s order by a + $1',
    'select a from s order /* so */ by a',
    `select a as "x order by y" from s where b = ' order by a'`,
  ])('is as it was where that would change more than the order: %s', async (text) => {
    expect(await withoutOrder(text)).toBe(text)
  })
})
