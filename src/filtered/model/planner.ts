import { ModelFailure } from '../../platform/chat/chat.ts'
import {
  type Ask,
  type ModelOptions,
  type ModelSettings,
  modelIn,
  openModel,
} from '../../platform/chat/model.ts'
import type { Log } from '../../platform/log.ts'
import type { Plan } from '../plan.ts'
import type { PlanningContext, PromptPlanner } from '../planner.ts'
import { planByRules } from '../rules/planner.ts'
import { prepare } from '../rules/prepare.ts'
import { readAnswer } from './answer.ts'
import { catalogFor } from './catalog.ts'
import { draftSchema } from './draft.ts'
import { instructions, question } from './prompt.ts'
import { relevanceOf } from './relevance.ts'

const wanted = { noun: 'plan', instead: 'The rules read a prompt in place of the model' }

/**
 * Asks a model for the plan, once more where the first one does not pass the check, and the rules where it gives none. The plan
 * says which of them made it.
 */
export function planByModel(options: ModelOptions, log: Log): PromptPlanner {
  const withModel = openModel(wanted, options, log)
  return (prompt, context) =>
    withModel(
      (ask) => planWith(ask, prompt, context, log),
      () => planByRules(prompt, context),
      context.signal,
    )
}

async function planWith(ask: Ask, prompt: string, context: PlanningContext, log: Log): Promise<Plan> {
  const { structure, asOf, scope } = context
  const relevance = relevanceOf(await prepare(prompt, context), structure.references)
  const catalog = catalogFor(structure, relevance)
  if (catalog.tables.size === 0) throw new ModelFailure('there is no table that it could plan with')
  const { schema, json } = draftSchema(catalog.names)
  const { answer, rounds } = await ask({
    instructions,
    question: question(prompt, asOf, catalog, structure.tables.length),
    schema: json,
    read: (text) =>
      readAnswer(text, { prompt, structure, catalog, schema, frame: { asOf: asOf.toISOString(), scope } }),
  })
  if ('unclear' in answer) throw new ModelFailure('it finds words of the prompt unclear')
  log.debug({ tables: catalog.tables.size, of: structure.tables.length, rounds }, 'The model made a plan')
  return answer.plan
}

/** The planner that the settings ask for. */
export function promptPlanner(settings: ModelSettings, log: Log): PromptPlanner {
  const options = modelIn(settings, 'No model reads prompts, the rules do', log)
  return options ? planByModel(options, log) : planByRules
}
