import { afterEach, expect, it } from 'vitest'
import { createDatabase } from '../../postgres.ts'
import { compare, makeSubset, openClient } from './subsets.ts'

const close: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const one of close.splice(0).reverse()) await one()
})

async function copyOf(sql: string, table: string) {
  const source = await createDatabase({ sql })
  close.push(source.drop)
  const made = await makeSubset(source.connectionString, { subjects: [{ table }] })
  close.push(made.close)
  const client = await openClient(source.connectionString)
  close.push(() => client.end())
  return { made, inSource: async (text: string) => (await client.query(text)).rows }
}

it('carries 100 MB in one value', async () => {
  const { made, inSource } = await copyOf(
    `CREATE TABLE file (id int PRIMARY KEY, data bytea);
     INSERT INTO file SELECT i, decode(repeat(md5(i::text), 6250000 / i), 'hex') FROM generate_series(1, 2) i`,
    'file',
  )
  const hashes = 'SELECT id, octet_length(data), md5(data) FROM file ORDER BY id'
  expect(await made.rows(hashes)).toEqual(await inSource(hashes))
  expect(await made.rows('SELECT max(octet_length(data)) FROM file')).toEqual([{ max: 100_000_000 }])
})

it('finds the rows that keys of any type refer to', async () => {
  const keys = {
    text: [
      `'a,b'`,
      `'"q"'`,
      `'{}'`,
      `E'back\\\\slash'`,
      `'NULL'`,
      `''`,
      `E'tab\\tline\\n'`,
      `'\\.'`,
      `E'it''s'`,
    ],
    'char(5)': [`'ab'`, `'ab c'`],
    numeric: [`1.50`, `'NaN'`, `'Infinity'`],
    'double precision': ['0.1', `'-Infinity'`, '1.7976931348623157e308'],
    date: [`'4713-01-01 BC'`, `'infinity'`],
    timestamptz: [`'0044-03-15 12:00:00.123 BC'`, `'-infinity'`],
    bytea: [`'\\x00ff5c'`, `''`],
    'int[]': [`'{1,NULL,3}'`, `'[0:1]={1,2}'`, `'{}'`],
    int4range: [`'[1,5)'`, `'empty'`, `'(,)'`],
    'bit(4)': [`B'1010'`],
    uuid: [`'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'`],
    jsonb: [`'null'`, `'{"a": [1, null]}'`],
    interval: [`'1 mon -1 day 00:00:00.000001'`],
    money: [`'12.34'`],
    inet: [`'2001:db8::1/64'`],
  }
  const entries = Object.entries(keys)
  const sql = entries.map(([type, values], n) => {
    const rows = values.map((value, i) => `(${value}::${type}, ${i})`).join(', ')
    return `CREATE TABLE parent${n} (key ${type} PRIMARY KEY, n int); INSERT INTO parent${n} VALUES ${rows};
      CREATE TABLE child${n} (id int PRIMARY KEY, key ${type} REFERENCES parent${n}); INSERT INTO child${n} SELECT n, key FROM parent${n}`
  })
  const all = entries.map((_, n) => `INSERT INTO hub SELECT ${n * 100} + n, ${n}, n FROM parent${n}`)
  const source = await createDatabase({
    sql: `${sql.join('; ')}; CREATE TABLE hub (id int, which int, n int); ${all.join('; ')}`,
  })
  close.push(source.drop)
  const made = await makeSubset(source.connectionString, {
    subjects: entries.map((_, n) => ({ table: `child${n}`, where: compare('id', 'GE', 0) })),
  })
  close.push(made.close)
  for (const [n, [type, values]] of entries.entries()) {
    expect([type, made.of(`parent${n}`).referencedRows]).toEqual([type, values.length])
    expect(
      await made.rows(`SELECT n FROM child${n} c JOIN parent${n} p USING (key) WHERE c.id <> p.n`),
    ).toEqual([])
  }
  expect(made.proved.map(({ orphans }) => orphans)).toEqual(entries.map(() => 0))
})
