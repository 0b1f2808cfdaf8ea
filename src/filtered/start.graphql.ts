import { DatabaseSourceInput } from '../databases/databases.graphql.ts'
import { builder } from '../graphql/builder.ts'
import { refusals, resultType } from '../graphql/errors.graphql.ts'
import { makerOf } from '../tasks/context.ts'
import type { Task } from '../tasks/task.entity.ts'
import './context.ts'
import { SubsetScope, sourceOf } from './filter-plan.graphql.ts'
import { FilteredDatabaseTask } from './filtered-database.graphql.ts'
import { FilterPlanInput, planOf } from './plan-input.graphql.ts'

const StartFilteredDatabaseInput = builder.inputType('StartFilteredDatabaseInput', {
  fields: (t) => ({
    source: t.field({ type: DatabaseSourceInput, required: true }),
    prompt: t.string({ description: 'One of prompt and plan.' }),
    plan: t.field({ type: FilterPlanInput }),
    scope: t.field({ type: SubsetScope, description: 'RELATED where it is left out.' }),
    asOf: t.field({ type: 'DateTime', description: 'Left out: now.' }),
    useCandidates: t.boolean({
      description: `Also follows what the catalog of a registered database has for CANDIDATE relationships, like its foreign keys: rows that
they lead to are kept. The new database gets no constraint for them.`,
    }),
    name: t.string({ description: "Left out: after the source's." }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it is dropped; left out: not by itself.' }),
    priority: t.int({ description: 'From -1000 to 1000; higher ones are taken first.' }),
    maxAttempts: t.int({ description: 'From 1 to 20; 3 where this is left out.' }),
    startAfter: t.field({ type: 'DateTime' }),
    idempotencyKey: t.string({
      description: 'The same key again returns the task that it started the first time.',
    }),
  }),
})

const StartFilteredDatabasePayload = builder
  .objectRef<{ task: Task }>('StartFilteredDatabasePayload')
  .implement({
    fields: (t) => ({ task: t.field({ type: FilteredDatabaseTask, resolve: ({ task }) => task }) }),
  })

const { InvalidInputError, UnclearPromptError, ConnectionFailedError, ConflictError, LimitExceededError } =
  refusals
const StartFilteredDatabaseResult = resultType('StartFilteredDatabaseResult', StartFilteredDatabasePayload, [
  InvalidInputError,
  UnclearPromptError,
  ConnectionFailedError,
  ConflictError,
  LimitExceededError,
])
builder.mutationFields((t) => ({
  startFilteredDatabase: t.field({
    type: StartFilteredDatabaseResult,
    description: `Plans, as filterPlan does, and starts a task that makes a new database with a login of its own, which holds what the
plan keeps and every row that this needs. What was planned holds for all attempts.`,
    args: { input: t.arg({ type: StartFilteredDatabaseInput, required: true }) },
    resolve: async (_, { input }, context) => ({
      task: await context.startsFilteredDatabases.start(context.em, makerOf(context), {
        ...input,
        source: sourceOf(input.source),
        prompt: input.prompt ?? null,
        plan: input.plan ? planOf(input.plan) : null,
        scope: input.scope ?? 'RELATED',
        asOf: input.asOf ?? new Date(),
        useCandidates: input.useCandidates ?? false,
      }),
    }),
  }),
}))
