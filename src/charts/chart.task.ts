import { z } from 'zod'
import { defineTask } from '../tasks/define.ts'
import { chartVisibilities } from './chart.entity.ts'

const input = z.object({
  messageId: z.uuid(),
  visibility: z.enum(chartVisibilities),
  forceCreate: z.boolean(),
  adjustmentQuery: z.string().nullable(),
})

export type ChartInput = z.output<typeof input>

export type ChartResult = { title: string; mark: string; rows: number; notes: string[] }

export const chart = defineTask<ChartInput, ChartResult>({
  kind: 'CHART',
  queue: 'chart',
  input,
  steps: [
    { name: 'queued', weight: 5 },
    { name: 'data_extraction', weight: 35 },
    { name: 'llm_generation', weight: 40 },
    { name: 'schema_creation', weight: 20 },
  ],
  // How long a query takes says nothing of how long a model does: each step has its own time.
  estimate: 'steps',
  label: ({ messageId }) => messageId,
  maxAttempts: 3,
  timeLimitMs: 10 * 60_000,
})
