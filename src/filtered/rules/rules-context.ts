import type { SubsetScope } from '../plan.ts'
import type { Structure } from '../structure.ts'
import type { Query } from './source/read-values.ts'

/** What a prompt is understood with. */
export type RulesContext = {
  structure: Structure
  /** Reads the source. */
  query: Query
  /** What relative dates are counted from. */
  asOf: Date
  scope: SubsetScope
}
