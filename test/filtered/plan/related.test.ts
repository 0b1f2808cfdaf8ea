import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AggregateFunction, Condition, Related, Value } from '../../../src/filtered/plan.ts'
import { by, compare, openSource, type Source, step, table } from './source.ts'

let source: Source
beforeAll(async () => {
  source = await openSource(`
    create table country (code text primary key);
    create table client (
      id int primary key, country text references country, sponsor int references client, nick text unique);
    create table parcel (
      id int primary key, sender int references client, receiver int not null references client, weight int,
      price numeric(8,2), sent timestamptz, doc json);
    create table item (parcel int not null references parcel, no int, goods int, primary key (parcel, no));
    create table goods (id int primary key, name text, kind text);
    alter table item add constraint item_goods foreign key (goods) references goods;
    create table slot (room int, hour int, note text, unique (hour, room), unique nulls not distinct (note));
    alter table slot alter room set not null, alter hour set not null;
    create table booking (id int primary key, at_hour int, in_room int, client int references client,
      foreign key (at_hour, in_room) references slot (hour, room));
    create table loose (what text, n int);
    create table visit (id int, place text, client int) partition by list (place);
    create table visit_here partition of visit for values in ('here');
    create table visit_there partition of visit for values in ('there');
    alter table visit_here add constraint visit_client foreign key (client) references client;
    create table nick (of text references client (nick), n int);

    insert into country values ('de'), ('fr'), ('it');
    insert into client values (1, 'de', null, 'one'), (2, 'de', 1, 'two'), (3, 'fr', 2, null), (4, null, 4, 'four'), (5, 'it', 1, null);
    insert into visit values (1, 'here', 1), (2, 'there', 1), (3, 'there', 2), (4, 'here', 5);
    insert into parcel values
      (10, 1, 2, 5, 10.00, '2026-01-01', '{}'), (11, 1, 3, 7, null, '2026-02-01', null), (12, 2, 1, null, 2.50, null, '{}'),
      (13, null, 1, 1, 1, '2026-03-01', '{}'), (14, 1, 1, 3, 100, '2026-03-15', null);
    insert into goods values (100, 'pen', 'office'), (101, 'ink', 'office'), (102, 'pear', 'food');
    insert into item values (10, 1, 100), (10, 2, 101), (11, 1, 100), (11, 2, 100), (12, 1, 102), (14, 1, null);
    insert into slot values (1, 8, 'a'), (1, 9, 'b'), (2, 8, null);
    insert into booking values (1, 8, 1, 1), (2, 9, 1, 1), (3, 8, 2, 2), (4, null, 2, 3), (5, 8, null, 3);
    insert into loose values ('x', 1), ('x', 1), ('y', 2);
    insert into nick values ('one', 1), ('one', 2), ('two', 3), (null, 4);`)
})
afterAll(() => source?.close())

const clients = (where: Condition) => source.select({ table: table('client'), where })
const related = (path: Related['path'], where: Condition | null = null): Condition => ({
  related: { path, where, aggregate: null },
})
type Operator = NonNullable<Related['aggregate']>['operator']
const measured = (
  path: Related['path'],
  name: AggregateFunction,
  column: string | null,
  operator: Operator,
  value: Value,
  more: { where?: Condition; times?: string } = {},
): Condition => ({
  related: {
    path,
    where: more.where ?? null,
    aggregate: { function: name, column, operator, value, times: more.times },
  },
})
const sent = step('parcel', 'parcel_sender_fkey')
const got = step('parcel', 'parcel_receiver_fkey')

