import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compare, openSource, type Source, table } from './source.ts'

let source: Source
beforeAll(async () => {
  source = await openSource(`
    create type mood as enum ('sad', 'ok', 'it''s "complicated"', 'happy');
    create domain grade as int check (value < 1000);
    create domain feeling as mood;
    create domain short as varchar(3);
    create extension citext;
    create table thing (
      id int primary key, small smallint, whole int, big bigint, exact numeric(6,2), float real, double double precision,
      cash money, object oid, grade grade, text text, cut varchar(3), padded char(5), short short, symbol name,
      flag boolean, mood mood, feeling feeling, uuid uuid, day date, moment timestamptz, local timestamp(3), time time,
      zoned timetz, tags text[], codes varchar(3)[], numbers int[], moods mood[], doc jsonb, raw bytea, net inet, other_day date,
      folded citext generated always as (text) stored);
    insert into thing values
      (1, 1, 10, 9007199254740993, 1.50, 0.1, 0.1, 10.50, 7, 5, 'abc', 'abc', 'ab', 'abc', 'x', true, 'sad', 'sad',
       '00000000-0000-0000-0000-000000000001', '2024-02-29', '2024-02-29 23:59:59.999999+00', '2024-02-29 23:59:59.999', '12:30',
       '12:30+02', '{a,b}', '{xy}', '{1,2}', '{sad,ok}', '{}', '\\x00', '10.0.0.1', '2024-03-01'),
      (2, 2, 20, 2, -2.25, 2.5, 1e300, -1, 8, 6, 'a%c_\\d', 'O''B', 'cd', 'x', 'y', false, 'happy', 'happy',
       '00000000-0000-0000-0000-000000000002', '2024-03-01', '2024-03-01 00:00:00+00', '2024-03-01 00:00:00', '23:59:59',
       '12:30+00', '{"c \\"quoted\\" \\\\ back",a}', '{}', '{3}', '{happy}', 'null', '', '::1', '2024-02-01'),
      (4, 4, 40, 4, 4, 4, 4, 4, 4, 4, 'ABC', 'ABC', '', '', '', true, 'it''s "complicated"', 'ok',
       '00000000-0000-0000-0000-00000000000a', 'infinity', 'infinity', '-infinity', '00:00', '00:00+00', '{}', '{}', '{}', '{}',
       '[]', '', '1.1.1.1', '2024-03-01');
    insert into thing values (3);`)
})
afterAll(() => source?.close())

type Case = [
  column: string,
  operator: Parameters<typeof compare>[1],
  values: (string | number | boolean)[],
  keys: number[],
]

