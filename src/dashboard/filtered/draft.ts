import type { FilterPlanQueryInput, SubsetScope } from '../generated/graphql.ts'

/** What stands in the form. */
export type Draft = {
  by: 'DATABASE' | 'STRING'
  databaseId: string
  connectionString: string
  prompt: string
  scope: SubsetScope
  /** Of a registered database: whether relationships that were inferred are followed. */
  useCandidates: boolean
  /** As datetime-local has it: in the browser's time zone; empty: now. */
  asOf: string
  name: string
  /** As asOf; empty: never. */
  expiresAt: string
}

export const moment = (local: string): string | null => (local ? new Date(local).toISOString() : null)

/** What the plan is made of: the same input, the same plan. */
export const planInput = ({
  by,
  databaseId,
  connectionString,
  prompt,
  scope,
  useCandidates,
  asOf,
}: Draft): FilterPlanQueryInput => ({
  source: by === 'DATABASE' ? { databaseId } : { connectionString: connectionString.trim() },
  prompt: prompt.trim(),
  scope,
  ...(by === 'DATABASE' && useCandidates && { useCandidates }),
  asOf: moment(asOf),
})

export const isSameInput = (a: FilterPlanQueryInput, b: FilterPlanQueryInput): boolean =>
  JSON.stringify(a) === JSON.stringify(b)