describe('rows that are tied to others', () => {
  it('are found from the parent and from the child', async () => {
    expect(await clients(related([sent]))).toEqual([1, 2])
    expect(await clients({ not: related([sent]) })).toEqual([3, 4, 5])
    expect(await clients(related([got], compare('weight', 'LT', 4)))).toEqual([1])
    expect(await clients(related([step('country')], compare('code', 'EQ', 'de')))).toEqual([1, 2])
    expect(await clients({ not: related([step('country')]) })).toEqual([4])
  })

  it('are found over several steps, down, up, and down and up', async () => {
    const officeGoods = compare('kind', 'EQ', 'office')
    expect(await clients(related([sent, step('item'), step('goods')], officeGoods))).toEqual([1])
    const up = related(
      [step('parcel'), step('client', 'parcel_sender_fkey'), step('country')],
      compare('code', 'EQ', 'de'),
    )
    expect(await source.select({ table: table('item'), where: up })).toHaveLength(6)
    const fellow = related([step('country'), step('client')], compare('id', 'EQ', 2))
    expect(await clients(fellow)).toEqual([1, 2])
  })

  it('are found within conditions on related rows', async () => {
    const inner = related([step('item')], compare('goods', 'EQ', 102))
    expect(await clients(related([sent], inner))).toEqual([2])
    expect(await clients(related([sent], { not: inner }))).toEqual([1])
  })

  it('of the table itself are parents or children, as the direction says', async () => {
    const way = (direction: 'TO_PARENT' | 'TO_CHILD') => [step('client', null, direction)]
    expect(await clients(related(way('TO_PARENT')))).toEqual([2, 3, 4, 5])
    expect(await clients(related(way('TO_CHILD')))).toEqual([1, 2, 4])
    expect(await clients(measured(way('TO_CHILD'), 'COUNT', null, 'GE', 2))).toEqual([1])
    const grandchildren = [...way('TO_CHILD'), ...way('TO_CHILD')]
    expect(await clients(related(grandchildren, compare('id', 'EQ', 3)))).toEqual([1])
  })

  it('are tied by composite keys whose columns stand in another order', async () => {
    const bookings = (where: Condition) => source.select({ table: table('booking'), where })
    expect(await bookings(related([step('slot')]))).toEqual([1, 2, 3])
    expect(await bookings(related([step('slot')], compare('room', 'EQ', 1)))).toEqual([1, 2])
    const slots = { table: table('slot'), where: measured([step('booking')], 'COUNT', null, 'EQ', 1) }
    expect(await source.select(slots)).toHaveLength(3)
  })

  it('are tied in those partitions alone that declare the key', async () => {
    expect(await clients(related([step('visit')]))).toEqual([1, 5])
    expect(await clients(measured([step('visit')], 'COUNT', null, 'EQ', 1))).toEqual([1, 5])
    expect(await source.select({ table: table('visit'), where: related([step('client')]) })).toHaveLength(2)
  })

  it('are tied by unique keys that are no primary key', async () => {
    expect(await clients(measured([step('nick')], 'COUNT', null, 'GE', 2))).toEqual([1])
    expect(await clients(measured([step('nick')], 'SUM', 'n', 'LT', 3))).toEqual([3, 4, 5])
  })
})

