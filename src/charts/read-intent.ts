import { checkIntent } from './check.ts'
import type { TypedResult } from './columns/column.ts'
import { type ChartIntent, intentSchema } from './intent.ts'

const longestWrong = 300

/**
 * An intent that came from elsewhere: from a model, or from where it was kept. It holds names of these columns and words of
 * ours, and nothing else; or there are sentences that say what is wrong with it.
 */
export function readIntent(
  value: unknown,
  typed: TypedResult,
): { intent: ChartIntent } | { wrongs: string[] } {
  const [first, ...others] = typed.columns.map(({ name }) => name)
  if (first === undefined) return { wrongs: ['there are no columns'] }
  const parsed = intentSchema([first, ...others]).safeParse(value)
  if (!parsed.success)
    return {
      wrongs: parsed.error.issues
        .slice(0, 20)
        .map(({ path, message }) => `${path.join('.') || 'the intent'}: ${message}`.slice(0, longestWrong)),
    }
  const wrongs = checkIntent(parsed.data, typed)
  return wrongs.length > 0 ? { wrongs } : { intent: parsed.data }
}
