import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { CancelTaskMutation, DiagramQuery } from '../../src/client/operations.ts'
import { counts, type Source, useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()

const shop = `
  create table customers (id int primary key, name text);
  create table products (id int primary key, name text);
  create table orders (id int primary key, customer_id int not null, product_id int references products, status_id int);
  create index on orders (customer_id);
  insert into customers select i, 'c' || i from generate_series(1, 1200) i;
  insert into orders select i, i, null, 1 from generate_series(1, 1100) i;`

const infer = (source: Source, options: { sampleValues?: boolean } = {}) =>
  catalogs.createElements(source.id, { include: ['CANDIDATE_KEYS'], ...options })

/** As text: the table's references of both origins. */
const references = async (source: Source, table: string) =>
  (await catalogs.table(source.id, 'public', table)).references.map(
    ({ origin, sourceColumns, targetTable, targetColumns }) =>
      `${origin} ${sourceColumns.map(({ name }) => name)} → ${targetTable.name}.${targetColumns.map(({ name }) => name)}`,
  )

/** The tables of whose candidates the catalog holds another number than it counts. */
async function miscounted(): Promise<string[]> {
  const store = await catalogs.connect(catalogs.quarry.surroundings.databaseUrl)
  const { rows } = await store.query<{ name: string }>(
    `select t.name from catalog_table t where t.candidate_count <>
       (select count(*) from catalog_relationship r where r.source_table_id = t.id and r.origin = 'CANDIDATE')`,
  )
  return rows.map(({ name }) => name)
}

describe('a run with CANDIDATE_KEYS', () => {
  it('infers a key that is not declared, with its score and what speaks for it', async () => {
    const source = await catalogs.source(shop)
    expect((await infer(source)).relationships).toEqual(counts(2, 0, 0, 0))
    const { references } = await catalogs.table(source.id, 'public', 'orders')
    expect(references).toMatchObject([
      { origin: 'CANDIDATE', name: 'orders(customer_id)', score: 0.96, validated: false, onDelete: null },
      { origin: 'DECLARED', name: 'orders_product_id_fkey', score: null, reason: null },
    ])
    expect(references[0]!.reason).toBe('"customer" names customers; both are integer; indexed')
    const { referencedBy } = await catalogs.table(source.id, 'public', 'customers')
    expect(referencedBy).toMatchObject([{ name: 'orders(customer_id)', origin: 'CANDIDATE' }])
    expect((await catalogs.database(source.id)).catalog.relationshipCount).toBe(2)
    const { database } = await catalogs.quarry.client.request(DiagramQuery, { id: source.id })
    expect(database!.diagram).toContain('t1 ||..o{ t2 : "orders(customer_id)"')
    expect(database!.diagram).toContain('t3 |o--o{ t2 : "orders_product_id_fkey"')
  })

  it('changes nothing when it is repeated, and has a step of its own', async () => {
    const source = await catalogs.source(shop)
    await infer(source, { sampleValues: true })
    const before = await catalogs.rowVersions(source.id)
    const { tasks } = await catalogs.start({
      databaseIds: [source.id],
      include: ['CANDIDATE_KEYS'],
      sampleValues: true,
    })
    const task = await catalogs.settled(tasks[0]!.id)
    expect(task.result!.relationships).toEqual(counts(0, 2, 0, 0))
    expect(task.steps.at(-1)).toMatchObject({ name: 'candidates', status: 'COMPLETED', done: 1, total: 1 })
    expect(await catalogs.rowVersions(source.id)).toEqual(before)
  })

  it('takes a candidate away once its key is declared, or its column or its table is gone, as every run does', async () => {
    const source = await catalogs.source(
      `${shop} create table notes (id int primary key, order_id int, customer_id int);`,
    )
    await infer(source)
    expect(await references(source, 'notes')).toEqual([
      'CANDIDATE customer_id → customers.id',
      'CANDIDATE order_id → orders.id',
    ])
    await catalogs.createElements(source.id)
    expect(await references(source, 'notes')).toHaveLength(2)
    expect(await miscounted()).toEqual([])
    await source.run(
      'alter table notes drop column customer_id; alter table orders add foreign key (customer_id) references customers',
    )
    expect((await catalogs.createElements(source.id)).relationships).toEqual(counts(1, 1, 0, 2))
    expect(await references(source, 'notes')).toEqual(['CANDIDATE order_id → orders.id'])
    expect(await references(source, 'orders')).toEqual([
      'DECLARED customer_id → customers.id',
      'DECLARED product_id → products.id',
    ])
    expect(await miscounted()).toEqual([])
    await source.run('drop table orders')
    expect((await catalogs.createElements(source.id)).relationships).toEqual(counts(0, 0, 0, 3))
    expect(await references(source, 'notes')).toEqual([])
    expect(await catalogs.relationships(source.id)).toEqual({ resolved: [], unresolved: [] })
    expect(await miscounted()).toEqual([])
  })

  it('counts a candidate that goes to another table by now as updated', async () => {
    const source = await catalogs.source(
      'create table usr (id int primary key); create table logs (id int primary key, usr_id int)',
    )
    await infer(source)
    expect(await references(source, 'logs')).toEqual(['CANDIDATE usr_id → usr.id'])
    await source.run(
      'alter table usr drop constraint usr_pkey; alter table usr add constraint k primary key (id); create table usrs (id bigint primary key); drop table usr',
    )
    expect((await infer(source)).relationships).toEqual(counts(1, 0, 0, 1))
    expect(await references(source, 'logs')).toEqual(['CANDIDATE usr_id → usrs.id'])
  })

  it('leaves the candidates of tables outside of its selection as they are', async () => {
    const source = await catalogs.source(
      `${shop} create schema other; create table other.visits (id int primary key, customer_id int);`,
    )
    await infer(source)
    await source.run('drop index orders_customer_id_idx')
    const before = await catalogs.rowVersions(source.id, 'public')
    await catalogs.createElements(source.id, {
      include: ['CANDIDATE_KEYS'],
      selection: [{ schema: 'other' }],
    })
    expect(await catalogs.rowVersions(source.id, 'public')).toEqual(before)
  })
})

describe('sampled values', () => {
  it('confirm a candidate, and say how many were looked up', async () => {
    const source = await catalogs.source(shop)
    await infer(source, { sampleValues: true })
    const [candidate] = (await catalogs.table(source.id, 'public', 'orders')).references
    expect(candidate!.score).toBe(0.98)
    expect(candidate!.reason).toContain('1,000 of 1,000 sampled values are in customers.id')
  })

  it('refute a candidate whose values are not in the other table', async () => {
    const source = await catalogs.source(`${shop} update orders set customer_id = customer_id + 5000`)
    await infer(source)
    expect(await references(source, 'orders')).toContain('CANDIDATE customer_id → customers.id')
    expect((await infer(source, { sampleValues: true })).relationships).toEqual(counts(0, 1, 0, 1))
    expect(await references(source, 'orders')).toEqual(['DECLARED product_id → products.id'])
    expect((await catalogs.database(source.id)).elementCreation.log).toContain(
      'Sampled values refute 1 candidates',
    )
  })

  it('are not read unless the client asks: a table that is locked holds no run up, and sampling waits for two seconds at the most', async () => {
    const source = await catalogs.source(shop)
    const holder = await catalogs.connect(source.connectionString)
    await holder.query('begin; lock table customers in access exclusive mode')
    await infer(source)
    expect((await catalogs.database(source.id)).elementCreation.log).not.toContain('could not be looked up')
    await infer(source, { sampleValues: true })
    expect((await catalogs.database(source.id)).elementCreation.log).toMatch(
      /The values of orders\(customer_id\) in public could not be looked up: .*timeout/,
    )
    expect(await references(source, 'orders')).toContain('CANDIDATE customer_id → customers.id')
  })

  it('are kept nowhere: not in the catalog, nor in the log, the events or what a task leaves behind', async () => {
    const secret = 'sesame-4711'
    const source = await catalogs.source(
      `create table codes (code varchar(20) primary key); create table doors (id int primary key, code_code varchar(20), other_code varchar(20));
       insert into codes values ('${secret}'); insert into doors values (1, '${secret}', '${secret}'), (2, 'nowhere-${secret}', null)`,
    )
    const { tasks } = await catalogs.start({
      databaseIds: [source.id],
      include: ['CANDIDATE_KEYS'],
      sampleValues: true,
    })
    expect(await catalogs.settled(tasks[0]!.id)).toMatchObject({ status: 'COMPLETED' })
    const store = await catalogs.connect(catalogs.quarry.surroundings.databaseUrl)
    const { rows: tables } = await store.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const found: string[] = []
    for (const { name } of tables) {
      const { rowCount } = await store.query(`select from ${name} t where t::text like $1`, [`%${secret}%`])
      if (rowCount! > 0) found.push(name)
    }
    expect(found).toEqual([])
    const { logDirectory } = catalogs.quarry.surroundings
    const files = await readdir(logDirectory, { recursive: true, withFileTypes: true })
    const logs = files.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name))
    expect(logs.length).toBeGreaterThan(0)
    for (const log of logs) expect(await readFile(log, 'utf8')).not.toContain(secret)
  })

  it('leave the candidates as they were where the run is cancelled meanwhile', async () => {
    const source = await catalogs.source(shop)
    await infer(source)
    const before = await catalogs.rowVersions(source.id)
    await source.run('drop index orders_customer_id_idx')
    const holder = await catalogs.connect(source.connectionString)
    await holder.query('begin; lock table customers in access exclusive mode')
    const { tasks } = await catalogs.start({
      databaseIds: [source.id],
      include: ['CANDIDATE_KEYS'],
      sampleValues: true,
    })
    await catalogs.untilWaiting(source)
    const start = performance.now()
    await catalogs.quarry.client.request(CancelTaskMutation, { taskId: tasks[0]!.id })
    expect((await catalogs.settled(tasks[0]!.id)).status).toBe('CANCELLED')
    expect(performance.now() - start).toBeLessThan(2_000)
    expect(await catalogs.rowVersions(source.id)).toEqual(before)
    await holder.query('rollback')
    expect((await infer(source, { sampleValues: true })).relationships).toEqual(counts(0, 1, 1, 0))
  })

  it('are looked up of many candidates alike, in fewer statements', async () => {
    const many = Array.from({ length: 45 }, (_, index) => index + 1)
    const source = await catalogs.source(
      `create table customers (id int primary key); insert into customers values (1), (2);
       ${many.map((n) => `create table orders_${n} (id int primary key, customer_id int); insert into orders_${n} values (1, 1), (2, ${n % 2 === 0 ? 2 : 77});`).join('\n')}`,
    )
    await infer(source, { sampleValues: true })
    const found = (await catalogs.relationships(source.id)).resolved.map(
      ({ sourceTable }) => sourceTable.name,
    )
    expect(found.sort()).toEqual(
      many
        .filter((n) => n % 2 === 0)
        .map((n) => `orders_${n}`)
        .sort(),
    )
  })

  it('are read of columns that the login may select alone; the others keep what their names say', async () => {
    const source = await catalogs.source(shop)
    const role = `reader_${source.name}`
    await source.run(
      `create role ${role} login password 'reader'; grant select on customers, products to ${role}; grant select (id, status_id) on orders to ${role}`,
    )
    const url = new URL(source.connectionString)
    url.username = role
    url.password = 'reader'
    const id = await catalogs.register('weak', url.href)
    await catalogs.createElements(id, { include: ['CANDIDATE_KEYS'], sampleValues: true })
    const [candidate] = (await catalogs.table(id, 'public', 'orders')).references
    expect(candidate).toMatchObject({ origin: 'CANDIDATE', score: 0.96 })
    expect(candidate!.reason).not.toContain('sampled')
    await source.run(`drop owned by ${role}; drop role ${role}`)
  })
})

