import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BookshopOptions, createBookshop } from '../../src/demo/bookshop.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'

const asOf = new Date('2026-03-15T12:00:00Z')
const sixMonthsAgo = `timestamptz '2026-03-15 12:00Z' - interval '6 months'`

type Shop = { client: pg.Client; counts: { tables: number; rows: number }; drop(): Promise<void> }

async function openDatabase(database: TestDatabase): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  return client
}

/** A bookshop in a database of its own, made by a session with the given settings. */
async function openShop(options: BookshopOptions, settings = ''): Promise<Shop> {
  const database = await createDatabase()
  const client = await openDatabase(database)
  const drop = async () => {
    await client.end()
    await database.drop()
  }
  try {
    await client.query(settings)
    const counts = await createBookshop(client, options)
    await client.query('RESET ALL')
    return { client, counts, drop }
  } catch (error) {
    await drop()
    throw error
  }
}

/** The values of the query's first column. */
async function column<T>(client: pg.Client, sql: string): Promise<T[]> {
  const { rows } = await client.query<[T]>({ text: sql, rowMode: 'array' })
  return rows.map(([value]) => value)
}

async function count(client: pg.Client, from: string): Promise<number> {
  const [number] = await column<number>(client, `SELECT count(*)::int FROM ${from}`)
  return number!
}

const tablesQuery = `
  SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
  WHERE table_schema IN ('shop', 'stock') AND table_type = 'BASE TABLE' ORDER BY 1`

async function digests(client: pg.Client): Promise<Record<string, string>> {
  const tables = await column<string>(client, tablesQuery)
  const result: Record<string, string> = {}
  for (const table of [...tables, 'shop.monthly_sales']) {
    const [digest] = await column<string>(
      client,
      `SELECT md5(string_agg(line, E'\\n' ORDER BY line COLLATE "C")) FROM (SELECT t::text AS line FROM ${table} t) t`,
    )
    result[table] = digest!
  }
  return result
}

