import { builder } from '../graphql/builder.ts'
import { type PageArguments, pageOf } from '../graphql/connections.ts'
import { refusals, resultType } from '../graphql/errors.graphql.ts'
import { decodeIdOf, inOrder } from '../graphql/nodes.ts'
import { containing } from '../graphql/search.ts'
import { InvalidInputError, NotFoundError } from '../platform/errors.ts'
import { makerOf } from '../tasks/context.ts'
import { parseConnectionString } from './connection-string.ts'
import './context.ts'
import { Database } from './database.entity.ts'
import type { ConnectionTest } from './databases.ts'
import { databaseEngines } from './engine.ts'

const DatabaseEngine = builder.enumType('DatabaseEngine', { values: databaseEngines })

/** Also a removed one, for the history of its tasks; those who look one up leave it out. */
export const DatabaseNode = builder.loadableNode('Database', {
  description: 'A database that the workspace has registered. Its password is never shown.',
  id: { resolve: ({ id }: Database) => id },
  load: async (ids: string[], { em, viewer }): Promise<Database[]> =>
    inOrder(ids, await em.fork().find(Database, { id: ids, workspaceId: viewer.workspaceId })),
  fields: (t) => ({
    name: t.exposeString('name'),
    engine: t.expose('engine', { type: DatabaseEngine }),
    host: t.exposeString('host', { nullable: true }),
    port: t.exposeInt('port', { nullable: true }),
    databaseName: t.exposeString('databaseName'),
    username: t.exposeString('username', { nullable: true }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    removedAt: t.expose('removedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Set on a database that is only shown as the subject of a past task.',
    }),
  }),
})

/** @throws NotFoundError for an ID of anything else */
export function databaseIdOf(id: string): string {
  const decoded = decodeIdOf('Database', id)
  if (!decoded) throw new NotFoundError('There is no such database')
  return decoded
}

builder.queryFields((t) => ({
  database: t.field({
    type: DatabaseNode,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, args, { em, viewer }) => {
      const id = decodeIdOf('Database', args.id)
      return id && em.fork().findOne(Database, { id, workspaceId: viewer.workspaceId, removedAt: null })
    },
  }),
  databases: t.connection(
    {
      type: DatabaseNode,
      description: 'The registered databases, by name.',
      args: {
        search: t.arg.string({
          description: 'Words that the name, the host or the name on its server contain.',
        }),
      },
      resolve: (_, args, { em, viewer }) =>
        pageOf(em, Database, args as PageArguments, {
          where: {
            workspaceId: viewer.workspaceId,
            removedAt: null,
            ...(containing<Database>(args.search, ['name', 'host', 'databaseName']) as object),
          },
          orderBy: [{ name: 'ASC' }, { id: 'ASC' }],
        }),
    },
    {
      name: 'DatabaseConnection',
      fields: (t) => ({ totalCount: t.int({ resolve: ({ totalCount }) => totalCount() }) }),
    },
    { name: 'DatabaseEdge' },
  ),
}))

export const DatabasePayload = builder.objectRef<{ database: Database }>('DatabasePayload').implement({
  fields: (t) => ({ database: t.field({ type: DatabaseNode, resolve: ({ database }) => database }) }),
})

export const RemovedPayload = builder.objectRef<{ id: string }>('RemovedPayload').implement({
  fields: (t) => ({ id: t.id({ resolve: ({ id }) => id }) }),
})

const TestConnectionPayload = builder.objectRef<ConnectionTest>('TestConnectionPayload').implement({
  description: 'readOnly: the login can change no table that it sees.',
  fields: (t) => ({
    serverVersion: t.exposeString('serverVersion'),
    latencyMs: t.exposeFloat('latencyMs'),
    tableCount: t.exposeInt('tableCount'),
    readOnly: t.exposeBoolean('readOnly'),
  }),
})

const RegisterDatabaseInput = builder.inputType('RegisterDatabaseInput', {
  fields: (t) => ({
    name: t.string({ required: true, description: 'Unique in the workspace.' }),
    connectionString: t.string({
      required: true,
      description:
        'postgresql://user:password@host:5432/database?sslmode=require, the same with mariadb:// or mysql://, or sqlite:path/of/the.file.',
    }),
  }),
})

const UpdateDatabaseInput = builder.inputType('UpdateDatabaseInput', {
  description: 'What is left out stays as it is.',
  fields: (t) => ({ id: t.id({ required: true }), name: t.string(), connectionString: t.string() }),
})

export const DatabaseSourceInput = builder.inputType('DatabaseSourceInput', {
  description: 'A registered database, or one that is only connected to this once.',
  isOneOf: true,
  fields: (t) => ({ databaseId: t.id(), connectionString: t.string() }),
})

const { ConflictError, ConnectionFailedError } = refusals
const RegisterDatabaseResult = resultType('RegisterDatabaseResult', DatabasePayload, [
  InvalidInputError,
  ConflictError,
  ConnectionFailedError,
])
const RemoveDatabaseResult = resultType('RemoveDatabaseResult', RemovedPayload, [ConflictError])
const TestConnectionResult = resultType('TestConnectionResult', TestConnectionPayload, [
  InvalidInputError,
  ConnectionFailedError,
])

builder.mutationFields((t) => ({
  registerDatabase: t.field({
    type: RegisterDatabaseResult,
    description: 'Connects to the database and keeps how; the password is sealed.',
    args: { input: t.arg({ type: RegisterDatabaseInput, required: true }) },
    resolve: async (_, { input }, context) => ({
      database: await context.databases.register(context.em, makerOf(context), input),
    }),
  }),
  updateDatabase: t.field({
    type: RegisterDatabaseResult,
    description:
      'Renames a database, or connects to it elsewhere; its catalog stays until the next element creation.',
    args: { input: t.arg({ type: UpdateDatabaseInput, required: true }) },
    resolve: async (_, { input: { id, ...changes } }, context) => ({
      database: await context.databases.update(context.em, makerOf(context), databaseIdOf(id), changes),
    }),
  }),
  removeDatabase: t.field({
    type: RemoveDatabaseResult,
    description: 'Forgets a database, its password and its catalog. The database itself is not touched.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_, { id }, context) => {
      await context.databases.remove(context.em, makerOf(context), databaseIdOf(id))
      return { id }
    },
  }),
  testConnection: t.field({
    type: TestConnectionResult,
    description: 'Connects, and says what is there; nothing is kept.',
    args: { input: t.arg({ type: DatabaseSourceInput, required: true }) },
    resolve: async (_, { input }, { em, viewer, databases }) => {
      const { connectionString, databaseId } = input
      if (connectionString != null) return databases.test(em, parseConnectionString(connectionString))
      const id = decodeIdOf('Database', databaseId ?? '')
      const database =
        id && (await em.fork().findOne(Database, { id, workspaceId: viewer.workspaceId, removedAt: null }))
      if (database) return databases.test(em, databases.targetOf(database))
      const message = 'There is no such database'
      throw new InvalidInputError(message, [{ path: ['databaseId'], message }])
    },
  }),
}))
