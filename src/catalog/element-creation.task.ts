import { z } from 'zod'
import { defineTask } from '../tasks/define.ts'
import { metadataKinds } from './source.ts'

const selection = z.object({ schema: z.string(), tables: z.array(z.string()).nullish() })

const input = z.object({
  databaseId: z.uuid(),
  databaseName: z.string(),
  /** Null: everything that is not the engine's own. */
  selection: z.array(selection).nullable(),
  include: z.array(z.enum(metadataKinds)),
  includePartitions: z.boolean(),
  /** Whether values are read to confirm candidates. */
  sampleValues: z.boolean().default(false),
})

export type ElementCreationInput = z.output<typeof input>

/** created: new in the catalog; skipped: there and unchanged; updated: there and changed; removed: gone from the source. */
export type ElementCounts = { created: number; skipped: number; updated: number; removed: number }

export type FailedTable = { schema: string; name: string; message: string }

export type ElementCreationResult = {
  tables: ElementCounts
  columns: ElementCounts
  relationships: ElementCounts
  failedTables: FailedTable[]
  /** Tables that this run saw and that the login may not select from. */
  unreadableTables: number
  partitionsLeftOut: number
  /** Relationships whose target no run has read yet. */
  unresolvedRelationships: number
}

export const elementCreation = defineTask<ElementCreationInput, ElementCreationResult>({
  kind: 'ELEMENT_CREATION',
  queue: 'element-creation',
  input,
  steps: [
    { name: 'tables', weight: 2 },
    { name: 'columns', weight: 5 },
    { name: 'constraints', weight: 1 },
    { name: 'indexes', weight: 2 },
    { name: 'relationships', weight: 2 },
    { name: 'candidates', weight: 2 },
  ],
  label: ({ databaseName }) => databaseName,
  maxAttempts: 3,
  timeLimitMs: 2 * 3_600_000,
})
