import { z } from 'zod'
import { defineTask } from '../tasks/define.ts'
import type { FilterPlan } from './filter-plan.ts'
import type { KeptTable } from './filtered-database.entity.ts'
import type { Plan } from './plan.ts'

const input = z.object({
  /** A registered database's id, or a target with its password that was given for this task alone, sealed. */
  source: z.union([z.object({ databaseId: z.uuid() }), z.object({ sealedTarget: z.string() })]),
  prompt: z.string().nullable(),
  plan: z.custom<Plan>((value) => typeof value === 'object' && value !== null && 'subjects' in value),
  /** The plan as it was shown when the task was started. */
  shown: z.custom<FilterPlan>((value) => typeof value === 'object' && value !== null && 'summary' in value),
  name: z.string(),
  expiresAt: z.iso.datetime().nullable(),
})

export type FilteredDatabaseInput = z.output<typeof input>

export type FilteredDatabaseResult = {
  tables: number
  rows: number
  sizeBytes: number
  /** What was not as in the source, in words: kinds that cannot be made, rows that the login does not see. */
  warnings: string[]
}

export type { KeptTable }

export const filteredDatabase = defineTask<FilteredDatabaseInput, FilteredDatabaseResult>({
  kind: 'FILTERED_DATABASE',
  queue: 'filtered-database',
  input,
  // Where the time goes in a large one: what comes before the rows must not pass for a rate.
  steps: [
    { name: 'plan', weight: 1 },
    { name: 'provision', weight: 2 },
    { name: 'schema', weight: 2 },
    { name: 'select', weight: 1 },
    { name: 'copy', weight: 60 },
    { name: 'keys', weight: 24 },
    { name: 'proof', weight: 10 },
  ],
  label: ({ name }) => name,
  maxAttempts: 3,
  timeLimitMs: 2 * 3_600_000,
})
