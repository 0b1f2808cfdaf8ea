import type { Query } from '../../filtered/rules/source/read-values.ts'
import type { Structure } from '../../filtered/structure.ts'
import { UnclearPromptError } from '../../platform/errors.ts'
import type { QuestionPlan } from './question-plan.ts'

export type QuestionContext = {
  structure: Structure
  /** Reads the source, with nothing on its search_path. */
  query: Query
  /** What relative dates are counted from. */
  asOf: Date
  /** Aborts where nobody waits for the plan any more. */
  signal?: AbortSignal
}

/**
 * The plan that an English question describes. Every word that carries meaning is used, or none is.
 * @throws UnclearPromptError with the words that were not understood, or with what the question could mean
 */
export async function planQuestion(question: string, _context: QuestionContext): Promise<QuestionPlan> {
  throw new UnclearPromptError(`Not understood: “${question}”`, [question])
}
