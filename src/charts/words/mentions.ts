import { spoken } from '../columns/abbreviations.ts'
import type { Column } from '../columns/column.ts'
import { nameWords, withoutUnit } from '../columns/names.ts'
import type { Reading } from './reading.ts'
import { synonymsOf } from './synonyms.ts'

/** Where a column was named: "§3§" for the fourth column. */
export const mentionPattern = '§(\\d+)§'

const made =
  /^(count|counts|sum|avg|average|mean|min|max|minimum|maximum|total|number|num|n|median|value|cnt|x|y|a|the|of)$/
/** Words that say what kind of thing a column holds, and not which. */
const kinds =
  /^(name|nm|code|cd|type|no|nr|nbr|date|dt|time|ts|at|on|text|title|label|value|amount|amt|total)$/
/** Such a word alone stands for no column: it may well mean something else. */
const generic =
  /^(name|code|type|date|time|number|text|value|title|bar|line|area|pie|point|chart|month|year|week|day|per|and|for|the|use|out|off|all|one|two|not|how|has|was|who|are|its|our|mean|group|order|sort|rank|split|stack|amount|average|share|part|kind)$/
const counted =
  '(?<!(?:number|count|quantity|amount|tally|frequency|volume)s? of (?:the |all |all the |different |distinct )?|how many (?:different )?)'

/** Weak: part of a name, or another word for it. */
type Form = { index: number; weak: boolean; source: string; length: number }

/**
 * Puts marks in the place of columns' names, in any of the ways that people write them: hire_date, "hire date", hire dates,
 * "salary" for emp_sal. Names that are words for measures ("count", "avg") are left alone: they say what is asked for, not
 * where it stands.
 */
export function markMentions(reading: Reading, columns: readonly Column[]): void {
  for (const { source, weak, index } of formsOf(columns)) {
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}§])${weak ? counted : ''}${source}(?![\\p{L}\\p{N}§])`,
      'giu',
    )
    reading.text = reading.text.replace(pattern, `§${index}§`)
  }
}

/** The longest first, and whole names before parts of them. */
function formsOf(columns: readonly Column[]): Form[] {
  const whole = columns.flatMap(wholeForms)
  const parts = columns.flatMap((column) => partsOf(column, columns))
  const byLength = (forms: Form[]) => forms.sort((a, b) => b.length - a.length)
  return [...byLength(whole), ...byLength(parts)]
}

function wholeForms(column: Column): Form[] {
  const { name, index, kind } = column
  const words = nameWords(name)
  if (words.length === 0) {
    const text = name.trim()
    return text === '' ? [] : [{ index, weak: false, source: escaped(text), length: text.length }]
  }
  if (words.every((word) => made.test(word))) return []
  const bare = kind === 'number' ? withoutUnit(words) : words
  const all = [words, ...(bare.length < words.length && !bare.every((word) => made.test(word)) ? [bare] : [])]
  return all.map((of) => ({ ...form(of, column, []), weak: false }))
}

/** Parts of a name that can stand for it where no other column has them, too. */
function partsOf(column: Column, columns: readonly Column[]): Form[] {
  const bare = withoutUnit(nameWords(column.name))
  const core = coreOf(bare)
  const rest = core.slice(1)
  const isPrefix = spoken(core[0] ?? '') !== null || sharedPrefix(core[0], columns)
  const lists = [
    ...(core.length < bare.length ? [core] : []),
    ...(rest.length > 0 && isPrefix ? [rest] : []),
    ...core
      .slice(-1)
      .filter((word) => word.length >= 3)
      .map((word) => [word]),
    ...core.filter((word) => word.length >= 5).map((word) => [word]),
  ].filter(
    (words) => words.length > 0 && !(words.length === 1 && (generic.test(words[0]!) || made.test(words[0]!))),
  )
  const others = columns.filter(({ index }) => index !== column.index).map(({ name }) => nameWords(name))
  const taken = new Set(others.flat())
  return lists
    .filter((words) => !others.some((other) => words.every((word) => other.includes(word))))
    .map((words) => form(words, column, [...taken]))
}

function coreOf(words: readonly string[]): readonly string[] {
  let [from, to] = [0, words.length]
  while (from < to - 1 && made.test(words[from]!)) from++
  while (to > from + 1 && (made.test(words[to - 1]!) || kinds.test(words[to - 1]!))) to--
  return words.slice(from, to)
}

const sharedPrefix = (word: string | undefined, columns: readonly Column[]) =>
  columns.length > 1 && columns.every(({ name }) => nameWords(name)[0] === word)

function form(words: readonly string[], { index, kind }: Column, taken: readonly string[]): Form {
  const inner = words.map((word, at) => {
    const said = [word, ...[spoken(word) ?? []].flat()]
    const alike = said.flatMap(synonymsOf).filter((other) => !taken.includes(other) && words.length <= 2)
    const forms = [...new Set([...said, ...alike])].map(escaped)
    const last = at === words.length - 1
    const ended = last
      ? forms.map((one) => (kind === 'time' ? `(?:${plural(one)}|${one}(?:e?d|ing))` : plural(one)))
      : forms
    return ended.length === 1 ? ended[0]! : `(?:${ended.join('|')})`
  })
  return {
    index,
    weak: true,
    source: inner.join("(?:[’']s)?[\\s_.-]*"),
    length: words.join(' ').length,
  }
}

const plural = (word: string) =>
  word.endsWith('y')
    ? `${word.slice(0, -1)}(?:y|ies)`
    : word.endsWith('s')
      ? `${word.slice(0, -1)}(?:s|ses)?`
      : `${word}(?:e?s)?`

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
