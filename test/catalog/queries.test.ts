import { beforeAll, describe, expect, it } from 'vitest'
import {
  CatalogNodesQuery,
  CatalogRelationshipsQuery,
  CatalogTableQuery,
  CatalogTablesQuery,
} from '../../src/client/operations.ts'
import { type Source, useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()
let source: Source

const schema = `
  create schema first; create schema "Second";
  do $$ begin for i in 1..57 loop
    execute format('create table first.table_%s (id int primary key, up int references first.table_%s)', i, greatest(i - 1, 1));
  end loop; end $$;
  create table "Second"."100%_Sure" (id int); create table "Second"."back\\slash" (id int);
  create table "Second".table_1 (id int); create table "Second".orders (id int); create table "Second".old_orders (id int);
  comment on table "Second".orders is 'What CUSTOMERS bought'`

beforeAll(async () => {
  source = await catalogs.source(schema)
  await catalogs.createElements(source.id)
})

type Page = {
  totalCount: number
  nodes: { id: string }[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor?: string | null
    endCursor?: string | null
  }
}
type PageArguments = { first?: number; after?: string; last?: number; before?: string }

const page = async (list: 'tables' | 'relationships', args: PageArguments): Promise<Page> => {
  const variables = { id: source.id, ...args }
  return list === 'tables'
    ? (await catalogs.quarry.client.request(CatalogTablesQuery, variables)).database!.tables
    : (await catalogs.quarry.client.request(CatalogRelationshipsQuery, variables)).database!.relationships
}
const search = async (args: { search?: string; schema?: string }) => {
  const { database } = await catalogs.quarry.client.request(CatalogTablesQuery, {
    id: source.id,
    first: 100,
    ...args,
  })
  return database!.tables.nodes.map(({ name }) => name)
}
const table = async (name: string, schema?: string) =>
  (await catalogs.quarry.client.request(CatalogTableQuery, { id: source.id, name, schema })).database!.table

describe.each(['tables', 'relationships'] as const)('the list of %s', (list) => {
  it('walked page by page is the same forwards and backwards, without overlap or hole', async () => {
    const forwards: string[] = []
    for (let after: string | undefined; ; ) {
      const { nodes, pageInfo, totalCount } = await page(list, { first: 7, after })
      expect(pageInfo.hasPreviousPage).toBe(after !== undefined)
      forwards.push(...nodes.map(({ id }) => id))
      expect(totalCount).toBe(list === 'tables' ? 62 : 57)
      if (!pageInfo.hasNextPage) break
      expect(nodes).toHaveLength(7)
      after = pageInfo.endCursor!
    }
    const backwards: string[] = []
    for (let before: string | undefined; ; ) {
      const { nodes, pageInfo } = await page(list, { last: 7, before })
      expect(pageInfo.hasNextPage).toBe(before !== undefined)
      backwards.unshift(...nodes.map(({ id }) => id))
      if (!pageInfo.hasPreviousPage) break
      before = pageInfo.startCursor!
    }
    expect(new Set(forwards).size).toBe(list === 'tables' ? 62 : 57)
    expect(backwards).toEqual(forwards)
    const atOnce = await page(list, { first: 100 })
    expect(atOnce.nodes.map(({ id }) => id)).toEqual(forwards)
  })

  it('refuses what is no page', async () => {
    await expect(page(list, { first: 0 })).rejects.toThrow('first must be from 1 to 100')
    await expect(page(list, { first: 101 })).rejects.toThrow('first must be from 1 to 100')
    await expect(page(list, { last: -1 })).rejects.toThrow('last must be from 1 to 100')
    await expect(page(list, { first: 1, last: 1 })).rejects.toThrow('Give first or last, not both')
    const other = await page(list === 'tables' ? 'relationships' : 'tables', { first: 1 })
    await expect(page(list, { first: 1, after: other.pageInfo.endCursor! })).rejects.toThrow(
      'That is no cursor of this list',
    )
    await expect(page(list, { first: 1, after: 'nonsense' })).rejects.toThrow(
      'That is no cursor of this list',
    )
  })
})

describe('pages of tables', () => {
  it('neither repeat nor leave out a table that stays, where others come and go meanwhile', async () => {
    const other = await catalogs.source(
      'create table b (); create table c (); create table d (); create table e ()',
    )
    await catalogs.createElements(other.id)
    const names = async (args: PageArguments) => {
      const { database } = await catalogs.quarry.client.request(CatalogTablesQuery, { id: other.id, ...args })
      return { names: database!.tables.nodes.map(({ name }) => name), ...database!.tables.pageInfo }
    }
    const first = await names({ first: 2 })
    expect(first.names).toEqual(['b', 'c'])
    await other.run('create table a (); drop table c; create table cc ()')
    await catalogs.createElements(other.id)
    const second = await names({ first: 10, after: first.endCursor! })
    expect(second.names).toEqual(['cc', 'd', 'e'])
    expect((await names({ last: 10, before: second.startCursor! })).names).toEqual(['a', 'b'])
  })
})

describe('the schemas of a catalog', () => {
  it('are those that have a table, with how many', async () => {
    const query = 'query ($id: ID!) { database(id: $id) { schemas { name tableCount } } }'
    const answer = await fetch(`${catalogs.quarry.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${catalogs.quarry.token}`,
      },
      body: JSON.stringify({ query, variables: { id: source.id } }),
    })
    expect((await answer.json()).data.database.schemas).toEqual([
      { name: 'Second', tableCount: 5 },
      { name: 'first', tableCount: 57 },
    ])
  })
})