const cases: Case[] = [
  ['whole', 'EQ', [20], [2]],
  ['whole', 'EQ', ['20'], [2]],
  ['whole', 'NE', [20], [1, 3, 4]],
  ['id', 'NE', [1], [2, 3, 4]],
  ['whole', 'LT', [20], [1]],
  ['whole', 'LE', [20], [1, 2]],
  ['whole', 'GT', [20], [4]],
  ['whole', 'GE', [20], [2, 4]],
  ['whole', 'GT', [19.5], [2, 4]],
  ['whole', 'LT', ['99999999999999999999'], [1, 2, 4]],
  ['whole', 'IN', [10, 40, 5], [1, 4]],
  ['whole', 'IN', [10, 2.5, 1e15], [1]],
  ['whole', 'NOT_IN', [10, 40], [2, 3]],
  ['id', 'NOT_IN', [1, 2], [3, 4]],
  ['id', 'NOT_IN', [1], [2, 3, 4]],
  ['whole', 'BETWEEN', [10, 20], [1, 2]],
  ['whole', 'IS_NULL', [], [3]],
  ['whole', 'IS_NOT_NULL', [], [1, 2, 4]],
  ['small', 'LT', [40_000], [1, 2, 4]],
  ['small', 'GE', [2], [2, 4]],
  ['big', 'EQ', ['9007199254740993'], [1]],
  ['exact', 'EQ', [1.5], [1]],
  ['exact', 'EQ', ['1.504'], []],
  ['exact', 'LT', [0], [2]],
  ['exact', 'LT', ['1e20'], [1, 2, 4]],
  ['float', 'EQ', [0.1], [1]],
  ['float', 'LT', ['1e300'], [1, 2, 4]],
  ['double', 'EQ', [0.1], [1]],
  ['double', 'GE', ['1e300'], [2]],
  ['cash', 'GE', [4], [1, 4]],
  ['object', 'IN', [7, 8], [1, 2]],
  ['grade', 'LT', [5000], [1, 2, 4]],
  ['grade', 'EQ', [5], [1]],
  ['text', 'EQ', ['abc'], [1]],
  ['text', 'NE', ['abc'], [2, 3, 4]],
  ['text', 'IN', ['abc', 'ABC'], [1, 4]],
  ['text', 'LIKE', ['a%'], [1, 2]],
  ['text', 'LIKE', ['a\\%c\\_\\\\d'], [2]],
  ['text', 'ILIKE', ['abc'], [1, 4]],
  ['cut', 'EQ', ['abcd'], []],
  ['cut', 'EQ', [`O'B`], [2]],
  ['padded', 'EQ', ['ab'], [1]],
  ['padded', 'LIKE', ['a_'], [1]],
  ['short', 'EQ', ['abcd'], []],
  ['short', 'EQ', ['abc'], [1]],
  ['symbol', 'EQ', ['x'], [1]],
  ['symbol', 'ILIKE', ['Y'], [2]],
  ['folded', 'EQ', ['Abc'], [1, 4]],
  ['folded', 'IN', ['Abc', 'A%c_\\D'], [1, 2, 4]],
  ['folded', 'NOT_IN', ['Abc', 'x'], [2, 3]],
  ['folded', 'LIKE', ['AB%'], [1, 4]],
  ['flag', 'EQ', [true], [1, 4]],
  ['flag', 'NE', [true], [2, 3]],
  ['flag', 'IN', [true, false], [1, 2, 4]],
  ['mood', 'EQ', [`it's "complicated"`], [4]],
  ['mood', 'GE', ['ok'], [2, 4]],
  ['mood', 'IN', ['sad', `it's "complicated"`], [1, 4]],
  ['mood', 'NOT_IN', ['sad', 'happy'], [3, 4]],
  ['feeling', 'EQ', ['ok'], [4]],
  ['feeling', 'IN', ['ok', 'sad'], [1, 4]],
  ['uuid', 'EQ', ['00000000-0000-0000-0000-00000000000A'], [4]],
  ['uuid', 'IN', ['00000000-0000-0000-0000-000000000001'], [1]],
  ['day', 'EQ', ['2024-02-29'], [1]],
  ['day', 'EQ', ['2024-02-29T00:00:00.000Z'], [1]],
  ['day', 'BETWEEN', ['2024-02-29', '2024-03-01'], [1, 2]],
  ['day', 'GT', ['2024-02-29'], [2, 4]],
  ['day', 'NE', ['2024-02-29'], [2, 3, 4]],
  ['moment', 'EQ', ['2024-02-29'], [1]],
  ['moment', 'NE', ['2024-02-29'], [2, 3, 4]],
  ['moment', 'LT', ['2024-03-01'], [1]],
  ['moment', 'LE', ['2024-02-29'], [1]],
  ['moment', 'LE', ['2024-03-01'], [1, 2]],
  ['moment', 'GT', ['2024-02-29'], [2, 4]],
  ['moment', 'GT', ['2024-03-01'], [4]],
  ['moment', 'GE', ['2024-03-01'], [2, 4]],
  ['moment', 'BETWEEN', ['2024-02-29', '2024-02-29'], [1]],
  ['moment', 'BETWEEN', ['2024-02-29T23:59:59Z', '2024-03-01'], [1, 2]],
  ['moment', 'IN', ['2024-02-29', '2024-03-01T01:00:00+01:00'], [1, 2]],
  ['moment', 'NOT_IN', ['2024-02-29', '2024-03-01T00:00:00Z'], [3, 4]],
  ['moment', 'EQ', ['2024-02-29T23:59:59.999999Z'], [1]],
  ['moment', 'LE', ['2024-02-29T23:59:59.999Z'], []],
  ['moment', 'LT', ['9999-12-31'], [1, 2]],
  ['moment', 'LE', ['9999-12-31'], [1, 2]],
  ['local', 'LE', ['2024-02-29'], [1, 4]],
  ['local', 'EQ', ['2024-03-01T02:00+02'], [2]],
  ['local', 'BETWEEN', ['2024-02-29T12:00:00', '2024-03-01T12:00:00'], [1, 2]],
  ['time', 'GE', ['12:30'], [1, 2]],
  ['time', 'BETWEEN', ['12:00', '13:00'], [1]],
  ['zoned', 'LT', ['12:30:00Z'], [1, 4]],
  ['tags', 'EQ', ['a'], [1, 2]],
  ['tags', 'EQ', ['c "quoted" \\ back'], [2]],
  ['tags', 'IN', ['b', 'zzz'], [1]],
  ['tags', 'NE', ['a'], [3, 4]],
  ['codes', 'EQ', ['xyz'], []],
  ['codes', 'EQ', ['xy'], [1]],
  ['numbers', 'IN', [2, 3], [1, 2]],
  ['numbers', 'IN', [2.5, 3], [2]],
  ['numbers', 'NOT_IN', [2], [2, 3, 4]],
  ['moods', 'EQ', ['ok'], [1]],
  ['tags', 'IS_NULL', [], [3]],
  ['doc', 'IS_NOT_NULL', [], [1, 2, 4]],
  ['raw', 'IS_NULL', [], [3]],
  ['net', 'IS_NULL', [], [3]],
]

