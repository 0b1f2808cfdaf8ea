import type { z } from 'zod'

/** An answer that was asked for as JSON: what it holds, or what is wrong with it, each with the place where it stands. */
export type Read<Answer> = { answer: Answer } | { wrongs: string[] }

/**
 * The one object of a text, where some endpoints put a fence, or what the model thought, around it.
 * @param whole what the object is called, such as "The plan"
 */
export function readJson<Answer>(text: string, schema: z.ZodType<Answer>, whole: string): Read<Answer> {
  const answer = text.replace(/^\s*<think>.*?<\/think>/s, '')
  let value: unknown
  try {
    value = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))
  } catch {
    return { wrongs: ['The answer is not a JSON object'] }
  }
  try {
    const parsed = schema.safeParse(value)
    return parsed.success ? { answer: parsed.data } : { wrongs: wrongsOf(parsed.error.issues, [], whole) }
  } catch (error) {
    // The stack has an end, an answer need not.
    if (error instanceof RangeError) return { wrongs: [`${whole} is nested too deep`] }
    throw error
  }
}

type Issues = readonly z.core.$ZodIssue[]

function wrongsOf(issues: Issues, before: PropertyKey[], whole: string): string[] {
  return issues.flatMap((issue) => {
    const path = [...before, ...issue.path]
    return issue.code === 'invalid_union' && issue.errors.length > 0
      ? wrongsOf(meant(issue.errors), path, whole)
      : [`${path.map(String).join('.') || whole}: ${issue.message}`]
  })
}

/** Of the ways in which something can be written, the one whose field it has. */
const meant = (ways: readonly Issues[]): Issues =>
  ways.find(
    (issues) => !issues.some(({ code, path }) => code === 'unrecognized_keys' && path.length === 0),
  ) ?? ways[0]!
