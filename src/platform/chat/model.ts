import type { HostRules } from '../hosts.ts'
import type { Log } from '../log.ts'
import { type Endpoint, ModelFailure, openChat } from './chat.ts'
import { asData } from './data.ts'
import type { Read } from './json.ts'

/** A model that is asked for something that the rules can make as well, if not as freely. */

/** `noun`: what is asked for, such as "plan". `instead`: what the log says where the rules made it. */
export type Wanted = { noun: string; instead: string }

export type ModelOptions = Endpoint & {
  /** For everything that one request asks of the model, repeats and the repair included. */
  timeoutMs: number
}

export type ModelSettings = {
  baseUrl?: string
  model?: string
  apiKey?: string
  timeoutMs: number
  hosts?: HostRules
}

/**
 * One question, and once more where the answer cannot be used, with what is wrong with it.
 * @throws ModelFailure where neither can
 */
export type Ask = <Answer>(request: {
  instructions: string
  question: string
  schema: Record<string, unknown>
  read(text: string): Read<Answer>
}) => Promise<{ answer: Answer; rounds: 1 | 2 }>

/**
 * What the work comes to, or what there is otherwise: where the model fails or takes too long, which the log says.
 * @throws the signal's reason, what the work throws that is no ModelFailure
 */
export type Model = <Result>(
  work: (ask: Ask) => Promise<Result>,
  otherwise: (reason: string) => Result | Promise<Result>,
  signal?: AbortSignal,
) => Promise<Result>

/** What goes back to the model of an answer that cannot be used, in characters. */
const longestAnswer = 8_000
const mostWrongs = 20
const longestWrong = 400

export function openModel({ noun, instead }: Wanted, options: ModelOptions, log: Log): Model {
  const chat = openChat(options)
  return async (work, otherwise, leaving) => {
    leaving?.throwIfAborted()
    const deadline = Date.now() + options.timeoutMs
    const late = AbortSignal.timeout(options.timeoutMs)
    const signal = leaving ? AbortSignal.any([leaving, late]) : late

    const ask: Ask = async ({ instructions, question, schema, read }) => {
      const say = (messages: Parameters<typeof chat>[0]['messages']) =>
        chat({ instructions, messages, name: noun, schema, signal, deadline })
      const asked = { role: 'user' as const, content: question }
      const text = await say([asked])
      const first = read(text)
      if ('answer' in first) return { ...first, rounds: 1 }
      const second = read(
        await say([
          asked,
          { role: 'assistant', content: text.slice(0, longestAnswer) || '(nothing)' },
          { role: 'user', content: correction(noun, limited(first.wrongs)) },
        ]),
      )
      if ('answer' in second) return { ...second, rounds: 2 }
      throw new ModelFailure(
        `its ${noun} cannot be used, nor the one that it made after that: ${limited(second.wrongs)[0]}`,
      )
    }

    try {
      return await work(ask)
    } catch (error) {
      leaving?.throwIfAborted()
      const reason = late.aborted
        ? `it made no ${noun} within ${options.timeoutMs / 1_000} s`
        : (error as Error).message
      if (!late.aborted && !(error instanceof ModelFailure)) throw error
      log.warn({ model: options.model, reason }, instead)
      return otherwise(reason)
    }
  }
}

const limited = (wrongs: readonly string[]) =>
  wrongs.slice(0, mostWrongs).map((wrong) => wrong.slice(0, longestWrong))

const correction = (noun: string, wrongs: readonly string[]) =>
  `The ${noun} cannot be used. What is wrong with it stands here, as a JSON array of texts:
<errors>\n${asData(wrongs)}\n</errors>
Answer with the whole ${noun} anew, as one JSON object that fits the schema.`

/**
 * The model that the settings name: it needs both an endpoint and a name.
 * @param absence what the log says where there is but a part of them, such as "No model reads prompts, the rules do"
 */
export function modelIn(
  { baseUrl, model, apiKey, timeoutMs, hosts }: ModelSettings,
  absence: string,
  log: Log,
): ModelOptions | null {
  if (baseUrl && model) return { baseUrl, model, apiKey: apiKey ?? null, timeoutMs, hosts }
  if (baseUrl || model || apiKey) log.warn(`${absence}: LLM_BASE_URL and LLM_MODEL go together`)
  return null
}
