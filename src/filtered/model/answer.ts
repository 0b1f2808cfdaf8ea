import type { z } from 'zod'
import { InvalidInputError } from '../../platform/errors.ts'
import { checkPlan } from '../check.ts'
import type { Plan } from '../plan.ts'
import { tokenize } from '../rules/text/tokens.ts'
import type { Structure } from '../structure.ts'
import type { ModelCatalog } from './catalog.ts'
import { type Draft, type DraftSchema, subjectsOf } from './draft.ts'

/** What a model's answer comes to: a plan that passed the check, words that it would have to guess at, or what is wrong with it. */
export type Answer = { plan: Plan } | { unclear: string[] } | { wrongs: string[] }

export type AnswerContext = {
  prompt: string
  structure: Structure
  catalog: ModelCatalog
  schema: DraftSchema['schema']
  /** What the plan holds beside its subjects. */
  frame: Pick<Plan, 'asOf' | 'scope'>
}

const mostWrongs = 20
const longestWrong = 400

export function readAnswer(text: string, context: AnswerContext): Answer {
  const { prompt, structure, catalog, schema, frame } = context
  const draft = draftIn(text, schema)
  if ('wrongs' in draft) return limited(draft.wrongs)
  if (draft.unclear.length > 0) return { unclear: draft.unclear }
  const passedOver = wordsWithoutPart(prompt, draft)
  if (passedOver.length > 0)
    return limited([`These words of the request stand in no part: ${passedOver.join(', ')}`])
  const plan: Plan = { planner: 'MODEL', ...frame, ...subjectsOf(draft, catalog.tables) }
  try {
    checkPlan(plan, structure)
    return { plan }
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    return limited(error.fields.map(({ path, message }) => `${path.slice(1).join('.')}: ${message}`))
  }
}

const limited = (wrongs: string[]): Answer => ({
  wrongs: wrongs.slice(0, mostWrongs).map((wrong) => wrong.slice(0, longestWrong)),
})

/** Some endpoints put a fence, or what the model thought, around the object. */
function draftIn(text: string, schema: DraftSchema['schema']): Draft | { wrongs: string[] } {
  const answer = text.replace(/^\s*<think>.*?<\/think>/s, '')
  let value: unknown
  try {
    value = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))
  } catch {
    return { wrongs: ['The answer is not a JSON object'] }
  }
  try {
    const parsed = schema.safeParse(value)
    return parsed.success ? parsed.data : { wrongs: wrongsOf(parsed.error.issues, []) }
  } catch (error) {
    // The stack has an end, an answer need not.
    if (error instanceof RangeError) return { wrongs: ['Conditions are nested too deep'] }
    throw error
  }
}

type Issues = readonly z.core.$ZodIssue[]

function wrongsOf(issues: Issues, before: PropertyKey[]): string[] {
  return issues.flatMap((issue) => {
    const path = [...before, ...issue.path]
    return issue.code === 'invalid_union' && issue.errors.length > 0
      ? wrongsOf(meant(issue.errors), path)
      : [`${path.map(String).join('.') || 'The plan'}: ${issue.message}`]
  })
}

/** Of the ways in which something can be written, the one whose field it has. */
const meant = (ways: readonly Issues[]): Issues =>
  ways.find(
    (issues) => !issues.some(({ code, path }) => code === 'unrecognized_keys' && path.length === 0),
  ) ?? ways[0]!

/** So that no condition is dropped without a word: what the model did not account for. */
function wordsWithoutPart(prompt: string, { parts }: Draft): string[] {
  const wordsOf = (text: string) =>
    tokenize(text)
      .filter(({ kind }) => kind !== 'mark')
      .map(({ text }) => text.toLowerCase())
  const accounted = new Set(parts.flatMap(({ words }) => wordsOf(words)))
  return [...new Set(wordsOf(prompt))].filter((word) => !accounted.has(word))
}
