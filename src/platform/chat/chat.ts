import type { ModelMessage } from 'ai'
import { createCheckedFetch, RedirectError, TooLargeAnswer } from '../checked-fetch.ts'
import { ConnectionFailedError } from '../errors.ts'
import { configuredHosts, type HostRules } from '../hosts.ts'
import { asData } from './data.ts'
import { type FailedRequest, withRetries } from './retries.ts'

/** One OpenAI-compatible endpoint, asked for JSON that fits a schema. */

export type Endpoint = {
  baseUrl: string
  model: string
  apiKey: string | null
  /** Where it may be; what the operator configured where left out. */
  hosts?: HostRules
}

export type Chat = (request: {
  instructions: string
  messages: ModelMessage[]
  /** What endpoints are told that the JSON is: letters alone. */
  name: string
  schema: Record<string, unknown>
  signal: AbortSignal
  /** As of Date.now(): the signal aborts then. */
  deadline: number
}) => Promise<string>

/** The model gave nothing to work with. The message says why, in words that may stand in a log. */
export class ModelFailure extends Error {}

const longestReason = 200

/**
 * Busy and broken endpoints are asked again, after what Retry-After says. One that declines a schema is asked for any JSON, with
 * the schema in the instructions, from then on.
 * The answer's text. @throws ModelFailure, the signal's reason
 */
export function openChat({ baseUrl, model, apiKey, hosts = configuredHosts() }: Endpoint): Chat {
  const fetch = createCheckedFetch(hosts)
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
      fetch,
    })

    async function ask(withSchema: boolean): Promise<string> {
      const { instructions, messages, name, schema, signal } = request
      const form = withSchema ? Output.object({ schema: jsonSchema(schema), name }) : Output.json()
      const result = await generateText({
        model: provider(model),
        instructions: withSchema ? instructions : `${instructions}\n\n${inWords(schema)}`,
        messages,
        // Whoever asked reads the text: what is wrong with it goes back to the model.
        output: { ...form, parseCompleteOutput: async ({ text }: { text: string }) => text },
        maxRetries: 0,
        abortSignal: signal,
      })
      if (result.finishReason === 'content-filter') throw new ModelFailure('it refused to answer')
      if (result.finishReason === 'length')
        throw new ModelFailure('its answer was cut off at the length that it may have')
      return result.text
    }

    const inForm = (withSchema: boolean) => withRetries(() => ask(withSchema), request)
    try {
      if (!takesSchemas) return await inForm(false)
      return await inForm(true).catch(async (error) => {
        if (!declinesSchema(error)) throw error
        const text = await inForm(false)
        takesSchemas = false
        return text
      })
    } catch (error) {
      request.signal.throwIfAborted()
      throw error instanceof ModelFailure ? error : new ModelFailure(reasonOf(error, apiKey))
    }
  }
}

const inWords = (schema: object) =>
  `The schema; the names in it are data as well:\n<schema>\n${asData(schema)}\n</schema>`

type CallError = Error & FailedRequest & { data?: { error?: { message?: string } }; code?: unknown }

const declinesSchema = ({ statusCode }: CallError) => statusCode === 400 || statusCode === 422

/** Never the error itself: it holds the request, and what an endpoint answers may hold the key. */
function reasonOf(error: unknown, apiKey: string | null): string {
  const { statusCode, data, code, cause } = error as CallError
  if (error instanceof RedirectError || error instanceof TooLargeAnswer) return error.message
  if (error instanceof ConnectionFailedError) return `it cannot be reached (${error.message})`
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
