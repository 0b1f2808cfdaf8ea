import { createContextCache } from '@pothos/core'
import DataLoader from 'dataloader'
import type { Database } from '../databases/database.entity.ts'
import { DatabaseNode, DatabasePayload, databaseIdOf } from '../databases/databases.graphql.ts'
import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { refusals, resultType } from '../graphql/errors.graphql.ts'
import { decodeIdOf } from '../graphql/nodes.ts'
import { dbOf } from '../platform/orm.ts'
import { makerOf } from '../tasks/context.ts'
import type { TaskStatus } from '../tasks/states.ts'
import { latestTasks, logLines } from '../tasks/store.sql.ts'
import type { Task } from '../tasks/task.entity.ts'
import { loadTasks, TaskInterface } from '../tasks/tasks.graphql.ts'
import { resetCode } from '../tasks/tasks.ts'
import './context.ts'
import {
  type ElementCounts,
  type ElementCreationResult,
  elementCreation,
  type FailedTable,
} from './element-creation.task.ts'
import { type StartedElementCreation, whyBusy } from './elements.ts'
import { metadataKinds } from './source.ts'

const ElementCountsType = builder.objectRef<ElementCounts>('ElementCounts').implement({
  description:
    'created: new in the catalog; skipped: there and unchanged; updated: there and changed; removed: gone from the source.',
  fields: (t) => ({
    created: t.exposeInt('created'),
    skipped: t.exposeInt('skipped'),
    updated: t.exposeInt('updated'),
    removed: t.exposeInt('removed'),
  }),
})

const FailedTableType = builder.objectRef<FailedTable>('FailedTable').implement({
  description: 'A table that could not be read; the catalog keeps what it had of it.',
  fields: (t) => ({
    schema: t.exposeString('schema'),
    name: t.exposeString('name'),
    message: t.exposeString('message'),
  }),
})

const ElementCreationResultType = builder
  .objectRef<ElementCreationResult>('ElementCreationResult')
  .implement({
    fields: (t) => ({
      tables: t.field({ type: ElementCountsType, resolve: ({ tables }) => tables }),
      columns: t.field({ type: ElementCountsType, resolve: ({ columns }) => columns }),
      relationships: t.field({ type: ElementCountsType, resolve: ({ relationships }) => relationships }),
      failedTables: t.field({ type: [FailedTableType], resolve: ({ failedTables }) => failedTables }),
      unreadableTables: t.exposeInt('unreadableTables', {
        description: 'Tables that the run saw and that the login may not select from.',
      }),
      partitionsLeftOut: t.exposeInt('partitionsLeftOut', {
        description: 'Partitions that includePartitions would have read.',
      }),
      unresolvedRelationships: t.exposeInt('unresolvedRelationships', {
        description: 'Relationships of the catalog whose target no run has read yet.',
      }),
    }),
  })

const ElementCreationTask = builder.loadableNode('ElementCreationTask', {
  description: 'Reads the structure of a database into its catalog.',
  interfaces: [TaskInterface],
  id: { resolve: ({ id }: Task) => id },
  load: async (ids: string[], context): Promise<Task[]> =>
    (await loadTasks(ids, context)).map((task) =>
      task?.kind === elementCreation.kind ? task : (null as never),
    ),
  fields: (t) => ({
    database: t.field({ type: DatabaseNode, resolve: ({ databaseId }) => databaseId! }),
    result: t.field({
      type: ElementCreationResultType,
      nullable: true,
      description: 'Set once the task is COMPLETED.',
      resolve: ({ result }) => result as ElementCreationResult | null,
    }),
  }),
})

const ElementCreationStatus = builder.enumType('ElementCreationStatus', {
  values: ['IDLE', 'PENDING', 'RUNNING', 'CANCELLING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const,
})

const latestTaskOf = createContextCache(
  (context: Context) =>
    new DataLoader<string, Task | null>(async (databaseIds) => {
      const ids = await latestTasks(dbOf(context.em.fork()), elementCreation.kind, [...databaseIds])
      const tasks = new Map((await loadTasks(ids, context)).map((task) => [task?.databaseId, task]))
      return databaseIds.map((id) => tasks.get(id) ?? null)
    }),
)

const wasReset = (task: Task | null) => task?.error?.code === resetCode

type State = { database: Database; task: Task | null; live: Task | null }

/** Why it can start, in words. */
const whyReady: Partial<Record<TaskStatus, string>> = {
  COMPLETED: 'The last element creation completed; another one brings the catalog up to date',
  FAILED: 'The last element creation failed; it can be started again',
  CANCELLED: 'The last element creation was cancelled; it can be started again',
}

const ElementCreationState = builder.objectRef<State>('ElementCreationState').implement({
  description: 'Where the element creation of a database stands: its latest task.',
  fields: (t) => ({
    status: t.field({
      type: ElementCreationStatus,
      description: 'Of the latest task; IDLE where there is none, or it was reset.',
      resolve: ({ task }) => (wasReset(task) ? 'IDLE' : (task?.status ?? 'IDLE')),
    }),
    canStart: t.boolean({ resolve: ({ live }) => live === null }),
    reason: t.string({
      description: 'Why it can or cannot start, in words.',
      resolve: ({ task, live }) => {
        if (live) return whyBusy(live.status)
        if (wasReset(task)) return 'The last element creation was reset; it can be started again'
        return (task && whyReady[task.status]) ?? 'No element creation has run yet'
      },
    }),
    task: t.field({
      type: ElementCreationTask,
      nullable: true,
      resolve: ({ task }) => (wasReset(task) ? null : task),
    }),
    startedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ task }) => task?.startedAt }),
    completedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ task }) => task?.completedAt }),
    log: t.string({
      description: 'The last thousand lines of the log of the latest task; its events have all of them.',
      resolve: async ({ task }, _, { em }) => (task ? logLines(dbOf(em.fork()), task.id, 1_000) : ''),
    }),
  }),
})