describe('10,000 tables', () => {
  it('have their candidates inferred in seconds', async () => {
    const { inferCandidates } = await import('../../src/catalog/candidates/infer.ts')
    const tables = Array.from({ length: 10_000 }, (_, index) => ({
      id: `${index}`,
      schema: 'public',
      name: `thing_${index}s`,
      kind: 'TABLE' as const,
      partitionOf: null,
      inherits: [],
      readable: true,
      columns: [
        { name: 'id', dataType: 'bigint', nullable: true, isGenerated: false },
        { name: `thing_${(index * 7) % 10_000}_id`, dataType: 'bigint', nullable: true, isGenerated: false },
        ...Array.from({ length: 13 }, (_, column) => ({
          name: `column_${column}_id`,
          dataType: 'bigint',
          nullable: true,
          isGenerated: false,
        })),
      ],
      primaryKey: ['id'],
      uniqueKeys: [],
      indexed: [],
      declared: [],
    }))
    const start = performance.now()
    const { length } = inferCandidates(tables)
    expect(performance.now() - start).toBeLessThan(20_000)
    expect(length).toBeGreaterThan(9_900)
    // Numbers alone name nothing.
    expect(length).toBeLessThanOrEqual(10_000)
  }, 60_000)
})

// biome-ignore format: a list of names
const styles = [
  'clinic', 'warehouse', 'forum', 'ledger', 'shop', 'wholesale', 'handel', 'tienda', 'boutique', 'airline', 'helpdesk', 'enterprise',
  'stock', 'deals', 'library', 'hospital', 'issues',
]

describe('the declared keys of databases in many styles, hidden from the inference,', () => {
  it.each(styles)('%s: nine of ten candidates are declared, and two of three keys found', async (name) => {
    const sql = await readFile(new URL(`../fixtures/candidates/${name}.sql`, import.meta.url), 'utf8')
    const source = await catalogs.source(sql)
    const keys = async () =>
      (await catalogs.relationships(source.id)).resolved.map(
        ({ sourceTable, sourceColumns, targetTable }) =>
          `${sourceTable.name} ${sourceColumns.map(({ name }) => name)} ${targetTable.name}`,
      )
    await catalogs.createElements(source.id)
    const declared = new Set(await keys())
    const session = new pg.Client({ connectionString: source.connectionString })
    await session.connect()
    const { rows } = await session.query(
      `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as text from pg_constraint where contype = 'f'`,
    )
    for (const { text } of rows) await session.query(text)
    await session.end()
    await infer(source)
    const found = await keys()
    const right = found.filter((key) => declared.has(key))
    expect(right.length / found.length).toBeGreaterThanOrEqual(0.9)
    expect(right.length / declared.size).toBeGreaterThanOrEqual(0.66)
  })
})
