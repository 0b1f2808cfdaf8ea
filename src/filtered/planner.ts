import type { PostgresConnection } from '../databases/postgresql/connection.ts'
import type { Plan, SubsetScope } from './plan.ts'
import type { Structure } from './structure.ts'

/** What a prompt is read against. */
export type PlanningContext = {
  structure: Structure
  /** To look at the data with; it only reads, in one snapshot, with nothing on its search_path. */
  query: PostgresConnection['query']
  /** The moment that relative periods are counted back from. */
  asOf: Date
  scope: SubsetScope
  /** Aborts where nobody waits for the plan any more. */
  signal?: AbortSignal
}

/**
 * Turns a prompt into a plan.
 * @throws UnclearPromptError where it would have to guess
 */
export type PromptPlanner = (prompt: string, context: PlanningContext) => Promise<Plan>