describe('a measure over related rows', () => {
  const cases: [string, Condition, number[]][] = [
    ['COUNT >= 2', measured([sent], 'COUNT', null, 'GE', 2), [1]],
    ['COUNT > 0', measured([sent], 'COUNT', null, 'GT', 0), [1, 2]],
    ['COUNT < 2', measured([sent], 'COUNT', null, 'LT', 2), [2, 3, 4, 5]],
    ['COUNT = 0', measured([sent], 'COUNT', null, 'EQ', 0), [3, 4, 5]],
    ['COUNT <> 1', measured([sent], 'COUNT', null, 'NE', 1), [1, 3, 4, 5]],
    ['COUNT <= 2.5', measured([sent], 'COUNT', null, 'LE', 2.5), [2, 3, 4, 5]],
    ['COUNT >= 0', measured([sent], 'COUNT', null, 'GE', 0), [1, 2, 3, 4, 5]],
    ['COUNT < 0', measured([sent], 'COUNT', null, 'LT', 0), []],
    ['COUNT of a column', measured([sent], 'COUNT', 'price', 'EQ', 2), [1]],
    ['COUNT of a column = 0', measured([got], 'COUNT', 'weight', 'EQ', 0), [4, 5]],
    ['COUNT of JSON', measured([sent], 'COUNT', 'doc', 'EQ', 1), [1, 2]],
    ['SUM > 50', measured([sent], 'SUM', 'price', 'GT', 50), [1]],
    ['SUM < 5', measured([sent], 'SUM', 'price', 'LT', 5), [2, 3, 4, 5]],
    ['SUM of nothing but NULL is 0', measured([sent], 'SUM', 'weight', 'EQ', 0), [2, 3, 4, 5]],
    ['SUM <> 0', measured([sent], 'SUM', 'weight', 'NE', 0), [1]],
    ['SUM of a product', measured([sent], 'SUM', 'price', 'EQ', 350, { times: 'weight' }), [1]],
    ['AVG >= 5', measured([sent], 'AVG', 'weight', 'GE', 5), [1]],
    ['AVG <> 5 of nothing', measured([sent], 'AVG', 'weight', 'NE', 5), [2, 3, 4, 5]],
    ['MIN < 5', measured([sent], 'MIN', 'weight', 'LT', 5), [1]],
    ['MAX of a moment on a day', measured([sent], 'MAX', 'sent', 'LE', '2026-03-15'), [1]],
    ['MAX of a moment before it', measured([sent], 'MAX', 'sent', 'LT', '2026-03-15'), []],
    ['MAX of a moment on another day', measured([sent], 'MAX', 'sent', 'NE', '2026-03-15'), [2, 3, 4, 5]],
    [
      'over some of the rows',
      measured([sent], 'COUNT', null, 'GE', 2, { where: compare('weight', 'GT', 4) }),
      [1],
    ],
    [
      'over some, fewer',
      measured([sent], 'COUNT', null, 'LT', 2, { where: compare('weight', 'GT', 6) }),
      [1, 2, 3, 4, 5],
    ],
    ['over several steps', measured([sent, step('item')], 'COUNT', null, 'EQ', 5), [1]],
    ['each row once', measured([sent, step('item'), step('goods')], 'COUNT', null, 'EQ', 2), [1]],
    ['each value once a row', measured([sent, step('item'), step('goods')], 'SUM', 'id', 'EQ', 201), [1]],
    ['the greatest name', measured([sent, step('item'), step('goods')], 'MAX', 'name', 'EQ', 'pear'), [2]],
    ['up and down', measured([step('country'), step('client')], 'COUNT', null, 'EQ', 2), [1, 2]],
    ['not', { not: measured([sent], 'COUNT', null, 'GE', 2) }, [2, 3, 4, 5]],
    ['or', { any: [measured([sent], 'COUNT', null, 'GE', 2), compare('id', 'EQ', 5)] }, [1, 5]],
    [
      'both',
      { all: [measured([sent], 'COUNT', null, 'GE', 1), measured([got], 'COUNT', null, 'GE', 2)] },
      [1],
    ],
  ]
  it.each(cases)('compares: %s', async (_, where, keys) => {
    expect(await clients(where)).toEqual(keys)
    expect(await clients({ not: where })).toEqual([1, 2, 3, 4, 5].filter((id) => !keys.includes(id)))
  })

  it('orders rows, the primary key as its last word, and what has none at the end', async () => {
    const first = (related: object, limit: number, descending = true) =>
      source.select({
        table: table('client'),
        limit,
        orderBy: [{ descending, column: null, related: { path: [sent], where: null, ...related } as never }],
      })
    expect(await first({ function: 'COUNT', column: null }, 4)).toEqual([1, 2, 3, 4])
    expect(await first({ function: 'COUNT', column: null }, 4, false)).toEqual([3, 4, 5, 2])
    expect(await first({ function: 'SUM', column: 'weight' }, 3, false)).toEqual([2, 3, 4])
    expect(await first({ function: 'MAX', column: 'price' }, 3, false)).toEqual([2, 1, 3])
    expect(await first({ function: 'COUNT', column: null, where: compare('id', 'EQ', 12) }, 1)).toEqual([2])
    const goods = [sent, step('item'), step('goods')]
    expect(await first({ path: goods, function: 'COUNT', column: null }, 2)).toEqual([1, 2])
  })
})

describe('a limit', () => {
  const limited = (orderBy: ReturnType<typeof by>[], limit: number, where: Condition | null = null) =>
    source.select({ table: table('client'), where, orderBy, limit })

  it('takes the first rows of those that meet the condition', async () => {
    expect(await limited([by('id', true)], 2)).toEqual([5, 4])
    expect(await limited([], 3)).toEqual([1, 2, 3])
    expect(await limited([by('country', true)], 5)).toEqual([5, 3, 1, 2, 4])
    expect(await limited([by('country'), by('id', true)], 2)).toEqual([2, 1])
    expect(await limited([by('id')], 2, compare('id', 'GT', 2))).toEqual([3, 4])
  })

  it('counts rows of a table without a key', async () => {
    expect(await source.select({ table: table('loose'), limit: 2 })).toHaveLength(2)
    expect(await source.select({ table: table('loose'), where: compare('what', 'EQ', 'x') })).toHaveLength(2)
  })
})

describe('the key', () => {
  it('is the primary key, else the first unique key without NULL', async () => {
    expect(await source.select({ table: table('item'), where: compare('goods', 'EQ', 101) })).toEqual([
      [10, 2],
    ])
    expect(await source.select({ table: table('slot'), where: compare('note', 'IS_NULL') })).toEqual([[8, 2]])
  })
})
