import type { Column } from '../columns/column.ts'
import { nameWords } from '../columns/names.ts'
import type { Reading } from './reading.ts'

/** Where a column was named: "§3§" for the fourth column. */
export const mentionPattern = '§(\\d+)§'

const made =
  /^(count|counts|sum|avg|average|mean|min|max|minimum|maximum|total|number|num|n|median|value|cnt|x|y|a|the|of)$/

type Form = { pattern: RegExp; index: number; length: number }

/**
 * Puts marks in the place of columns' names, in any of the ways that people write them: hire_date, "hire date", hire dates.
 * Names that are words for measures ("count", "avg") are left alone: they say what is asked for, not where it stands.
 */
export function markMentions(reading: Reading, columns: readonly Column[]): void {
  for (const form of formsOf(columns))
    reading.text = reading.text.replace(form.pattern, (_, before: string) => `${before}§${form.index}§`)
}

function formsOf(columns: readonly Column[]): Form[] {
  const words = columns.map(({ name }) => nameWords(name))
  const whole = columns.flatMap(({ index, name }, at) => {
    const own = words[at]!
    if (own.length === 0) return exactly(name, index)
    if (own.every((word) => made.test(word))) return []
    return [form(own, index)]
  })
  // The last word alone stands for a column where no other column has it: "country" for customer_country.
  const last = columns.flatMap(({ index }, at) => {
    const own = words[at]!
    const word = own.at(-1)
    if (own.length < 2 || !word || word.length < 4 || made.test(word) || generic.test(word)) return []
    return words.filter((other) => other.includes(word)).length === 1 ? [form([word], index)] : []
  })
  const sorted = (forms: Form[]) => forms.sort((a, b) => b.length - a.length)
  return [...sorted(whole), ...sorted(last)]
}

const generic =
  /^(name|code|type|date|time|number|text|value|title|bar|line|area|pie|point|chart|month|year|week|day)$/

function form(words: readonly string[], index: number): Form {
  const inner = words.map(escaped).map((word, at) => (at === words.length - 1 ? plural(word) : word))
  const pattern = new RegExp(`(^|[^\\p{L}\\p{N}§])${inner.join('[\\s_.-]*')}(?![\\p{L}\\p{N}§])`, 'giu')
  return { pattern, index, length: words.join(' ').length }
}

function exactly(name: string, index: number): Form[] {
  const text = name.trim()
  return text === '' ? [] : [{ pattern: new RegExp(`()${escaped(text)}`, 'giu'), index, length: text.length }]
}

const plural = (word: string) =>
  word.endsWith('y')
    ? `${word.slice(0, -1)}(?:y|ies)`
    : word.endsWith('s')
      ? `${word.slice(0, -1)}(?:s|ses)?`
      : `${word}(?:e?s)?`

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
