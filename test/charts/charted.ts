import type { TypedResult } from '../../src/charts/columns/column.ts'
import { typeColumns } from '../../src/charts/columns/type.ts'
import { type Design, designChart } from '../../src/charts/design/design.ts'
import { resultOf } from '../../src/charts/result.ts'
import { type SpecifiedChart, specify } from '../../src/charts/specification/specify.ts'

export type Charted = { typed: TypedResult; design: Design; chart: SpecifiedChart }

/** What the rules make of a question and its rows. */
export function charted(question: string, rows: readonly Record<string, unknown>[]): Charted {
  const typed = typeColumns(resultOf(rows))
  const design = designChart(question, typed)
  return { typed, design, chart: specify(design.intent, typed, { question, notes: design.notes }) }
}

/** Numbers that are the same in each run. */
export function numbers(seed = 7): () => number {
  let state = seed
  return () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
}

export const regions = ['North', 'South', 'East', 'West']

/** Two hundred orders of two years. */
export const orders = Array.from({ length: 200 }, (_, at) => ({
  ordered_at: new Date(Date.UTC(2023, at % 24, 1 + (at % 27))).toISOString(),
  region: regions[at % 4],
  product: `Product ${at % 12}`,
  amount: at % 37,
}))
