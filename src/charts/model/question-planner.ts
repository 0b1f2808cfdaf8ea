import { catalogFor, type ModelCatalog } from '../../filtered/model/catalog.ts'
import { passedOver, wordsWithoutPart } from '../../filtered/model/parts.ts'
import { question as asked } from '../../filtered/model/prompt.ts'
import { relevanceOf } from '../../filtered/model/relevance.ts'
import { prepare } from '../../filtered/rules/prepare.ts'
import { ModelFailure } from '../../platform/chat/chat.ts'
import { type Read, readJson } from '../../platform/chat/json.ts'
import { type Ask, type ModelSettings, modelIn, openModel } from '../../platform/chat/model.ts'
import { InvalidInputError, messageOf } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import { compileQuestion } from '../questions/compile-question.ts'
import { planQuestion, type QuestionContext } from '../questions/plan-question.ts'
import type { QuestionPlan } from '../questions/question-plan.ts'
import { planOf, type QuestionSchema, questionSchema } from './question-draft.ts'
import { planning } from './question-prompt.ts'

/**
 * Turns a question into a plan of what it asks of a database.
 * @throws UnclearPromptError where it would have to guess; the signal's reason
 */
export type QuestionPlanner = (question: string, context: QuestionContext) => Promise<QuestionPlan>

const wanted = { noun: 'plan', instead: 'The rules read a question in place of the model' }

/**
 * The planner that the settings ask for: a model, asked once more where its plan does not pass the check, and the rules where it
 * gives none; or the rules alone.
 */
export function createQuestionPlanner(settings: ModelSettings, log: Log): QuestionPlanner {
  const options = modelIn(settings, 'No model reads questions, the rules do', log)
  if (!options) return planQuestion
  const withModel = openModel(wanted, options, log)
  return (question, context) =>
    withModel(
      (ask) => planWith(ask, question, context, log),
      (reason) => {
        context.onFallback?.(reason)
        return planQuestion(question, context)
      },
      context.signal,
    )
}

async function planWith(
  ask: Ask,
  question: string,
  context: QuestionContext,
  log: Log,
): Promise<QuestionPlan> {
  const { structure, asOf } = context
  const relevance = relevanceOf(await prepare(question, context), structure.references)
  const catalog = catalogFor(structure, relevance)
  if (catalog.tables.size === 0) throw new ModelFailure('there is no table that it could plan with')
  const { schema, json } = questionSchema(catalog.names)
  const { answer, rounds } = await ask({
    instructions: planning,
    question: asked(question, asOf, catalog, structure.tables.length),
    schema: json,
    read: (text) => readPlan(text, question, context, catalog, schema),
  })
  if ('unclear' in answer) throw new ModelFailure('it finds words of the question unclear')
  log.debug(
    { tables: catalog.tables.size, of: structure.tables.length, rounds },
    'The model planned a question',
  )
  return answer.plan
}

/** The plan where it accounts for every word and passes the check, or words that it would have to guess at. */
function readPlan(
  text: string,
  question: string,
  { structure, asOf }: QuestionContext,
  catalog: ModelCatalog,
  schema: QuestionSchema['schema'],
): Read<{ plan: QuestionPlan } | { unclear: string[] }> {
  const read = readJson(text, schema, 'The plan')
  if ('wrongs' in read) return read
  const draft = read.answer
  if (draft.unclear.length > 0) return { answer: { unclear: draft.unclear } }
  const missing = wordsWithoutPart(question, draft.parts)
  if (missing.length > 0) return { wrongs: [passedOver(missing)] }
  const plan: QuestionPlan = { planner: 'MODEL', asOf: asOf.toISOString(), ...planOf(draft, catalog.tables) }
  try {
    compileQuestion(plan, structure)
    return { answer: { plan } }
  } catch (error) {
    // The rules may still read the question.
    if (!(error instanceof InvalidInputError))
      throw new ModelFailure(`its plan could not be compiled: ${messageOf(error)}`, { cause: error })
    return { wrongs: error.fields.map(({ path, message }) => `${path.slice(1).join('.')}: ${message}`) }
  }
}
