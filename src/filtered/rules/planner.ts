import { UnclearPromptError } from '../../platform/errors.ts'
import type { Plan } from '../plan.ts'
import { asSubject } from './grammar/subjects.ts'
import type { RulesContext } from './rules-context.ts'
import { understand } from './understand.ts'

/**
 * The plan that an English prompt describes. Every word that carries meaning is used, or none is.
 * @throws UnclearPromptError with the words that were not understood, or with what the prompt could mean
 */
export async function planByRules(prompt: string, context: RulesContext): Promise<Plan> {
  const understood = await understand(prompt, context)
  if ('unrecognized' in understood)
    throw new UnclearPromptError(understood.message, understood.unrecognized, understood.suggestions)
  return {
    planner: 'RULES',
    asOf: context.asOf.toISOString(),
    scope: context.scope,
    subjects: understood.subjects.map(asSubject),
    excludeTables: understood.empty.map(({ schema, name }) => ({ schema, name })),
  }
}