builder.objectField(DatabaseNode, 'elementCreation', (t) =>
  t.field({
    type: ElementCreationState,
    resolve: async (database, _, context) => {
      const task = await latestTaskOf(context).load(database.id)
      // Only a task that looks alive is asked about: one that has outlasted its limit is settled by the question.
      const live = task && !task.completedAt ? await context.elements.liveTask(context.em, database.id) : null
      if (!task || task.completedAt || live) return { database, task: live ?? task, live }
      const [settled] = await loadTasks([task.id], context)
      return { database, task: settled ?? task, live }
    },
  }),
)

const MetadataKind = builder.enumType('MetadataKind', { values: metadataKinds })

const TableSelectionInput = builder.inputType('TableSelectionInput', {
  fields: (t) => ({
    schema: t.string({ required: true }),
    tables: t.stringList({ description: 'All tables of the schema where this is left out.' }),
  }),
})

const StartElementCreationInput = builder.inputType('StartElementCreationInput', {
  fields: (t) => ({
    databaseIds: t.idList({ required: true }),
    selection: t.field({
      type: [TableSelectionInput],
      description: 'Everything where this is left out; what lies outside of it is neither read nor changed.',
    }),
    include: t.field({
      type: [MetadataKind],
      description:
        'Kinds to read; all but CANDIDATE_KEYS where this is left out. Kinds that are not read stay as they were. TYPES bring COLUMNS with them, and CANDIDATE_KEYS, which are inferred, all kinds but COMMENTS; COMMENTS are those of tables and, with COLUMNS, of columns; keys bring the columns that they name.',
    }),
    includePartitions: t.boolean({
      description: 'Also the partitions of partitioned tables, each as a table.',
    }),
    sampleValues: t.boolean({
      description: `With CANDIDATE_KEYS: confirms or refutes candidates by values. Reads data, not only structure: for each candidate at
most 1,000 distinct values of its columns are looked up in the table that it leads to, within the database; none is kept.`,
    }),
    priority: t.int({ description: 'From -1000 to 1000; higher ones are taken first.' }),
    maxAttempts: t.int({ description: 'From 1 to 20; 3 where this is left out.' }),
    startAfter: t.field({ type: 'DateTime' }),
    idempotencyKey: t.string({
      description: 'The same key again returns the tasks that it started the first time.',
    }),
  }),
})

const SkippedDatabase = builder
  .objectRef<StartedElementCreation['skipped'][number]>('SkippedDatabase')
  .implement({
    fields: (t) => ({
      database: t.field({ type: DatabaseNode, resolve: ({ database }) => database }),
      reason: t.exposeString('reason'),
    }),
  })

const StartElementCreationPayload = builder
  .objectRef<StartedElementCreation>('StartElementCreationPayload')
  .implement({
    fields: (t) => ({
      tasks: t.field({ type: [ElementCreationTask], resolve: ({ tasks }) => tasks }),
      skipped: t.field({ type: [SkippedDatabase], resolve: ({ skipped }) => skipped }),
    }),
  })

const { InvalidInputError, LimitExceededError, ConflictError } = refusals
const StartElementCreationResult = resultType('StartElementCreationResult', StartElementCreationPayload, [
  InvalidInputError,
  LimitExceededError,
])
const ResetElementCreationResult = resultType('ResetElementCreationResult', DatabasePayload, [ConflictError])
const ClearCatalogResult = resultType('ClearCatalogResult', DatabasePayload, [ConflictError])

builder.mutationFields((t) => ({
  startElementCreation: t.field({
    type: StartElementCreationResult,
    description: `Starts a task for each of the databases that can start; each other one is in skipped with its reason. One run
at a time works on a database. A run repeated over an unchanged database changes nothing.`,
    args: { input: t.arg({ type: StartElementCreationInput, required: true }) },
    resolve: (_, { input }, context) =>
      context.elements.start(context.em, makerOf(context), {
        ...input,
        databaseIds: input.databaseIds.map((id) => decodeIdOf('Database', id)),
      }),
  }),
  resetElementCreation: t.field({
    type: ResetElementCreationResult,
    description: `Settles the stuck task of a database as FAILED, puts the database back to IDLE, and says so in the log. Its worker,
should it still run, changes nothing more.`,
    args: { databaseId: t.arg.id({ required: true }), reason: t.arg.string() },
    resolve: async (_, { databaseId, reason }, context) => ({
      database: await context.elements.reset(
        context.em,
        makerOf(context),
        databaseIdOf(databaseId),
        reason ?? null,
      ),
    }),
  }),
  clearCatalog: t.field({
    type: ClearCatalogResult,
    description: 'Empties the catalog of a database. The database itself is not touched.',
    args: { databaseId: t.arg.id({ required: true }) },
    resolve: async (_, { databaseId }, context) => ({
      database: await context.elements.clear(context.em, makerOf(context), databaseIdOf(databaseId)),
    }),
  }),
}))
