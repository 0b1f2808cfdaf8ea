import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileSubject, runnableSql } from '../../../src/filtered/compile.ts'
import { compileCondition } from '../../../src/filtered/compile-condition.ts'
import { by, compare, openSource, planOf, type Source, step, table } from './source.ts'

const long = `t${'23456789'.repeat(8).slice(0, 62)}`
const names = [
  'Order',
  'a"b',
  'Größe_表_🚀',
  long,
  'dot.ted',
  'per%cent',
  "'; drop table kept; --",
  '$1',
  'back\\slash',
]
const texts = [
  `O'Brien`,
  `'; drop table kept; --`,
  `' or true --`,
  '\\',
  '\\\\',
  `\\'; drop table kept; --`,
  '"',
  '$1',
  '$$',
  '{a,"b"}',
  '%',
  '表🚀',
  'line\nline',
  '',
  'NULL',
  '/*',
]
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

let source: Source
beforeAll(async () => {
  source = await openSource(`
    create table kept (id int primary key, text text, note varchar(100));
    create schema "Other Schema"; create type "Other Schema"."Colour" as enum ('Red', 'a"b', 'it''s');
    create table "Other Schema".kept (id int primary key, "Colour" "Other Schema"."Colour");
    insert into "Other Schema".kept values (1, 'Red'), (2, 'a"b'), (3, 'it''s');
    ${names.map((name) => `create table ${quoted(name)} (${quoted(name)} int primary key, up int references ${quoted(name)}); insert into ${quoted(name)} values (1, null), (2, 1);`).join('\n')}`)
  for (const [index, text] of texts.entries())
    await source.client.query('insert into public.kept values ($1, $2::text, $2)', [index, text])
})
afterAll(() => source?.close())

describe('names', () => {
  it.each(names)('are what they are: %s', async (name) => {
    expect(
      await source.select({
        table: table(name),
        where: {
          any: [
            compare(name, 'EQ', 7),
            {
              related: {
                path: [step(name, null, 'TO_CHILD')],
                where: compare(name, 'GE', 2),
                aggregate: { function: 'MAX', column: name, operator: 'EQ', value: 2 },
              },
            },
          ],
        },
        orderBy: [by(name, true)],
        limit: 5,
      }),
    ).toEqual([1])
  })

  it('of types keep their schema', async () => {
    const where = compare('Colour', 'IN', 'a"b', `it's`)
    expect(await source.select({ table: table('kept', 'Other Schema'), where })).toEqual([2, 3])
  })
})

describe('values', () => {
  it.each(texts)('stay data: %j', async (text) => {
    const index = texts.indexOf(text)
    for (const column of ['text', 'note']) {
      expect(await source.select({ table: table('kept'), where: compare(column, 'EQ', text) })).toEqual([
        index,
      ])
      const list = compare(column, 'IN', text, 'nothing')
      expect(await source.select({ table: table('kept'), where: list })).toEqual([index])
    }
    expect(await source.select({ table: table('kept'), where: compare('text', 'NOT_IN', ...texts) })).toEqual(
      [],
    )
  })

  it('stand in no text that is bound, and in no other place of one that is written out', async () => {
    const checked = source.check(planOf({ table: table('kept'), where: compare('text', 'EQ', texts[1]!) }))
    const compiled = compileSubject(checked.subjects[0]!)
    expect(compiled.text).toBe('SELECT t."id"\nFROM "public"."kept" t\nWHERE t."text" = $1::text')
    expect(compiled.values).toEqual([texts[1]])
    expect(runnableSql(compiled)).toBe(
      `SELECT t."id"\nFROM "public"."kept" t\nWHERE t."text" = '''; drop table kept; --'::text`,
    )
  })

  it('are read alike where backslashes in literals are escapes', async () => {
    const checked = source.check(planOf({ table: table('kept'), where: compare('text', 'IN', '\\', '"') }))
    const sql = runnableSql(compileSubject(checked.subjects[0]!))
    await source.client.query('set standard_conforming_strings = off')
    const { rows } = await source.client.query(sql)
    await source.client.query('set standard_conforming_strings = on')
    expect(rows).toHaveLength(2)
  })

  it('of a condition alone are numbered behind those that there are', async () => {
    const checked = source.check(planOf({ table: table('kept'), where: compare('id', 'BETWEEN', 2, 3) }))
    const values = ['x']
    const where = compileCondition(checked.subjects[0]!.where!, 'k', values)
    expect(where).toBe('k."id" BETWEEN $2::integer AND $3::integer')
    expect(values).toEqual(['x', '2', '3'])
  })
})
