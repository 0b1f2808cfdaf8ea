import { prepare } from '../../filtered/rules/prepare.ts'
import type { Query } from '../../filtered/rules/source/read-values.ts'
import type { Token } from '../../filtered/rules/text/tokens.ts'
import type { Structure } from '../../filtered/structure.ts'
import { UnclearPromptError } from '../../platform/errors.ts'
import { describeQuestion } from './describe-question.ts'
import type { QuestionPlan } from './question-plan.ts'
import { questionWords } from './rules/phrases.ts'
import { withSpans } from './rules/spans.ts'
import { subjectsOf } from './rules/subjects.ts'
import { ambiguous, unclear } from './rules/unclear.ts'
import { understand } from './rules/understand.ts'

export type QuestionContext = {
  structure: Structure
  /** Reads the source, with nothing on its search_path. */
  query: Query
  /** What relative dates are counted from. */
  asOf: Date
  /** Aborts where nobody waits for the plan any more. */
  signal?: AbortSignal
  /** Called where the rules read it in place of a model, with the reason. */
  onFallback?: (reason: string) => void
}

/** Readings that cost nearly the same are equally good. */
const alike = 0.1

/**
 * The plan that an English question describes. Every word that carries meaning is used, or none is.
 * @throws UnclearPromptError with the words that were not understood, or with what the question could mean
 * @throws InvalidInputError where it is clear, and the login may not read what it is about
 */
export async function planQuestion(
  question: string,
  { structure, query, asOf, signal }: QuestionContext,
): Promise<QuestionPlan> {
  const prepared = await prepare(
    // What PostgreSQL cannot read as text stands for nothing.
    question.toWellFormed().replaceAll('\0', ' '),
    { structure, query, asOf },
    {
      words: questionWords,
      tables: (tokens, vocabulary) => subjectsOf(tokens, structure.tables, vocabulary, null),
    },
  )
  signal?.throwIfAborted()
  if (!prepared.tokens.some(({ kind }) => kind === 'word'))
    throw new UnclearPromptError('The question has no words', [question.trim()])
  const understands = (tokens: readonly Token[]) => understand(prepared, structure, tokens)
  const { plans, stuck, refusal } = understands(prepared.tokens)
  const [first, ...others] = plans
  if (refusal) throw refusal
  if (!first) throw unclear(prepared, stuck, (tokens) => understands(tokens).plans[0])
  const meant = describeQuestion(first.plan, structure)
  const rivals = others
    .filter(({ cost }) => cost - first.cost < alike)
    .map(({ plan }) => describeQuestion(plan, structure))
    .filter((words) => words !== meant)
  if (rivals.length > 0) throw ambiguous(prepared, [meant, ...rivals])
  signal?.throwIfAborted()
  return withSpans(first.plan, first.spans, structure, query)
}
