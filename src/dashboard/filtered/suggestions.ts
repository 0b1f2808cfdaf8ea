/**
 * Prompts that the server's suggestions make of the one that was not understood. They come as a table, `table.column`,
 * `table.column = value`, `table.column: value, value, …`, or as a reading of the whole prompt.
 */
export function suggestedPrompts(
  prompt: string,
  unrecognized: readonly string[],
  suggestions: readonly string[],
): string[] {
  const rest = without(prompt, unrecognized)
  const made = suggestions.flatMap((suggestion) => promptsOf(suggestion, prompt, rest, unrecognized))
  return [...new Set([...made, rest])].filter((one) => one && one !== prompt.trim())
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
  if (listed)
    return listed[3]!
      .split(', ')
      .slice(0, 3)
      .map((value) => conditioned(rest, listed[1]!, listed[2]!, value))
  const column = /^([^\s.=:]+)\.([^\s=:]+)$/.exec(suggestion)
  const name = column ? column[2]! : suggestion
  const like = /\s/.test(name) ? undefined : unrecognized.find((phrase) => isLike(name, phrase))
  if (like) return [prompt.replace(like, () => name).trim()]
  if (column) return [`${rest || column[1]} with ${column[2]}`]
  return [suggestion]
}

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

/** The prompt without the phrases, each once, and without the space that they leave. */
function without(prompt: string, phrases: readonly string[]): string {
  let rest = prompt
  for (const phrase of phrases) {
    const at = rest.indexOf(phrase)
    if (at >= 0) rest = `${rest.slice(0, at)} ${rest.slice(at + phrase.length)}`
  }
  return rest.replace(/\s+/g, ' ').trim()
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
