const most = 8
/** Values of one column that are offered. */
const mostValues = 3

/**
 * Prompts that the server's suggestions make of the one that was not understood, after the one that leaves out what was not. They come
 * as a table, `table.column`, `table.column = value`, `table.column: value, value, …`, or as a reading of the whole prompt.
 */
export function suggestedPrompts(
  prompt: string,
  unrecognized: readonly string[],
  suggestions: readonly string[],
): string[] {
  const rest = without(prompt, unrecognized)
  const made = suggestions.flatMap((suggestion) => promptsOf(suggestion, prompt, rest, unrecognized))
  return [...new Set([rest, ...made])].filter((one) => one && one !== prompt.trim()).slice(0, most)
}

function promptsOf(
  suggestion: string,
  prompt: string,
  rest: string,
  unrecognized: readonly string[],
): string[] {
  const equal = /^([^\s.=:]+)\.([^\s=:]+) = (.+)$/.exec(suggestion)
  if (equal) return [conditioned(rest, equal[1]!, equal[2]!, equal[3]!)]
  const listed = /^([^\s.=:]+)\.([^\s=:]+): (.+)$/.exec(suggestion)
  if (listed) {
    const [, table, column, values] = listed
    // It has a value already.
    if (rest.includes(column!)) return []
    return values!
      .split(', ')
      .slice(0, mostValues)
      .map((value) => conditioned(rest, table!, column!, value))
  }
  if (/\s/.test(suggestion)) return [readable(suggestion)]
  const [table, column] = suggestion.split('.')
  const name = column ?? suggestion
  const like = unrecognized.find((phrase) => isLike(name, phrase))
  if (like) return [prompt.replace(like, () => name).trim()]
  if (column) return [`${rest || table} with ${column}`]
  return rest ? [] : [suggestion]
}

const operators: Record<string, (value: string) => string> = {
  eq: (value) => `is "${value}"`,
  ne: (value) => `is not "${value}"`,
  gt: (value) => `> ${value}`,
  ge: (value) => `>= ${value}`,
  lt: (value) => `< ${value}`,
  le: (value) => `<= ${value}`,
}

/** A reading names operators that the grammar says otherwise. */
const readable = (reading: string): string =>
  reading.replace(
    / (eq|ne|gt|ge|lt|le) (.+?)(?=\)| and | or |; |$)/g,
    (_, operator, value) => ` ${operators[operator]!(value)}`,
  )

/** As the grammar of prompts reads it. */
function conditioned(rest: string, table: string, column: string, value: string): string {
  const condition = `${column} is "${value}"`
  if (!rest) return `${table} where ${condition}`
  if (/\bwhere\b/i.test(rest)) return `${rest} and ${condition}`
  const isNamed = rest.toLowerCase().includes(stem(table))
  return isNamed ? `${rest} where ${condition}` : `${rest} with ${table} where ${condition}`
}

const stem = (name: string) =>
  name
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/(ies|es|s|y)$/, '')

/** Words that lead to what was taken out after them. */
const dangling = /(?:^|\s+)(?:and|or|in|of|from|by|with|for|at|on|to|the|a|an|that|who|are|is)$|[\s,.;:]+$/i

/** The prompt without the phrases, each once, and without what they leave at its end. */
function without(prompt: string, phrases: readonly string[]): string {
  let rest = prompt
  for (const phrase of phrases) {
    const at = rest.indexOf(phrase)
    if (at >= 0) rest = `${rest.slice(0, at)} ${rest.slice(at + phrase.length)}`
  }
  rest = rest.replace(/\s+/g, ' ').trim()
  while (dangling.test(rest)) rest = rest.replace(dangling, '')
  return rest
}

const isLike = (name: string, phrase: string) =>
  phrase.length > 2 && !/\s/.test(phrase) && name.toLowerCase().startsWith(phrase.toLowerCase().slice(0, 3))

export type Marked = { text: string; marked: boolean }

/** The prompt in parts: each phrase that was not understood is marked where it stands, in the order in which they are named. */
export function markedParts(prompt: string, unrecognized: readonly string[]): Marked[] {
  const spots: [start: number, end: number][] = []
  let from = 0
  for (const phrase of unrecognized) {
    let at = prompt.indexOf(phrase, from)
    if (at < 0) at = prompt.toLowerCase().indexOf(phrase.toLowerCase())
    if (at < 0 || spots.some(([start, end]) => at < end && start < at + phrase.length)) continue
    spots.push([at, at + phrase.length])
    from = at + phrase.length
  }
  const parts: Marked[] = []
  let end = 0
  for (const [start, stop] of spots.sort(([a], [b]) => a - b)) {
    if (start > end) parts.push({ text: prompt.slice(end, start), marked: false })
    parts.push({ text: prompt.slice(start, stop), marked: true })
    end = stop
  }
  if (end < prompt.length) parts.push({ text: prompt.slice(end), marked: false })
  return parts
}

/** Words that the server could not place, and that do not stand in the prompt as it reads. */
export const elsewhere = (prompt: string, unrecognized: readonly string[]): string[] =>
  unrecognized.filter((phrase) => !prompt.toLowerCase().includes(phrase.toLowerCase()))
