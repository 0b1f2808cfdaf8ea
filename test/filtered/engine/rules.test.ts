import { afterEach, describe, expect, it } from 'vitest'
import { TaskError } from '../../../src/platform/errors.ts'
import { asSuperuser, createRole, withParts } from '../../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { compare, makeSubset, openClient, type PlanInput, type Subset } from './subsets.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function sourceOf(sql: string): Promise<TestDatabase> {
  const source = await createDatabase({ sql })
  open.push({ close: source.drop })
  return source
}

async function subsetOf(connectionString: string, plan: PlanInput): Promise<Subset> {
  const subset = await makeSubset(connectionString, plan)
  open.push(subset)
  return subset
}

const subset = async (sql: string, plan: PlanInput) => subsetOf((await sourceOf(sql)).connectionString, plan)
const ids = async ({ rows }: Subset, table: string) =>
  (await rows<{ id: number }>(`SELECT id FROM ${table} ORDER BY id`)).map(({ id }) => id)

const rentals = `
CREATE TABLE customer (id int PRIMARY KEY, city text, photo_id int);
CREATE TABLE photo (id int PRIMARY KEY);
CREATE TABLE rental (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customer);
CREATE TABLE payment (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, rental_id int REFERENCES rental);
INSERT INTO photo VALUES (1), (2);
INSERT INTO customer VALUES (16, 'Berlin', 1), (130, 'Paris', 2), (17, 'Berlin', NULL);
INSERT INTO rental VALUES (1, 130), (2, 16), (3, 17);
INSERT INTO payment VALUES (424, 16, 1), (425, 16, 2), (426, 16, NULL), (427, 130, 1), (428, 130, 2);
ALTER TABLE customer ADD FOREIGN KEY (photo_id) REFERENCES photo`
const of16 = { table: 'customer', where: compare('id', 'EQ', 16) }

describe('rows between a kept and a left-out parent', () => {
  it('are left out, and counted', async () => {
    const made = await subset(rentals, { subjects: [of16] })
    expect(await ids(made, 'customer')).toEqual([16])
    expect(await ids(made, 'rental')).toEqual([2])
    expect(await ids(made, 'payment')).toEqual([425, 426])
    expect(made.of('payment')).toEqual({
      schema: 'public',
      name: 'payment',
      sourceRows: 5,
      rows: 2,
      referencedRows: 0,
      leftOut: 2,
    })
    expect(made.of('photo')).toMatchObject({ rows: 1, referencedRows: 1 })
  })
})

describe('a reference to an excluded table', () => {
  it('is NULL where it may be, and nothing else depends on it', async () => {
    const made = await subset(rentals, { subjects: [of16], exclude: ['rental', 'photo'] })
    expect(await made.rows('SELECT * FROM customer')).toEqual([{ id: 16, city: 'Berlin', photo_id: null }])
    expect(await made.rows('SELECT * FROM payment ORDER BY id')).toEqual(
      [424, 425, 426].map((id) => ({ id, customer_id: 16, rental_id: null })),
    )
    expect(made.report.warnings).toEqual([
      'customer_photo_id_fkey of public.customer is NULL in all rows, since public.photo is excluded',
      'payment_rental_id_fkey of public.payment is NULL in all rows, since public.rental is excluded',
    ])
    expect(made.proved.map(({ orphans }) => orphans)).toEqual([0, 0, 0, 0])
  })
})

describe('composite references', () => {
  it('hold whatever the order of their columns, with parts that are NULL, and to keys that are not the primary one', async () => {
    const made = await subset(
      `CREATE TABLE account (tenant int, no smallint, code varchar(12) UNIQUE, PRIMARY KEY (tenant, no));
       CREATE TABLE transfer (id int PRIMARY KEY, no bigint, tenant int, to_tenant int, to_no int, via text REFERENCES account (code),
         FOREIGN KEY (no, tenant) REFERENCES account (no, tenant), FOREIGN KEY (to_tenant, to_no) REFERENCES account MATCH FULL);
       INSERT INTO account VALUES (1, 2, 'a'), (2, 1, 'b'), (3, 3, NULL), (4, 4, 'd');
       INSERT INTO transfer VALUES (1, 2, 1, 2, 1, 'd'), (2, NULL, 7, 3, 3, NULL), (3, 1, 2, NULL, NULL, NULL), (4, 3, 3, 1, 2, 'b')`,
      { subjects: [{ table: 'transfer', where: compare('id', 'LE', 2) }] },
    )
    expect(await made.rows('SELECT tenant, no FROM account ORDER BY 1')).toEqual([
      { tenant: 1, no: 2 },
      { tenant: 2, no: 1 },
      { tenant: 3, no: 3 },
      { tenant: 4, no: 4 },
    ])
    expect(await ids(made, 'transfer')).toEqual([1, 2])
    expect(made.proved.map(({ orphans }) => orphans)).toEqual([0, 0, 0])
  })
})

