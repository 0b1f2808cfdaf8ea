import type { Log } from '../../platform/log.ts'
import type { Plan } from '../plan.ts'
import type { PlanningContext, PromptPlanner } from '../planner.ts'
import { planByRules } from '../rules/planner.ts'
import { prepare } from '../rules/prepare.ts'
import { readAnswer } from './answer.ts'
import { catalogFor } from './catalog.ts'
import { type Chat, type Endpoint, ModelFailure, openChat } from './chat.ts'
import { draftSchema } from './draft.ts'
import { correction, instructions, question } from './prompt.ts'
import { relevanceOf } from './relevance.ts'

export type ModelOptions = Endpoint & {
  /** For everything that one prompt asks of the model, repeats and the repair included. */
  timeoutMs: number
}

/** What goes back to the model of an answer that cannot be used. */
const longestAnswer = 8_000

/**
 * Asks a model for the plan, once more where the first one does not pass the check, and the rules where it gives none. The plan
 * says which of them made it.
 */
export function planByModel(options: ModelOptions, log: Log): PromptPlanner {
  const chat = openChat(options)
  return async (prompt, context) => {
    context.signal?.throwIfAborted()
    const deadline = Date.now() + options.timeoutMs
    const late = AbortSignal.timeout(options.timeoutMs)
    const signal = context.signal ? AbortSignal.any([context.signal, late]) : late
    try {
      return await planWith((request) => chat({ ...request, signal, deadline }), prompt, context, log)
    } catch (error) {
      context.signal?.throwIfAborted()
      const reason = late.aborted
        ? `it made no plan within ${options.timeoutMs / 1_000} s`
        : (error as Error).message
      if (!late.aborted && !(error instanceof ModelFailure)) throw error
      log.warn({ model: options.model, reason }, 'The rules read a prompt in place of the model')
      return planByRules(prompt, context)
    }
  }
}

async function planWith(
  chat: (request: Pick<Parameters<Chat>[0], 'instructions' | 'messages' | 'schema'>) => Promise<string>,
  prompt: string,
  context: PlanningContext,
  log: Log,
): Promise<Plan> {
  const { structure, asOf, scope } = context
  const relevance = relevanceOf(await prepare(prompt, context), structure.references)
  const catalog = catalogFor(structure, relevance)
  if (catalog.tables.size === 0) throw new ModelFailure('there is no table that it could plan with')
  const { schema, json } = draftSchema(catalog.names)
  const ask = (messages: Parameters<Chat>[0]['messages']) => chat({ instructions, messages, schema: json })
  const read = (text: string) =>
    readAnswer(text, { prompt, structure, catalog, schema, frame: { asOf: asOf.toISOString(), scope } })

  const asked = { role: 'user' as const, content: question(prompt, asOf, catalog, structure.tables.length) }
  const first = await ask([asked])
  let answer = read(first)
  const rounds = 'wrongs' in answer ? 2 : 1
  if ('wrongs' in answer)
    answer = read(
      await ask([
        asked,
        { role: 'assistant', content: first.slice(0, longestAnswer) || '(nothing)' },
        { role: 'user', content: correction(answer.wrongs) },
      ]),
    )
  if ('wrongs' in answer)
    throw new ModelFailure(
      `its plan cannot be used, nor the one that it made after that: ${answer.wrongs[0]}`,
    )
  if ('unclear' in answer) throw new ModelFailure('it finds words of the prompt unclear')
  log.debug({ tables: catalog.tables.size, of: structure.tables.length, rounds }, 'The model made a plan')
  return answer.plan
}

/** The planner that the settings ask for: a model needs both an endpoint and a name. */
export function promptPlanner(
  settings: { baseUrl?: string; model?: string; apiKey?: string; timeoutMs: number },
  log: Log,
): PromptPlanner {
  const { baseUrl, model, apiKey = null, timeoutMs } = settings
  if (baseUrl && model) return planByModel({ baseUrl, model, apiKey, timeoutMs }, log)
  if (baseUrl || model || apiKey)
    log.warn('No model reads prompts, the rules do: LLM_BASE_URL and LLM_MODEL go together')
  return planByRules
}
