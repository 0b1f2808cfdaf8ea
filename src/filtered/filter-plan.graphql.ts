import { GraphQLError } from 'graphql'
import { DatabaseSourceInput } from '../databases/databases.graphql.ts'
import { builder } from '../graphql/builder.ts'
import { refusals, resultType } from '../graphql/errors.graphql.ts'
import { decodeIdOf } from '../graphql/nodes.ts'
import { tableRoles } from './checked-plan.ts'
import './context.ts'
import type { FilterPlan } from './filter-plan.ts'
import { planners, subsetScopes } from './plan.ts'
import { FilterPlanInput, planOf } from './plan-input.graphql.ts'
import type { DatabaseSource } from './source.ts'

export const SubsetScope = builder.enumType('SubsetScope', {
  description:
    'RELATED: what matches, what belongs to it, what it needs. REST: also every other row that does not depend on a row left out.',
  values: subsetScopes,
})

export const Planner = builder.enumType('Planner', {
  description: 'Who made the plan: a language model, the rules that need none, or the client.',
  values: planners,
})

const TableRole = builder.enumType('TableRole', {
  description: `SUBJECT: the plan says which rows. DESCENDANT: the rows that belong to kept rows of subjects. REFERENCED: the rows that
kept rows refer to. REST: all rows. EMPTY: none.`,
  values: tableRoles,
})

const FilterSubject = builder.objectRef<FilterPlan['subjects'][number]>('FilterSubject').implement({
  fields: (t) => ({
    schema: t.exposeString('schema'),
    table: t.exposeString('table'),
    condition: t.exposeString('condition', { description: 'The condition in plain words.' }),
    sql: t.exposeString('sql', {
      description: `One complete statement, runnable on the source as it stands, that selects the primary key of the rows that meet the
condition; where there is none, the first unique key that is never NULL, or else the rows.`,
    }),
  }),
})

const FilterPlanTable = builder.objectRef<FilterPlan['tables'][number]>('FilterPlanTable').implement({
  fields: (t) => ({
    schema: t.exposeString('schema'),
    table: t.exposeString('table'),
    role: t.expose('role', { type: TableRole }),
    estimatedRows: t.expose('estimatedRows', {
      type: 'BigInt',
      nullable: true,
      description: "About how many rows will be there, by the source's statistics; null where it has none.",
    }),
    sql: t.exposeString('sql', {
      nullable: true,
      description: `Selects the rows, without those that only come along because kept rows refer to them; null where one statement
cannot say it.`,
    }),
  }),
})

export const FilterPlanType = builder.objectRef<FilterPlan>('FilterPlan').implement({
  description: 'What a filtered database will hold.',
  fields: (t) => ({
    planner: t.expose('planner', { type: Planner }),
    asOf: t.expose('asOf', {
      type: 'DateTime',
      description: "The moment that relative periods ('the last 6 months') are counted back from.",
    }),
    scope: t.expose('scope', { type: SubsetScope }),
    summary: t.exposeString('summary', { description: 'The plan in plain words, a sentence a subject.' }),
    subjects: t.field({ type: [FilterSubject], resolve: ({ subjects }) => subjects }),
    tables: t.field({
      type: [FilterPlanTable],
      description: 'Every table of the source.',
      resolve: ({ tables }) => tables,
    }),
    candidates: t.stringList({
      description:
        'Relationships that are not declared and are followed like foreign keys, since useCandidates asked for it, with their scores.',
      resolve: ({ candidates }) => candidates ?? [],
    }),
  }),
})

const FilterPlanPayload = builder.objectRef<{ plan: FilterPlan }>('FilterPlanPayload').implement({
  fields: (t) => ({ plan: t.field({ type: FilterPlanType, resolve: ({ plan }) => plan }) }),
})

const { InvalidInputError, UnclearPromptError, ConnectionFailedError } = refusals
const FilterPlanResult = resultType('FilterPlanResult', FilterPlanPayload, [
  UnclearPromptError,
  InvalidInputError,
  ConnectionFailedError,
])

const FilterPlanQueryInput = builder.inputType('FilterPlanQueryInput', {
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
  }),
})

/** As it stands in an input: what is no ID of a database is found nowhere. */
export const sourceOf = ({
  connectionString,
  databaseId,
}: typeof DatabaseSourceInput.$inferInput): DatabaseSource =>
  connectionString != null ? { connectionString } : { databaseId: decodeIdOf('Database', databaseId ?? '') }

builder.queryFields((t) => ({
  filterPlan: t.field({
    type: FilterPlanResult,
    description: `What a filtered database would hold: the prompt or plan, checked against what the source is now, in words and as SQL.
Nothing is written. A connection string asks for the role EDITOR.`,
    args: { input: t.arg({ type: FilterPlanQueryInput, required: true }) },
    // Who may only read does not decide what Quarry connects to.
    authScopes: (_, { input }) =>
      input.source.connectionString != null ? { editor: true } : { reader: true },
    resolve: async (_, { input }, { em, viewer, filterPlans, signal }) => ({
      plan: await filterPlans
        .preview(em, viewer.workspaceId, {
          source: sourceOf(input.source),
          prompt: input.prompt ?? null,
          plan: input.plan ? planOf(input.plan) : null,
          scope: input.scope ?? 'RELATED',
          asOf: input.asOf ?? new Date(),
          useCandidates: input.useCandidates ?? false,
          signal,
        })
        .catch((error) => {
          throw signal?.aborted ? new GraphQLError('The client has gone') : error
        }),
    }),
  }),
}))
