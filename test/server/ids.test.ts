import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register, startTask } from './tasks.ts'
import { openEventStream, post, resultsOf } from './transports.ts'

const nodeTypes = ['Workspace', 'Database', 'Table', 'Column', 'Relationship', 'ElementCreationTask'] as const
type NodeType = (typeof nodeTypes)[number]

let quarry: TestQuarry
let source: TestDatabase
const ids = {} as Record<NodeType, string>

beforeAll(async () => {
  quarry = await startQuarry()
  source = await createDatabase({
    sql: 'create table a (id int primary key); create table b (id int primary key, a int references a)',
  })
  ids.Database = await register(quarry.client, source.connectionString, 'source')
  ids.ElementCreationTask = await startTask(quarry.client, ids.Database)
  for await (const { type } of quarry.client.watchTask(ids.ElementCreationTask))
    expect(type).not.toBe('FAILED')
  const query = `query ($id: ID!) {
    viewer { workspace { id } }
    database(id: $id) { tables { nodes { id columns { id } } } relationships { nodes { id } } }
  }`
  const { data } = await post(quarry, { query, variables: { id: ids.Database } })
  ids.Workspace = data.viewer.workspace.id
  ids.Table = data.database.tables.nodes[0].id
  ids.Column = data.database.tables.nodes[0].columns[0].id
  ids.Relationship = data.database.relationships.nodes[0].id
})
afterAll(async () => {
  await quarry.stop()
  await source.drop()
})

const idOf = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64')
const absent = '01890000-0000-7000-8000-000000000000'
const nowhere = [
  ['no base64', '%%%'],
  ['base64 of nothing', ''],
  ['text', 'garbage'],
  ['a number', '1'],
  ['the id of a type that is no node', idOf('Viewer', absent)],
  ['the id of an interface', idOf('Task', absent)],
  ['the id of a type that does not exist', idOf('Nothing', absent)],
  ['the id of a property that all objects have', idOf('__proto__', absent)],
  ['a key that is no UUID', idOf('Database', '1')],
  ['a key with a zero byte', idOf('Database', '\u0000')],
  ['a key that is SQL', idOf('Database', `' or true --`)],
  ...nodeTypes.map((type) => [`a ${type} that does not exist`, idOf(type, absent)]),
  ...nodeTypes.map((type) => [`a ${type} whose key is no UUID`, idOf(type, 'x')]),
] as [string, string][]

const nodeQuery = 'query ($id: ID!) { node(id: $id) { __typename id } }'
const nodesQuery = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }'

describe('node', () => {
  it.each(nodeTypes)('finds a %s by its id', async (type) => {
    const { data, errors } = await post(quarry, { query: nodeQuery, variables: { id: ids[type] } })
    expect(errors).toBeUndefined()
    expect(data.node).toEqual({ __typename: type, id: ids[type] })
  })

  it('is a way to all that the type has', async () => {
    const query = `query ($id: ID!) {
      node(id: $id) { ... on Column { name table { name database { name elementCreation { status } } } } }
    }`
    const { data } = await post(quarry, { query, variables: { id: ids.Column } })
    expect(data.node).toEqual({
      name: 'id',
      table: { name: 'a', database: { name: 'source', elementCreation: { status: 'COMPLETED' } } },
    })
  })

  it.each(nowhere)('is null, without an error, for %s', async (_, id) => {
    const answer = await post(quarry, { query: nodeQuery, variables: { id } })
    expect(answer).toMatchObject({ status: 200, data: { node: null } })
    expect(answer.errors).toBeUndefined()
  })
})

