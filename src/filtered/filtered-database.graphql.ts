import { secret } from '../access/audit/audited-fields.ts'
import { DatabaseNode, RemovedPayload } from '../databases/databases.graphql.ts'
import { builder } from '../graphql/builder.ts'
import { type PageArguments, pageOf } from '../graphql/connections.ts'
import { refusals, resultType } from '../graphql/errors.graphql.ts'
import { decodeIdOf, inOrder } from '../graphql/nodes.ts'
import { NotFoundError } from '../platform/errors.ts'
import { makerOf } from '../tasks/context.ts'
import type { Task } from '../tasks/task.entity.ts'
import { loadTasks, TaskInterface } from '../tasks/tasks.graphql.ts'
import './context.ts'
import { FilterPlanType } from './filter-plan.graphql.ts'
import { FilteredDatabase, type KeptTable } from './filtered-database.entity.ts'
import {
  type FilteredDatabaseInput,
  type FilteredDatabaseResult,
  filteredDatabase,
} from './filtered-database.task.ts'
import { isThere } from './filtered-databases.ts'

const FilteredTable = builder.objectRef<KeptTable>('FilteredTable').implement({
  fields: (t) => ({
    schema: t.exposeString('schema'),
    name: t.exposeString('name'),
    sourceRows: t.expose('sourceRows', {
      type: 'BigInt',
      description:
        "As the source had them; of large tables that were not read as a whole its statistics' word.",
    }),
    rows: t.expose('rows', { type: 'BigInt', description: 'That were copied.' }),
    referencedRows: t.expose('referencedRows', {
      type: 'BigInt',
      description: 'Rows kept only because kept rows refer to them.',
    }),
    leftOutRows: t.expose('leftOutRows', {
      type: 'BigInt',
      description:
        'Rows that belong to a kept row, and were left out since they also belong to one that was left out.',
    }),
  }),
})

export const FilteredDatabaseTask = builder.loadableNode('FilteredDatabaseTask', {
  description: 'Makes a database that holds what a plan keeps of another one.',
  interfaces: [TaskInterface],
  id: { resolve: ({ id }: Task) => id },
  load: async (ids: string[], context): Promise<Task[]> =>
    (await loadTasks(ids, context)).map((task) =>
      task?.kind === filteredDatabase.kind ? task : (null as never),
    ),
  fields: (t) => ({
    source: t.field({
      type: DatabaseNode,
      nullable: true,
      description: 'Null where the source was given by its connection string.',
      resolve: ({ databaseId }) => databaseId,
    }),
    prompt: t.string({ nullable: true, resolve: (task) => inputOf(task).prompt }),
    plan: t.field({
      type: FilterPlanType,
      nullable: true,
      description: 'As it was when the task was started. Every attempt follows it.',
      resolve: (task) => inputOf(task).shown,
    }),
    warnings: t.stringList({
      description:
        'What is not as in the source, in words; there once the task is COMPLETED. Its events say it as well.',
      resolve: ({ result }) => (result as FilteredDatabaseResult | null)?.warnings ?? [],
    }),
  }),
})

const inputOf = (task: Task) => task.input as FilteredDatabaseInput

const FilteredDatabaseNode = builder.loadableNode('FilteredDatabase', {
  description: 'A database that a task made, with a login of its own that can connect to nothing else.',
  id: { resolve: ({ id }: FilteredDatabase) => id },
  load: async (ids: string[], { em, viewer, filteredDatabases }): Promise<FilteredDatabase[]> =>
    filteredDatabases.address
      ? inOrder(ids, await em.fork().find(FilteredDatabase, { id: ids, ...isThere(viewer.workspaceId) }))
      : ids.map(() => null as never),
  fields: (t) => ({
    name: t.exposeString('name'),
    host: t.string({ resolve: (_, __, { filteredDatabases }) => filteredDatabases.address!.host }),
    port: t.int({ resolve: (_, __, { filteredDatabases }) => filteredDatabases.address!.port }),
    databaseName: t.exposeString('databaseName'),
    username: t.exposeString('username'),
    password: t.string({
      description: 'Only for those who may use it, from the role EDITOR on; never in a log or an event.',
      authScopes: { editor: true },
      extensions: secret,
      resolve: (database, _, { filteredDatabases }) => filteredDatabases.passwordOf(database),
    }),
    connectionString: t.string({
      description: 'With the password, for any client; from the role EDITOR on.',
      authScopes: { editor: true },
      extensions: secret,
      resolve: (database, _, { filteredDatabases }) => filteredDatabases.connectionStringOf(database),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is dropped; null: not by itself.',
    }),
    sizeBytes: t.expose('sizeBytes', { type: 'BigInt', description: 'On disk, when it was made.' }),
    rowCount: t.expose('rowCount', { type: 'BigInt' }),
    tables: t.field({ type: [FilteredTable], resolve: ({ tables }) => tables }),
    task: t.field({ type: FilteredDatabaseTask, resolve: ({ id }) => id }),
  }),
})

builder.objectField(FilteredDatabaseTask, 'filteredDatabase', (t) =>
  t.field({
    type: FilteredDatabaseNode,
    nullable: true,
    description: 'There once the task is COMPLETED, until it is dropped.',
    resolve: ({ id, status }) => (status === 'COMPLETED' ? id : null),
  }),
)

builder.queryFields((t) => ({
  filteredDatabase: t.field({
    type: FilteredDatabaseNode,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }) => decodeIdOf('FilteredDatabase', id),
  }),
  filteredDatabases: t.connection(
    {
      type: FilteredDatabaseNode,
      description: 'The filtered databases of the workspace, newest first.',
      resolve: (_, args, { em, viewer, filteredDatabases }) =>
        pageOf(em, FilteredDatabase, args as PageArguments, {
          where: filteredDatabases.address ? isThere(viewer.workspaceId) : { id: { $in: [] } },
          orderBy: [{ id: 'DESC' }],
        }),
    },
    {
      name: 'FilteredDatabaseConnection',
      fields: (t) => ({ totalCount: t.int({ resolve: ({ totalCount }) => totalCount() }) }),
    },
    { name: 'FilteredDatabaseEdge' },
  ),
}))

const DropFilteredDatabaseResult = resultType('DropFilteredDatabaseResult', RemovedPayload, [
  refusals.ConflictError,
])

builder.mutationFields((t) => ({
  dropFilteredDatabase: t.field({
    type: DropFilteredDatabaseResult,
    description: 'Drops a filtered database and its login, also while clients are connected.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_, { id }, context) => {
      const decoded = decodeIdOf('FilteredDatabase', id)
      if (!decoded) throw new NotFoundError('There is no such filtered database')
      await context.filteredDatabases.drop(context.em, makerOf(context), decoded)
      return { id }
    },
  }),
}))