describe('the sample bookshop', () => {
  const progress: [number, number, string][] = []
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop({ asOf, onProgress: (...report) => progress.push(report) })
  })
  afterAll(() => shop?.drop())

  it('has some 60,000 rows in at least 14 tables of two schemas, as many as it says', async () => {
    const tables = await column<string>(shop.client, tablesQuery)
    let rows = 0
    for (const table of tables) rows += await count(shop.client, table)
    expect(shop.counts).toEqual({ tables: tables.length, rows })
    expect(tables.length).toBeGreaterThanOrEqual(14)
    expect(new Set(tables.map((table) => table.split('.')[0]))).toEqual(new Set(['shop', 'stock']))
    expect(rows).toBeGreaterThan(55_000)
    expect(rows).toBeLessThan(65_000)
  })

  it('has rows in each of its tables and views, and statistics of them', async () => {
    const relations = await column<string>(
      shop.client,
      `SELECT oid::regclass::text FROM pg_class
       WHERE relnamespace IN ('shop'::regnamespace, 'stock'::regnamespace) AND relkind IN ('r', 'v', 'm')`,
    )
    expect(relations.length).toBe(shop.counts.tables + 3)
    for (const relation of relations) expect(await count(shop.client, relation), relation).toBeGreaterThan(0)
    expect(
      await count(
        shop.client,
        `pg_class WHERE relnamespace IN ('shop'::regnamespace, 'stock'::regnamespace)
         AND relkind IN ('r', 'm') AND reltuples <= 0`,
      ),
    ).toBe(0)
  })

  it('reports how many rows it has written, up to all of them', () => {
    const done = progress.map(([rows]) => rows)
    expect(done).toEqual([...new Set(done)].sort((a, b) => a - b))
    expect(progress.at(-1)?.slice(0, 2)).toEqual([shop.counts.rows, shop.counts.rows])
    expect(new Set(progress.map(([, total]) => total))).toEqual(new Set([shop.counts.rows]))
    expect(new Set(progress.map(([, , table]) => table)).size).toBe(shop.counts.tables)
  })

  it('is the same, row for row, whenever and in whatever session it is made for the same instant', async () => {
    const again = await openShop({ asOf }, `SET timezone = 'Pacific/Auckland'; SET datestyle = 'German'`)
    try {
      expect(await digests(again.client)).toEqual(await digests(shop.client))
    } finally {
      await again.drop()
    }
  })

  it('moves with the instant it is made for, which nothing that has happened in it is later than', async () => {
    const earlier = await openShop({ asOf: new Date('2024-02-29T23:59:59.999Z') })
    try {
      for (const [{ client }, now] of [
        [shop, asOf],
        [earlier, new Date('2024-02-29T23:59:59.999Z')],
      ] as const) {
        const instants = await column<string>(
          client,
          `SELECT format('SELECT max(%I) AS at FROM %I.%I', column_name, table_schema, table_name)
           FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
           WHERE table_schema IN ('shop', 'stock') AND table_type = 'BASE TABLE'
             AND data_type = 'timestamp with time zone'`,
        )
        const [latest] = await column<Date>(client, `SELECT max(at) FROM (${instants.join(' UNION ALL ')}) t`)
        expect(latest!.getTime()).toBeLessThanOrEqual(now.getTime())
        expect(latest!.getTime()).toBeGreaterThan(now.getTime() - 86_400_000)
      }
    } finally {
      await earlier.drop()
    }
  })

  it.each([
    [
      'joined in the last six months and ordered three times or more',
      'shop.customers c',
      `c.joined_at >= ${sixMonthsAgo}
       AND (SELECT count(*) FROM shop.orders o WHERE o.customer_id = c.customer_id) >= 3`,
    ],
    [
      'ordered three times or more in the last six months',
      'shop.customers c',
      `(SELECT count(*) FROM shop.orders o
        WHERE o.customer_id = c.customer_id AND o.ordered_at >= ${sixMonthsAgo}) >= 3`,
    ],
  ])('has between 5 and 15 customers in a hundred who %s', async (_, table, condition) => {
    const share =
      (await count(shop.client, `${table} WHERE ${condition}`)) / (await count(shop.client, table))
    expect(share).toBeGreaterThan(0.05)
    expect(share).toBeLessThan(0.15)
  })

  it.each([
    ['customers in Canada', 'shop.customers', `country_code = 'CA'`],
    [
      'customers who spent more than 1000',
      'shop.customers c',
      '(SELECT sum(total) FROM shop.orders o WHERE o.customer_id = c.customer_id) > 1000',
    ],
    [
      'customers who never ordered',
      'shop.customers c',
      'NOT EXISTS (SELECT FROM shop.orders o WHERE o.customer_id = c.customer_id)',
    ],
    ['closed accounts', 'shop.customers', 'NOT active'],
    ['orders with status pending', 'shop.orders', `status = 'pending'`],
    ['orders with status shipped', 'shop.orders', `status = 'shipped'`],
    ['orders with status cancelled', 'shop.orders', `status = 'cancelled'`],
    ['orders sent elsewhere than billed', 'shop.orders', 'billing_address_id <> shipping_address_id'],
    ['orders with a coupon', 'shop.orders', 'coupon_code IS NOT NULL'],
    [
      'delivered orders not yet paid',
      'shop.orders o',
      `status = 'delivered' AND NOT EXISTS (SELECT FROM shop.payments p WHERE p.order_id = o.order_id)`,
    ],
    [
      'books never ordered',
      'stock.books b',
      'NOT EXISTS (SELECT FROM shop.order_items i WHERE i.book_id = b.book_id)',
    ],
    ['discontinued books', 'stock.books', 'discontinued'],
    ['books out of print', 'stock.books', 'NOT in_print'],
    ['books announced', 'stock.books', `published_on > '2026-03-15'`],
    ['books without a publisher', 'stock.books', 'publisher_id IS NULL'],
    ['stock to reorder', 'stock.inventory', 'on_hand < reorder_level'],
    ['reviews rated 5', 'shop.reviews', 'rating = 5'],
    ['returns not yet refunded', 'shop.returns', 'refunded_at IS NULL'],
    ['deliveries awaited', 'stock.deliveries', 'received_at IS NULL'],
  ])('has some %s, and more that are not', async (_, table, condition) => {
    const some = await count(shop.client, `${table} WHERE ${condition}`)
    expect(some).toBeGreaterThanOrEqual(5)
    expect(some).toBeLessThan((await count(shop.client, table)) / 2)
  })

  it('has a few bestsellers and a few customers who order much', async () => {
    const topShare = async (key: string, table: string, of: string) => {
      const [share] = await column<number>(
        shop.client,
        `SELECT sum(n) FILTER (WHERE place <= (SELECT count(*) FROM ${of}) / 20)::float / sum(n)
         FROM (SELECT count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) AS place
               FROM ${table} GROUP BY ${key}) t`,
      )
      return share
    }
    expect(await topShare('book_id', 'shop.order_items', 'stock.books')).toBeGreaterThan(0.3)
    expect(await topShare('customer_id', 'shop.orders', 'shop.customers')).toBeGreaterThan(0.3)
  })

  it('charges for an order what its items cost, and takes no more than that', async () => {
    const sums = `shop.orders o
      LEFT JOIN (SELECT order_id, sum(line_total) AS items FROM shop.order_items GROUP BY 1) i USING (order_id)
      LEFT JOIN (SELECT order_id, sum(amount) AS paid FROM shop.payments GROUP BY 1) p USING (order_id)`
    expect(await count(shop.client, `${sums} WHERE items = total`)).toBe(
      await count(shop.client, 'shop.orders'),
    )
    expect(await count(shop.client, `${sums} WHERE paid > total`)).toBe(0)
    expect(await count(shop.client, `${sums} WHERE paid = total`)).toBeGreaterThan(0)
  })

  it('sells books only while they are on sale, to addresses of the customer, within the term of a coupon', async () => {
    const sales = 'shop.orders o JOIN shop.order_items i USING (order_id) JOIN stock.books b USING (book_id)'
    const day = `(o.ordered_at AT TIME ZONE 'UTC')::date`
    expect(await count(shop.client, `${sales} WHERE ${day} < b.published_on`)).toBe(0)
    expect(await count(shop.client, `${sales} WHERE ${day} >= b.discontinued_on`)).toBe(0)
    expect(
      await count(
        shop.client,
        `shop.orders o JOIN shop.addresses a ON a.address_id IN (o.billing_address_id, o.shipping_address_id)
         WHERE a.customer_id <> o.customer_id`,
      ),
    ).toBe(0)
    expect(
      await count(
        shop.client,
        `shop.orders o JOIN shop.coupons c ON c.code = o.coupon_code
         WHERE ${day} < c.valid_from OR ${day} >= c.valid_until`,
      ),
    ).toBe(0)
  })

  it('numbers its books with ISBNs whose check digit is right', async () => {
    const isbns = await column<string>(shop.client, 'SELECT isbn FROM stock.books')
    const checksum = (isbn: string) =>
      Array.from(isbn).reduce((sum, digit, i) => sum + Number(digit) * (i % 2 === 0 ? 1 : 3), 0) % 10
    expect(isbns.filter((isbn) => checksum(isbn) !== 0)).toEqual([])
  })

  it('has only constraints that are validated, of every kind', async () => {
    const { rows } = await shop.client.query<{ kind: string; validated: boolean }>(
      `SELECT DISTINCT contype AS kind, convalidated AS validated FROM pg_constraint
       WHERE connamespace IN ('shop'::regnamespace, 'stock'::regnamespace) AND contype <> 'n' ORDER BY 1`,
    )
    expect(rows).toEqual(['c', 'f', 'p', 'u', 'x'].map((kind) => ({ kind, validated: true })))
  })

  it('has foreign keys within a table, between schemas, of two columns, and twice between the same tables', async () => {
    const keys = `pg_constraint
      WHERE contype = 'f' AND connamespace IN ('shop'::regnamespace, 'stock'::regnamespace)`
    expect(await count(shop.client, `${keys} AND conrelid = confrelid`)).toBe(2)
    expect(await count(shop.client, `${keys} AND cardinality(conkey) = 2`)).toBe(2)
    expect(
      await count(
        shop.client,
        `${keys} AND connamespace <> (SELECT relnamespace FROM pg_class WHERE oid = confrelid)`,
      ),
    ).toBeGreaterThan(5)
    expect(
      await column(
        shop.client,
        `SELECT conrelid::regclass::text FROM ${keys} GROUP BY conrelid, confrelid HAVING count(*) > 1`,
      ),
    ).toEqual(['shop.orders'])
  })

  it('says in a comment what each table is for', async () => {
    const silent = await column(
      shop.client,
      `SELECT oid::regclass::text FROM pg_class
       WHERE relnamespace IN ('shop'::regnamespace, 'stock'::regnamespace) AND relkind IN ('r', 'v', 'm')
         AND obj_description(oid, 'pg_class') IS NULL`,
    )
    expect(silent).toEqual([])
  })

  it('goes on counting where its rows end', async () => {
    await shop.client.query('BEGIN')
    try {
      const [customer] = await column<number>(
        shop.client,
        `INSERT INTO shop.customers (email, given_name, family_name, country_code, joined_at)
         VALUES ('new@example.com', 'New', 'Customer', 'CA', now()) RETURNING customer_id`,
      )
      const [category] = await column<number>(
        shop.client,
        `INSERT INTO stock.categories (name, slug) VALUES ('New', 'new') RETURNING category_id`,
      )
      expect(customer).toBe(await count(shop.client, 'shop.customers'))
      expect(category).toBe(await count(shop.client, 'stock.categories'))
    } finally {
      await shop.client.query('ROLLBACK')
    }
  })

  it('is not made where there is one already, which is left as it was', async () => {
    await expect(createBookshop(shop.client, { asOf })).rejects.toThrow('schema "shop" already exists')
    expect(await count(shop.client, 'shop.order_items')).toBeGreaterThan(0)
  })

  it('leaves nothing behind when it is broken off', async () => {
    const database = await createDatabase()
    const client = await openDatabase(database)
    try {
      const onProgress = (done: number) => {
        if (done > 20_000) throw new Error('enough')
      }
      await expect(createBookshop(client, { asOf, onProgress })).rejects.toThrow('enough')
      expect(await count(client, `pg_namespace WHERE nspname IN ('shop', 'stock')`)).toBe(0)
    } finally {
      await client.end()
      await database.drop()
    }
  })
})