describe('nodes', () => {
  it('takes 100 ids at most, and says so', async () => {
    const ask = (count: number) =>
      post(quarry, { query: nodesQuery, variables: { ids: Array(count).fill(ids.Table) } })
    expect((await ask(100)).data.nodes).toHaveLength(100)
    const { data, errors } = await ask(101)
    expect(data ?? null).toBeNull()
    expect(errors).toMatchObject([
      {
        message: 'nodes takes at most 100 ids; these are 101',
        extensions: { code: 'INVALID_INPUT', fields: [{ path: ['ids'] }] },
      },
    ])
  })

  it('finds several of all types, in the order of the ids, each as often as it was asked for', async () => {
    const asked = [...nodeTypes, ...nodeTypes.toReversed()]
    const { data, errors } = await post(quarry, {
      query: nodesQuery,
      variables: { ids: asked.map((type) => ids[type]) },
    })
    expect(errors).toBeUndefined()
    expect(data.nodes).toEqual(asked.map((type) => ({ __typename: type, id: ids[type] })))
  })

  it('is null for what is nowhere, and finds what stands beside it', async () => {
    const { data, errors } = await post(quarry, {
      query: nodesQuery,
      variables: { ids: [...nowhere.map(([, id]) => id), ids.Table] },
    })
    expect(errors).toBeUndefined()
    expect(data.nodes).toEqual([...nowhere.map(() => null), { __typename: 'Table', id: ids.Table }])
  })

  it('of nothing is nothing', async () => {
    const { data } = await post(quarry, { query: nodesQuery, variables: { ids: [] } })
    expect(data).toEqual({ nodes: [] })
  })
})

/** An ID of each kind that is none, and one of another type that exists. */
const wrongFor = (type: NodeType): [string, () => string][] => [
  ...nowhere.map(([name, id]) => [name, () => id] as [string, () => string]),
  ...nodeTypes
    .filter((other) => other !== type)
    .map((other) => [`the id of a ${other}`, () => ids[other]] as [string, () => string]),
]

describe.each(wrongFor('Database'))('where the id of a database is expected, %s', (_, idNow) => {
  it('is found nowhere', async () => {
    const query = `query ($id: ID!) {
      database(id: $id) { id }
      tasks(filter: { databaseId: $id }) { totalCount }
    }`
    const { data, errors } = await post(quarry, { query, variables: { id: idNow() } })
    expect(errors).toBeUndefined()
    expect(data).toEqual({ database: null, tasks: { totalCount: 0 } })
  })

  it.each([
    'removeDatabase(id: $id) { __typename }',
    'updateDatabase(input: { id: $id, name: "other" }) { __typename }',
    'clearCatalog(databaseId: $id) { __typename }',
  ])('is NOT_FOUND to %s', async (field) => {
    const query = `mutation ($id: ID!) { ${field} }`
    const { errors } = await post(quarry, { query, variables: { id: idNow() } })
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })

  it.each([
    'testConnection(input: { databaseId: $id }) { __typename }',
    'startElementCreation(input: { databaseIds: [$id] }) { __typename }',
  ])('is refused by %s, and never a fault of ours', async (field) => {
    const query = `mutation ($id: ID!) { ${field} }`
    const { data, errors } = await post(quarry, { query, variables: { id: idNow() } })
    const [result] = Object.values(data ?? {}) as { __typename: string }[]
    expect(errors?.[0]?.extensions.code ?? result?.__typename).toMatch(/^(NOT_FOUND|InvalidInputError)$/)
  })
})

describe.each(wrongFor('ElementCreationTask'))('where the id of a task is expected, %s', (_, idNow) => {
  it('is found nowhere', async () => {
    const query = 'query ($id: ID!) { task(id: $id) { id } }'
    const { data, errors } = await post(quarry, { query, variables: { id: idNow() } })
    expect(errors).toBeUndefined()
    expect(data).toEqual({ task: null })
  })

  it.each(['cancelTask(taskId: $id) { __typename }', 'retryTask(taskId: $id) { __typename }'])(
    'is NOT_FOUND to %s',
    async (field) => {
      const query = `mutation ($id: ID!) { ${field} }`
      const { errors } = await post(quarry, { query, variables: { id: idNow() } })
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
    },
  )

  it('is NOT_FOUND to taskEvents', async () => {
    const query = 'subscription ($id: ID!) { taskEvents(taskId: $id) { cursor } }'
    const stream = await openEventStream(quarry, { query, variables: { id: idNow() } })
    const { value } = await resultsOf(stream).next()
    stream.destroy()
    expect(value.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })
})
