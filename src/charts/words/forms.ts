import { spoken } from '../columns/abbreviations.ts'
import type { Column } from '../columns/column.ts'
import { nameWords, withoutUnit } from '../columns/names.ts'
import { synonymsOf } from './synonyms.ts'

/** A way to write a column's name. Weak: part of the name, or other words for it. */
export type Form = { index: number; weak: boolean; source: string; length: number }

const made =
  /^(count|counts|sum|avg|average|mean|min|max|minimum|maximum|total|number|num|n|median|value|cnt|x|y|a|the|of)$/
/** Words that say what kind of thing a column holds, and not which. */
const kinds =
  /^(name|nm|code|cd|type|no|nr|nbr|date|dt|time|ts|at|on|in|text|title|label|value|amount|amt|total)$/
/** Such a word alone stands for no column: it may well mean something else. */
const generic =
  /^(name|code|type|date|time|number|text|value|title|bar|line|area|pie|point|chart|month|year|week|day|per|and|for|the|use|out|off|all|one|two|not|how|has|was|who|are|its|our|mean|group|order|sort|rank|split|stack|amount|average|share|part|kind)$/

/** The longest first, and whole names before parts of them. */
export function formsOf(columns: readonly Column[]): Form[] {
  const byLength = (forms: Form[]) => forms.sort((a, b) => b.length - a.length)
  return [
    ...byLength(columns.flatMap(wholeForms)),
    ...byLength(columns.flatMap((column) => partForms(column, columns))),
  ]
}

function wholeForms(column: Column): Form[] {
  const { name, index, kind } = column
  const words = nameWords(name)
  if (words.length === 0) {
    const text = name.trim()
    return text === '' ? [] : [{ index, weak: false, source: escaped(text), length: text.length }]
  }
  if (isMade(words)) return []
  const bare = kind === 'number' ? withoutUnit(words) : words
  const lists = bare.length < words.length && !isMade(bare) ? [words, bare] : [words]
  return lists.map((list) => ({ ...formOf(list, column, new Set()), weak: false }))
}

const isMade = (words: readonly string[]) => words.every((word) => made.test(word))

/** Parts of a name that can stand for it where no other column has them, too. */
function partForms(column: Column, columns: readonly Column[]): Form[] {
  const words = withoutUnit(nameWords(column.name))
  const core = coreOf(words)
  const rest = core.slice(1)
  const isPrefix = spoken(core[0] ?? '') !== null || isShared(core[0], columns)
  const hasTime = columns.some(({ kind }) => kind === 'time')
  const stands = (word: string) =>
    !made.test(word) && (!generic.test(word) || (word === 'time' && column.kind === 'number' && !hasTime))
  const single = core.filter((word, at) => word.length >= (at === core.length - 1 ? 3 : 5) && stands(word))
  const lists = [
    ...(core.length < words.length && (core.length > 1 || stands(core[0]!)) ? [core] : []),
    ...(isPrefix && (rest.length > 1 || (rest.length === 1 && stands(rest[0]!))) ? [rest] : []),
    ...single.map((word) => [word]),
  ]
  const others = columns.filter(({ index }) => index !== column.index).map(({ name }) => nameWords(name))
  const taken = new Set(others.flat())
  const isOwn = (list: readonly string[]) =>
    !others.some((other) => list.every((word) => other.includes(word)))
  const turned = turnedForm(words, column, taken)
  return [
    ...(turned && isOwn(words) ? [turned] : []),
    ...lists.filter(isOwn).map((list) => formOf(list, column, taken)),
  ]
}

function coreOf(words: readonly string[]): readonly string[] {
  let [from, to] = [0, words.length]
  while (from < to - 1 && made.test(words[from]!)) from++
  while (to > from + 1 && (made.test(words[to - 1]!) || kinds.test(words[to - 1]!))) to--
  return words.slice(from, to)
}

const isShared = (word: string | undefined, columns: readonly Column[]) =>
  columns.length > 1 && columns.every(({ name }) => nameWords(name)[0] === word)

/** "type of room" for room_type. */
function turnedForm(words: readonly string[], column: Column, taken: ReadonlySet<string>): Form | null {
  const last = words.at(-1)
  if (words.length < 2 || last === undefined || made.test(last)) return null
  const [of, what] = [formOf([last], column, taken), formOf(words.slice(0, -1), column, taken)]
  return {
    ...of,
    source: `${of.source} of (?:(?:the|an?|each|every|all|their|its) )*${what.source}`,
    length: words.join(' of ').length,
  }
}

function formOf(words: readonly string[], { index, kind }: Column, taken: ReadonlySet<string>): Form {
  const inner = words.map((word, at) => {
    const said = [word, ...[spoken(word) ?? []].flat()]
    const alike = words.length <= 2 ? said.flatMap(synonymsOf).filter((other) => !taken.has(other)) : []
    const forms = [...new Set([...said, ...alike])].map(escaped)
    const ended = at < words.length - 1 ? forms : forms.map(kind === 'time' ? bent : plural)
    return ended.length === 1 ? ended[0]! : `(?:${ended.join('|')})`
  })
  return { index, weak: true, source: inner.join("(?:[’']s)?[\\s_.-]*"), length: words.join(' ').length }
}

const plural = (word: string) =>
  word.endsWith('y')
    ? `${word.slice(0, -1)}(?:y|ies)`
    : word.endsWith('s')
      ? `${word.slice(0, -1)}(?:s|ses)?`
      : `${word}(?:e?s)?`

/** What happens has a time: "hired" for hire_date. */
const bent = (word: string) => `(?:${plural(word)}|${word}(?:e?d|ing))`

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