describe('a reference that leads nowhere in the source', () => {
  const dangling = (tail: string) => `
    CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int PRIMARY KEY, parent_id int);
    INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1), (2, 99), (3, 99);
    ALTER TABLE child ADD CONSTRAINT child_parent FOREIGN KEY (parent_id) REFERENCES parent NOT VALID; ${tail}`
  const children = { subjects: [{ table: 'child' }] }

  it('stays as it is while it is NOT VALID, and is counted', async () => {
    const made = await subset(dangling(''), children)
    expect(await ids(made, 'child')).toEqual([1, 2, 3])
    expect(made.dangling).toEqual([{ schema: 'public', table: 'child', name: 'child_parent', rows: 2 }])
    expect(made.proved).toEqual([
      { schema: 'public', table: 'child', name: 'child_parent', validated: false, orphans: 2 },
    ])
  })

  it('is a final error that names it where the source holds it for valid', async () => {
    const source = await sourceOf(
      dangling(`UPDATE pg_constraint SET convalidated = true WHERE conname = 'child_parent'`),
    )
    const made = makeSubset(source.connectionString, children)
    await expect(made).rejects.toThrow(TaskError)
    await expect(made).rejects.toMatchObject({
      retryable: false,
      message: '2 rows of public.child refer by child_parent to rows of public.parent that are not there',
    })
  })
})

describe('rows that the login cannot see', () => {
  it('are not there, which the log says', async () => {
    const source = await sourceOf(`
      CREATE TABLE note (id int PRIMARY KEY, owner text); INSERT INTO note VALUES (1, 'us'), (2, 'them');
      CREATE POLICY ours ON note USING (owner = 'us'); ALTER TABLE note ENABLE ROW LEVEL SECURITY`)
    const reader = await createRole()
    await asSuperuser(`GRANT SELECT ON note TO ${reader.user}`, source.name)
    open.push({
      close: async () => {
        await asSuperuser(`REVOKE ALL ON note FROM ${reader.user}`, source.name)
        await reader.drop()
      },
    })
    const made = await subsetOf(withParts(source.connectionString, reader), { subjects: [{ table: 'note' }] })
    expect(await ids(made, 'note')).toEqual([1])
    expect(made.report.warnings).toEqual([
      'Of public.note there are but the rows that its policies let the login see',
    ])
  })
})

it('compares keys by the rules of their type, such as one that ignores case', async () => {
  const source = await sourceOf('CREATE SCHEMA types; CREATE EXTENSION citext SCHEMA types')
  await asSuperuser(
    `CREATE TABLE tag (name types.citext PRIMARY KEY); CREATE TABLE post (id int PRIMARY KEY, tag types.citext REFERENCES tag);
     INSERT INTO tag VALUES ('Red'), ('blue'); INSERT INTO post VALUES (1, 'RED'), (2, 'red'), (3, 'Blue')`,
    source.name,
  )
  const up = await subsetOf(source.connectionString, {
    subjects: [{ table: 'post', where: compare('id', 'LE', 2) }],
  })
  expect(await up.rows('SELECT name::text FROM tag')).toEqual([{ name: 'Red' }])
  const down = await subsetOf(source.connectionString, {
    subjects: [{ table: 'tag', where: compare('name', 'EQ', 'red') }],
  })
  expect(await ids(down, 'post')).toEqual([1, 2])
})

it('sees one moment of the source, whatever is written meanwhile', async () => {
  const source = await sourceOf(
    `CREATE TABLE parent (id int PRIMARY KEY, filler text); CREATE TABLE child (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES parent);
     INSERT INTO parent SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i; INSERT INTO child SELECT i, i FROM generate_series(1, 20000) i`,
  )
  const writer = await openClient(source.connectionString)
  let writing = true
  const written = (async () => {
    let id = 100_000
    for (; writing; id++)
      await writer.query(
        `WITH p AS (INSERT INTO parent VALUES (${id}, '') RETURNING id) INSERT INTO child SELECT id, id FROM p`,
      )
    await writer.end()
    return id - 100_000
  })()
  const made = await subsetOf(source.connectionString, { subjects: [{ table: 'child' }], scope: 'REST' })
  writing = false
  expect(await written).toBeGreaterThan(20)
  expect(made.of('child').rows).toBe(made.of('parent').rows)
  expect(await made.rows('SELECT id FROM child EXCEPT SELECT id FROM parent')).toEqual([])
  expect(made.proved.map(({ orphans }) => orphans)).toEqual([0])
})
