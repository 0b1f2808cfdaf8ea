import type { TypedResult } from './columns/column.ts'
import type { Proposal } from './design/design.ts'
import type { ChartIntent } from './intent.ts'

/** Who chose a chart. */
export const planners = ['MODEL', 'RULES'] as const
export type ChartPlanner = (typeof planners)[number]

export type DesignContext = {
  /** The query that the rows came from, where there is one. */
  sql: string | null
  /** Aborts where nobody waits for the chart any more. */
  signal: AbortSignal
  /** Called once, as soon as it is known that the rules stand in for the model, with the reason. */
  onFallback?: (reason: string) => void
}

export type Designed = {
  planner: ChartPlanner
  intent: ChartIntent
  /** What the model calls this chart; of this one alone, so that the intent that adjustments change has none. */
  title: string | null
  reason: string
  /** What else the rules could show, the best first; never the chosen intent. */
  alternatives: Proposal[]
  /** Where the question could not have what it asks for: why. */
  notes: string[]
  /** Why the rules stand in for the model; null where the model chose, or none is configured. */
  fallback: string | null
}

export type ChartDesigner = {
  /**
   * The chart for a question and its rows; it can be drawn.
   * @throws NothingToDraw where there are no rows, or no values in them; the signal's reason
   */
  design(question: string, typed: TypedResult, context: DesignContext): Promise<Designed>
  /**
   * The intent with what the words say changed. `question`: what the chart answers.
   * @throws UnclearPromptError with the words that were not understood; InvalidInputError where no such chart can be drawn; the
   *   signal's reason
   */
  adjust(
    words: string,
    intent: ChartIntent,
    typed: TypedResult,
    context: { question: string; signal: AbortSignal },
  ): Promise<{ planner: ChartPlanner; intent: ChartIntent }>
}