describe('a comparison', () => {
  it.each(cases)('of %s by %s with %j keeps %j', async (column, operator, values, keys) => {
    const where = compare(column, operator, ...values)
    expect(await source.select({ table: table('thing'), where })).toEqual(keys)
    // What is not kept is what its opposite keeps, NULL or not.
    const opposite = await source.select({ table: table('thing'), where: { not: where } })
    expect(opposite).toEqual([1, 2, 3, 4].filter((key) => !keys.includes(key)))
  })

  const pairs: [string, 'EQ' | 'NE' | 'LT' | 'LE' | 'GT' | 'GE', string, number[]][] = [
    ['whole', 'GT', 'small', [1, 2, 4]],
    ['whole', 'EQ', 'exact', []],
    ['small', 'EQ', 'double', [4]],
    ['small', 'NE', 'double', [1, 2]],
    ['text', 'EQ', 'cut', [1, 4]],
    ['day', 'LT', 'other_day', [1]],
    ['day', 'EQ', 'moment', [1, 2, 4]],
    ['day', 'EQ', 'local', [1, 2]],
    ['moment', 'GT', 'local', [1, 4]],
    ['mood', 'EQ', 'mood', [1, 2, 4]],
  ]
  it.each(pairs)('of two columns, %s %s %s, keeps %j', async (column, operator, other, keys) => {
    const where = { compare: { column, operator, values: [], other } }
    expect(await source.select({ table: table('thing'), where })).toEqual(keys)
  })

  it('is joined by all and any, and denied by not', async () => {
    const keys = (where: Parameters<typeof source.select>[0]['where']) =>
      source.select({ table: table('thing'), where })
    const first = compare('whole', 'LT', 15)
    const second = compare('flag', 'EQ', true)
    expect(await keys({ all: [first, second] })).toEqual([1])
    expect(await keys({ any: [first, second] })).toEqual([1, 4])
    expect(await keys({ not: { any: [first, second] } })).toEqual([2, 3])
    expect(await keys({ all: [{ any: [first, second] }, { not: first }] })).toEqual([4])
    expect(await keys({ not: { not: { all: [second] } } })).toEqual([1, 4])
  })
})
