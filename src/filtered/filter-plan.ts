import type { Databases } from '../databases/databases.ts'
import type { PostgresConnection } from '../databases/postgresql/connection.ts'
import { InvalidInputError } from '../platform/errors.ts'
import type { EntityManager } from '../platform/orm.ts'
import { candidatesOf, fittingCandidates, sayCandidate } from './candidates.ts'
import { checkPlan } from './check.ts'
import type { CheckedPlan, CheckedSubject, TableRole } from './checked-plan.ts'
import { compileSubject, runnableSql } from './compile.ts'
import { estimateRows } from './estimates.ts'
import type { Plan, PlanCandidate, Planner, PlanReference, SubsetScope } from './plan.ts'
import type { PromptPlanner } from './planner.ts'
import { readStructure } from './postgresql/structure.ts'
import { type DatabaseSource, openSnapshot, sourceFailure, targetOf } from './source.ts'
import { tableStatements } from './table-statements.ts'
import { summaryOf, wordsFor } from './words.ts'

/** What a filtered database would hold, before any row is copied. */

/** Plain data, as the API shows it. */
export type FilterPlan = {
  planner: Planner
  asOf: string
  scope: SubsetScope
  summary: string
  subjects: { schema: string; table: string; condition: string; sql: string }[]
  tables: {
    schema: string
    table: string
    role: TableRole
    estimatedRows: number | null
    sql: string | null
  }[]
  /** Those that are followed, in words and with their scores. Left out in plans of before there were any. */
  candidates?: string[]
}

/** One of `prompt` and `plan`. */
export type FilterPlanRequest = {
  source: DatabaseSource
  prompt: string | null
  plan: Pick<Plan, 'subjects' | 'excludeTables' | 'references'> | null
  scope: SubsetScope
  asOf: Date
  /** Whether the candidates of the source's catalog are followed like foreign keys. */
  useCandidates: boolean
  /** Aborts where nobody waits for it any more. */
  signal?: AbortSignal | null
}

export type FilterPlans = {
  /** @throws InvalidInputError, UnclearPromptError, ConnectionFailedError */
  preview(em: EntityManager, workspaceId: string, request: FilterPlanRequest): Promise<FilterPlan>
}

export function createFilterPlans(options: {
  databases: Databases
  planPrompt: PromptPlanner
  statementTimeoutMs: number
}): FilterPlans {
  const { databases, planPrompt, statementTimeoutMs } = options
  return {
    async preview(em, workspaceId, request) {
      checkRequest(request)
      const target = await targetOf(databases, em, workspaceId, request.source)
      const candidates = request.useCandidates ? await candidatesOf(em, workspaceId, request.source) : []
      const connection = await databases.connect(em, target, 'filter plan', request.signal ?? undefined)
      try {
        await openSnapshot(connection)
        return await describePlan(
          connection,
          await planRequest(connection, { ...request, candidates }, planPrompt),
        )
      } catch (error) {
        throw sourceFailure(error, target, statementTimeoutMs)
      } finally {
        await connection.close()
      }
    },
  }
}

const longestPrompt = 4_000

/** @throws InvalidInputError unless there is one of prompt and plan, and asOf is a moment that dates can be counted from */
export function checkRequest({
  prompt,
  plan,
  asOf,
}: Pick<FilterPlanRequest, 'prompt' | 'plan' | 'asOf'>): void {
  const wrong = (message: string, ...names: string[]) =>
    new InvalidInputError(
      message,
      names.map((name) => ({ path: [name], message })),
    )
  if ((prompt === null) === (plan === null)) throw wrong('Give one of prompt and plan', 'prompt', 'plan')
  if (prompt?.trim() === '') throw wrong('The prompt is empty', 'prompt')
  if (prompt !== null && prompt.length > longestPrompt)
    throw wrong(`A prompt has at most ${longestPrompt} characters`, 'prompt')
  const year = asOf.getUTCFullYear()
  if (!(year >= 1 && year <= 9999)) throw wrong('asOf lies in the years 1 to 9999', 'asOf')
}

/**
 * The plan that was asked for, checked against what the source is now. @param connection with a snapshot
 * @throws InvalidInputError whose fields lead into the plan, or to the prompt where that is what was given
 */
export async function planRequest(
  connection: PostgresConnection,
  {
    prompt,
    plan,
    scope,
    asOf,
    signal,
    candidates: known,
  }: FilterPlanRequest & { candidates: readonly PlanCandidate[] },
  planPrompt: PromptPlanner,
): Promise<CheckedPlan> {
  const structure = await readStructure(connection)
  const asked = new Set((plan?.references ?? []).map(columnsOf))
  const { candidates, references } = fittingCandidates(
    structure,
    known.filter((candidate) => !asked.has(columnsOf(candidate))),
  )
  if (plan !== null)
    return checkPlan({ ...plan, candidates, planner: 'CLIENT', asOf: asOf.toISOString(), scope }, structure)
  const planned = await planPrompt(prompt!, {
    structure: { ...structure, references: [...structure.references, ...references] },
    query: connection.query,
    asOf,
    scope,
    signal: signal ?? undefined,
  })
  try {
    return checkPlan({ ...planned, candidates }, structure)
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    const fields = error.fields.map(({ message }) => ({ path: ['prompt'], message }))
    throw new InvalidInputError(error.message, fields)
  }
}

/** A client's own reference of the same columns is followed in the place of a candidate. */
const columnsOf = ({ table, columns }: PlanReference) => JSON.stringify([table.name, ...columns])

/** In words, as statements, and with the numbers of rows that the planner expects. */
export async function describePlan(
  connection: Pick<PostgresConnection, 'query'>,
  checked: CheckedPlan,
): Promise<FilterPlan> {
  const { plan, structure, subjects, roles } = checked
  const expected = new Map<string, number | null>()
  for (const [index, subject] of subjects.entries())
    expected.set(subject.table.id, await expectedRows(connection, subject, index))
  const rows = estimateRows(structure, roles, expected)
  const statements = tableStatements(checked)
  const words = wordsFor(structure)
  return {
    planner: plan.planner,
    asOf: plan.asOf,
    scope: plan.scope,
    summary: summaryOf(checked),
    subjects: subjects.map((subject) => ({
      schema: subject.table.schema,
      table: subject.table.name,
      condition: words.condition(subject),
      sql: runnableSql(compileSubject(subject)),
    })),
    tables: structure.tables.map(({ id, schema, name }) => ({
      schema,
      table: name,
      role: roles.get(id)!,
      estimatedRows: rows.get(id)!,
      sql: statements.get(id)!,
    })),
    candidates: (plan.candidates ?? []).map(sayCandidate),
  }
}

/** Data exceptions and what has no operator. Source: PostgreSQL, appendix A. */
const isThePlans = /^(22|42883$|42804$|54)/

/** Also proves that the statement is one that the source can run. */
async function expectedRows(
  { query }: Pick<PostgresConnection, 'query'>,
  subject: CheckedSubject,
  index: number,
): Promise<number | null> {
  const { text, values } = compileSubject(subject)
  try {
    const [row] = await query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
      `EXPLAIN (FORMAT JSON) ${text}`,
      values,
    )
    // A table that was never analysed is guessed at by its size on disk.
    return subject.table.estimatedRows === null ? null : (row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? null)
  } catch (error) {
    const { code } = error as { code?: string }
    if (!code || !isThePlans.test(code)) throw error
    const message = `The database refuses the condition: ${(error as Error).message}`
    throw new InvalidInputError(message, [{ path: ['plan', 'subjects', `${index}`], message }])
  }
}
