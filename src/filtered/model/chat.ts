import type { ModelMessage } from 'ai'

/** One OpenAI-compatible endpoint, asked for JSON that fits a schema. */

export type Endpoint = { baseUrl: string; model: string; apiKey: string | null }

export type Chat = (request: {
  instructions: string
  messages: ModelMessage[]
  schema: Record<string, unknown>
  signal: AbortSignal
}) => Promise<string>

/** The model gave nothing to work with. The message says why, in words that may stand in a log. */
export class ModelFailure extends Error {}

const retries = 2
const longestReason = 200

/**
 * Busy and broken endpoints are asked again, after what Retry-After says. One that declines a schema is asked for any JSON, with
 * the schema in the instructions, from then on.
 * The answer's text. @throws ModelFailure, the signal's reason
 */
export function openChat({ baseUrl, model, apiKey }: Endpoint): Chat {
  let takesSchemas = true
  return async (request) => {
    // Most installations have no model: they need not load what asks one.
    const [{ generateText, jsonSchema, Output }, { createOpenAICompatible }] = await Promise.all([
      import('ai'),
      import('@ai-sdk/openai-compatible'),
    ])
    const provider = createOpenAICompatible({
      name: 'model',
      baseURL: baseUrl,
      apiKey: apiKey ?? undefined,
      supportsStructuredOutputs: true,
    })

    async function ask(withSchema: boolean): Promise<string> {
      const { instructions, messages, schema, signal } = request
      const form = withSchema ? Output.object({ schema: jsonSchema(schema), name: 'plan' }) : Output.json()
      const result = await generateText({
        model: provider(model),
        instructions: withSchema ? instructions : `${instructions}\n\nThe schema:\n${JSON.stringify(schema)}`,
        messages,
        // Whoever asked reads the text: what is wrong with it goes back to the model.
        output: { ...form, parseCompleteOutput: async ({ text }: { text: string }) => text },
        maxRetries: retries,
        abortSignal: signal,
      })
      if (result.finishReason === 'content-filter') throw new ModelFailure('it refused to answer')
      if (result.finishReason === 'length')
        throw new ModelFailure('its answer was cut off at the length that it may have')
      return result.text
    }

    try {
      if (!takesSchemas) return await ask(false)
      return await ask(true).catch(async (error) => {
        if (!declinesSchema(error)) throw error
        const text = await ask(false)
        takesSchemas = false
        return text
      })
    } catch (error) {
      request.signal.throwIfAborted()
      throw error instanceof ModelFailure ? error : new ModelFailure(reasonOf(error, apiKey))
    }
  }
}

type CallError = Error & { statusCode?: number; data?: { error?: { message?: string } }; code?: unknown }

const declinesSchema = (error: unknown) => [400, 422].includes((error as CallError).statusCode ?? 0)

/** Never the error itself: it holds the request, and what an endpoint answers may hold the key. */
function reasonOf(error: unknown, apiKey: string | null): string {
  const { lastError, statusCode, data, code, cause } = error as CallError & { lastError?: unknown }
  if (lastError) return reasonOf(lastError, apiKey)
  if (statusCode === undefined) {
    if (typeof code === 'string') return `it cannot be reached (${code})`
    return cause ? reasonOf(cause, apiKey) : 'its answer is not one of a chat model'
  }
  if (statusCode < 400) return 'its answer is not one of a chat model'
  const said = statusCode === 401 || statusCode === 403 ? undefined : data?.error?.message
  if (!said) return `it answered with HTTP ${statusCode}`
  const words = apiKey ? said.replaceAll(apiKey, '[removed]') : said
  return `it answered with HTTP ${statusCode}: ${words.replaceAll(/\s+/g, ' ').slice(0, longestReason)}`
}
