import { contextFor, type Prepared } from '../../../filtered/rules/prepare.ts'
import type { Token } from '../../../filtered/rules/text/tokens.ts'
import type { Structure } from '../../../filtered/structure.ts'
import { InvalidInputError } from '../../../platform/errors.ts'
import { checkQuestionPlan } from '../check-question.ts'
import type { QuestionPlan } from '../question-plan.ts'
import type { Asking } from './asking.ts'
import { type Resolved, resolve } from './resolve.ts'
import { sentencesOf } from './sentences.ts'
import { subjectsOf } from './subjects.ts'
import { waysOf } from './ways.ts'

/** Readings of one subject that are followed up. */
const width = 6
/** What costs more is far-fetched: the words do not say it. */
const dearest = 2.3

export type Understood = {
  /** The cheapest first; each is checked. */
  plans: Resolved[]
  /** The first word that no reading gets past; null where one gets to the end. */
  stuck: number | null
  /** Why the likeliest reading cannot be answered, where that is all that keeps it: a table may not be read. */
  refusal: InvalidInputError | null
}

/** What the tokens can be read as. */
export function understand(prepared: Prepared, structure: Structure, tokens: readonly Token[]): Understood {
  const context = contextFor(prepared, tokens)
  const ways = waysOf(structure, context.paths)
  const subjects = subjectsOf(tokens, structure.tables, context.vocabulary, context.paths)
  let reached = 0
  const found = subjects.flatMap((subject) => {
    const asking: Asking = { context, ways, subject }
    const sentences = sentencesOf(asking)
    reached = Math.max(reached, sentences.reached)
    return sentences.whole
      .slice(0, width)
      .flatMap(({ value, cost }) => resolve(asking, value, cost))
      .filter(({ cost }) => cost <= dearest)
  })
  const distinct = new Map<string, Resolved>()
  let refusal: InvalidInputError | null = null
  for (const one of found.sort((a, b) => a.cost - b.cost)) {
    const key = meaningOf(one.plan)
    if (distinct.has(key)) continue
    const wrong = wrongOf(one, structure)
    if (wrong === null) distinct.set(key, one)
    else if (distinct.size === 0 && /may not select/.test(wrong.message)) refusal ??= wrong
  }
  return { plans: [...distinct.values()], stuck: reached < tokens.length ? reached : null, refusal }
}

/** What a measure is called by makes no other plan of it. */
const meaningOf = (plan: QuestionPlan) =>
  JSON.stringify({ ...plan, measures: plan.measures.map((measure) => ({ ...measure, called: null })) })

function wrongOf({ plan }: Resolved, structure: Structure): InvalidInputError | null {
  try {
    checkQuestionPlan(plan, structure)
    return null
  } catch (error) {
    if (error instanceof InvalidInputError) return error
    throw error
  }
}
