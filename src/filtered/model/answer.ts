import { type Read, readJson } from '../../platform/chat/json.ts'
import { InvalidInputError } from '../../platform/errors.ts'
import { checkPlan } from '../check.ts'
import type { Plan } from '../plan.ts'
import type { Structure } from '../structure.ts'
import type { ModelCatalog } from './catalog.ts'
import { type DraftSchema, subjectsOf } from './draft.ts'
import { passedOver, wordsWithoutPart } from './parts.ts'

/** What a model's answer comes to: a plan that passed the check, or words that it would have to guess at. */
export type Answer = { plan: Plan } | { unclear: string[] }

export type AnswerContext = {
  prompt: string
  structure: Structure
  catalog: ModelCatalog
  schema: DraftSchema['schema']
  /** What the plan holds beside its subjects. */
  frame: Pick<Plan, 'asOf' | 'scope'>
}

export function readAnswer(text: string, context: AnswerContext): Read<Answer> {
  const { prompt, structure, catalog, schema, frame } = context
  const read = readJson(text, schema, 'The plan')
  if ('wrongs' in read) return read
  const draft = read.answer
  if (draft.unclear.length > 0) return { answer: { unclear: draft.unclear } }
  const missing = wordsWithoutPart(prompt, draft.parts)
  if (missing.length > 0) return { wrongs: [passedOver(missing)] }
  const plan: Plan = { planner: 'MODEL', ...frame, ...subjectsOf(draft, catalog.tables) }
  try {
    checkPlan(plan, structure)
    return { answer: { plan } }
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    return { wrongs: error.fields.map(({ path, message }) => `${path.slice(1).join('.')}: ${message}`) }
  }
}