describe('searching tables', () => {
  it('finds each word in the schema, the name or the comment, in whatever case', async () => {
    expect(await search({ search: 'ORDERS' })).toEqual(['old_orders', 'orders'])
    expect(await search({ search: 'customers orders' })).toEqual(['orders'])
    expect(await search({ search: ' second   Old ' })).toEqual(['old_orders'])
    expect(await search({ search: 'customers missing' })).toEqual([])
    expect(await search({ search: '  ' })).toHaveLength(62)
  })

  it('takes %, _ and \\ as they are', async () => {
    expect(await search({ search: '100%_' })).toEqual(['100%_Sure'])
    expect(await search({ search: '%' })).toEqual(['100%_Sure'])
    expect(await search({ search: 'd_o' })).toEqual(['old_orders'])
    expect(await search({ search: '_%' })).toEqual([])
    expect(await search({ search: '\\' })).toEqual(['back\\slash'])
  })

  it('keeps to a schema, whose name is exact', async () => {
    expect(await search({ schema: 'Second' })).toHaveLength(5)
    expect(await search({ schema: 'Second', search: 'table' })).toEqual(['table_1'])
    expect(await search({ schema: 'second' })).toEqual([])
  })
})

describe('one table', () => {
  it('is found by its schema and name, and by its name alone where no other has it', async () => {
    expect(await table('table_1', 'first')).toMatchObject({
      schema: 'first',
      name: 'table_1',
      database: { id: source.id },
    })
    expect(await table('orders')).toMatchObject({ schema: 'Second', name: 'orders' })
    expect(await table('table_1')).toBeNull()
    expect(await table('Orders')).toBeNull()
    expect(await table('orders', 'first')).toBeNull()
  })

  it('is found by its ID, as are its columns and relationships, for those of its workspace', async () => {
    const { id, columns, references } = (await table('table_2', 'first'))!
    const target = (await table('table_1', 'first'))!
    const ids = [references[0]!.id, columns[1]!.id, id]
    const unknown = Buffer.from('Table:01a0b0c0-0000-7000-8000-000000000000').toString('base64')
    const { nodes } = await catalogs.quarry.client.request(CatalogNodesQuery, { ids: [...ids, unknown] })
    expect(nodes).toEqual([
      {
        __typename: 'Relationship',
        id: ids[0],
        relationshipName: 'table_2_up_fkey',
        sourceTable: { id },
        targetTable: { id: target.id },
      },
      { __typename: 'Column', id: ids[1], columnName: 'up', table: { id } },
      { __typename: 'Table', id, schema: 'first', name: 'table_2' },
      null,
    ])
  })

  it('keeps its ID from run to run', async () => {
    const { id } = (await table('orders'))!
    await source.run('comment on column "Second".orders.id is null; alter table "Second".orders add kept int')
    await catalogs.createElements(source.id)
    expect((await table('orders'))!.id).toBe(id)
  })
})
