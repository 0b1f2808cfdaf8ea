import pg from 'pg'
import { expect } from 'vitest'
import { checkPlan } from '../../../src/filtered/check.ts'
import type { CheckedPlan } from '../../../src/filtered/checked-plan.ts'
import { compileSubject, runnableSql } from '../../../src/filtered/compile.ts'
import type { Condition, Order, Plan, Subject } from '../../../src/filtered/plan.ts'
import { readStructure } from '../../../src/filtered/postgresql/structure.ts'
import type { Structure } from '../../../src/filtered/structure.ts'
import { InvalidInputError } from '../../../src/platform/errors.ts'
import { createDatabase } from '../../postgres.ts'

export type Source = Awaited<ReturnType<typeof openSource>>

/** A database with its structure, read as the product reads it: nothing is on the search_path. */
export async function openSource(sql: string) {
  const database = await createDatabase({ sql })
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  await client.query(`set search_path = ''; set timezone = 'America/New_York'`)
  const query = async <Row>(text: string, values?: unknown[]) =>
    (await client.query(text, values)).rows as Row[]
  const structure: Structure = await readStructure({ query })

  /** The keys of the one subject's rows, in their order, by the bound statement; the written-out one gives the same. */
  async function keys(plan: CheckedPlan): Promise<unknown[]> {
    const compiled = compileSubject(plan.subjects[0]!)
    const bound = await client.query({ text: compiled.text, values: compiled.values, rowMode: 'array' })
    const written = await client.query({ text: runnableSql(compiled), rowMode: 'array' })
    if (compiled.key) expect(sorted(written.rows)).toEqual(sorted(bound.rows))
    else expect(written.rows).toHaveLength(bound.rows.length)
    return bound.rows.map((row) => (row.length === 1 ? row[0] : row))
  }

  return {
    client,
    structure,
    connectionString: database.connectionString,
    check: (plan: Plan) => checkPlan(plan, structure),
    /** Sorted, unless there is a limit. */
    async select(subject: Partial<Subject> & { table: Subject['table'] }, asOf?: string) {
      const found = await keys(checkPlan(planOf(subject, asOf), structure))
      return subject.limit == null ? sorted(found) : found
    },
    async close() {
      await client.end()
      await database.drop()
    },
  }
}

const sorted = <T>(keys: T[]) =>
  [...keys].sort((a, b) => {
    const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
    return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0)
  })

export const planOf = (
  subject: Partial<Subject> & { table: Subject['table'] },
  asOf = '2026-03-31T12:00:00Z',
): Plan => ({
  planner: 'CLIENT',
  asOf,
  scope: 'RELATED',
  subjects: [{ where: null, orderBy: [], limit: null, ...subject }],
  excludeTables: [],
})

export const table = (name: string, schema = 'public') => ({ schema, name })
export const step = (name: string, via: string | null = null, direction?: 'TO_PARENT' | 'TO_CHILD') => ({
  ...table(name),
  via,
  direction,
})

export const compare = (
  column: string,
  operator: Extract<Condition, { compare: unknown }>['compare']['operator'],
  ...values: (string | number | boolean | null)[]
): Condition => ({ compare: { column, operator, values } })

export const by = (column: string, descending = false): Order => ({ column, descending, related: null })

/** What is wrong with a plan, as `path: message`. */
export function wrongs(check: () => unknown): string[] {
  try {
    check()
  } catch (error) {
    if (error instanceof InvalidInputError)
      return error.fields.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw error
  }
  return []
}
