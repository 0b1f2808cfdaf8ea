import type { Condition } from '../../plan.ts'
import type { StructureColumn, StructureTable } from '../../structure.ts'
import { storedAs } from '../terms/codes.ts'
import { countryColumn, isNationality, placeNames, provinceColumn } from '../terms/places.ts'
import { singular } from '../text/inflection.ts'
import { type Reading, reading } from '../text/reading.ts'
import { withinOneEdit } from '../text/spelling.ts'
import { normalize, type Token } from '../text/tokens.ts'
import type { ColumnValues, Extremes, SourceValues } from './read-values.ts'

/** What words of the prompt are in the source: rows of `table` that `where` holds for. */
export type Value = {
  table: StructureTable
  /** Null for the names of people, which are in two columns. */
  column: StructureColumn | null
  values: string[]
  where: Condition
  /** Whether the column holds few values, so that a word before a noun may be one. */
  few: boolean
}

export type Values = {
  at(at: number): Reading<Value>[]
  /** A literal in one column: quoted, or found there. */
  inColumn(table: StructureTable, column: StructureColumn): ColumnValues | undefined
  extremes(table: StructureTable, column: StructureColumn): Extremes | undefined
  /** Distinct values that are few, of any table, for suggestions and for what is misspelt. */
  few: readonly ColumnValues[]
}

const longest = 6
const otherNumber = 0.1
/** A name in other words costs so much: "French" for France. */
export const otherName = 0.2
const partOfValue = 1
/** A noun without what tells its kinds apart. */
const kindsOfValue = 1.3
const endOfValue = 1.6
/** Names are meant before the codes that stand for them. */
const asCode = 0.3
const isCode = /slug|code|abbr|url|iso|key$/i
const misspelt = 1.2
/** Words in a phrase that also mean something else are taken for a value only where nothing else fits. */
const everyday = 1.2

/** All runs of words of the prompt, as they stand and folded, in the plural and singular, with other names of places. */
export function phrasesOf(prompt: string, tokens: readonly Token[]): { plain: string[]; folded: string[] } {
  const plain = new Set<string>()
  for (let at = 0; at < tokens.length; at++)
    for (let end = at + 1; end <= Math.min(at + longest, tokens.length); end++)
      for (const form of formsOf(prompt, tokens, at, end)) plain.add(form.text.toLowerCase())
  const texts = [...plain].filter((text) => text.length < 80)
  return { plain: texts, folded: [...new Set(texts.map(normalize))].filter(Boolean) }
}

type Form = { text: string; cost: number; place?: 'country' | 'province'; code?: boolean }

function formsOf(prompt: string, tokens: readonly Token[], at: number, end: number): Form[] {
  const [first, last] = [tokens[at]!, tokens[end - 1]!]
  if (first.kind === 'quoted') return end === at + 1 ? [{ text: first.text.slice(1, -1), cost: 0 }] : []
  if (end > at + 1 && tokens.slice(at, end).some((token) => token.kind === 'quoted')) return []
  if (first.kind === 'mark' || last.kind === 'mark') return []
  const text = prompt.slice(first.start, last.end)
  const said = tokens
    .slice(at, end)
    .map(({ word }) => word)
    .join(' ')
  const forms: Form[] = [{ text, cost: 0 }]
  if (said !== text.toLowerCase()) forms.push({ text: said, cost: 0 })
  const words = said.split(' ')
  const one = [...words.slice(0, -1), singular(words.at(-1)!)].join(' ')
  if (one !== said) forms.push({ text: one, cost: otherNumber })
  else if (/[a-z]{3}$/.test(said))
    forms.push(
      { text: `${said}s`, cost: otherNumber },
      { text: said.replace(/y$/, 'ies'), cost: otherNumber },
    )
  for (const { name, kind, code } of placeNames(said.replace(/^the /, '')))
    forms.push({ text: name, cost: otherName, place: kind, code })
  if (one !== said && isNationality(one))
    for (const { name, kind, code } of placeNames(one))
      forms.push({ text: name, cost: otherName, place: kind, code })
  return forms
}

export function valuesOf(
  prompt: string,
  tokens: readonly Token[],
  source: SourceValues,
  known: (token: Token) => boolean,
): Values {
  const indexes = source.columns.map((column) => ({
    ...column,
    byForm: byForm(column.values),
    folded: column.few ? column.values.map((value) => ` ${normalize(value)} `) : [],
  }))
  const memo = new Map<number, Reading<Value>[]>()
  const at = (start: number) => {
    const found: Reading<Value>[] = []
    for (let end = start + 1; end <= Math.min(start + longest, tokens.length); end++) {
      const forms = formsOf(prompt, tokens, start, end)
      if (forms.length === 0) continue
      const said = tokens.slice(start, end)
      const cost = said.every((token) => isEveryday(token)) ? everyday : 0
      for (const column of indexes) found.push(...inColumn(column, forms, said, end, cost, known))
      for (const { table, columns, names } of source.fullNames)
        for (const [a, b] of names.filter(([a, b]) => normalize(`${a} ${b}`) === normalize(forms[0]!.text))) {
          const equal = (column: string, value: string): Condition => ({
            compare: { column, operator: 'EQ', values: [value] },
          })
          const where: Condition = { all: [equal(columns[0], a), equal(columns[1], b)] }
          found.push(reading(end, { table, column: null, values: [`${a} ${b}`], where, few: false }))
        }
    }
    return found
  }
  return {
    at: (start) => {
      const found = memo.get(start) ?? at(start)
      memo.set(start, found)
      return found
    },
    inColumn: (table, column) => source.columns.find((one) => one.table === table && one.column === column),
    extremes: (table, column) => source.extremes.get(`${table.id} ${column.name}`),
    few: source.columns.filter(({ few }) => few),
  }
}

function byForm(values: readonly string[]): Map<string, string[]> {
  const forms = new Map<string, string[]>()
  for (const value of values)
    for (const form of new Set([value.toLowerCase(), normalize(value)]))
      forms.set(form, [...(forms.get(form) ?? []), value])
  return forms
}

/** Function words and the like are no values unless they are written as names are. */
const isEveryday = (token: Token) =>
  token.kind !== 'quoted' &&
  (functionWords.has(token.word) || token.word.length === 1) &&
  token.text === token.text.toLowerCase()

const functionWords = new Set(
  `a an the all any of in on at by to for from with without and or not no nor but if is are was were be been has have had do does did
   that this these those which who whom whose where when what i me my we us our you your they them their it its he she his her as than
   then so also only just more most less least fewer over under above below between before after since until till during within per
   each every both either neither last next past first one two three four five six seven eight nine ten give get show list find keep
   take make made need want please extract there here up out off down about into new old than other others another day days week weeks
   month months year years number time times total top data now today may can will would`.split(/\s+/),
)

/** `folded`: the values as they are compared, each at its place, with a space on either side. */
type Index = ColumnValues & { byForm: Map<string, string[]>; folded: string[] }

function inColumn(
  index: Index,
  forms: Form[],
  said: Token[],
  end: number,
  extra: number,
  known: (token: Token) => boolean,
): Reading<Value>[] {
  const { table, column, few } = index
  const value = (values: string[]): Value => {
    const operator = values.length === 1 ? 'EQ' : 'IN'
    return { table, column, values, where: { compare: { column: column.name, operator, values } }, few }
  }
  const exact = forms
    .filter((form) => fits(form, `${table.name} ${column.name}`.toLowerCase()))
    .map((form) => ({
      form,
      values: index.byForm.get(form.text.toLowerCase()) ?? index.byForm.get(normalize(form.text)),
    }))
    .filter(
      ({ values, form }) =>
        values && (form.text.length > 1 || said[0]!.kind === 'quoted' || said[0]!.text === values[0]),
    )
  const coded = few && said.length === 1 ? storedAs(said[0]!.word, column.name.toLowerCase()) : []
  const stored = index.values.filter((one) =>
    coded.some((code) => code.toLowerCase() === one.trim().toLowerCase()),
  )
  if (stored.length > 0) return [reading(end, value(stored), otherName)]
  const [best] = exact.sort((a, b) => a.form.cost - b.form.cost)
  if (best) {
    // Names of one place under which rows are stored differently are all meant.
    const same = best.form.place ? exact.filter(({ form }) => form.place === best.form.place) : [best]
    return [
      reading(
        end,
        value([...new Set(same.flatMap(({ values }) => values!))]),
        best.form.cost +
          extra +
          (isCode.test(column.name) && !best.form.place ? asCode : 0) +
          (said.length === 1 && !few && said[0]!.text === said[0]!.word && said[0]!.kind === 'word'
            ? 0.5
            : 0),
      ),
    ]
  }
  if (!few || said[0]!.kind !== 'word' || extra > 0 || column.enumValues?.length === 0) return []
  const word = normalize(forms[0]!.text)
  if (word.length < 4) return []
  const singulars = new Set([
    word,
    ...(word.split(' ').length === 1
      ? [singular(word)]
      : [`${word.split(' ').slice(0, -1).join(' ')} ${singular(word.split(' ').at(-1)!)}`]),
  ])
  const found: Reading<Value>[] = []
  if (said.length === 1 || said.length === 2) {
    const forms = [...singulars].flatMap((form) => [` ${form} `, ` ${form}s `])
    const places = index.folded.flatMap((folded, place) =>
      forms.some((form) => folded.includes(form)) ? [place] : [],
    )
    const parts = places.map((place) => index.values[place]!)
    const heads = places.filter((place) =>
      [...singulars].some((form) => index.folded[place]!.endsWith(` ${form} `)),
    )
    const begins = places.filter((place) => forms.some((form) => index.folded[place]!.startsWith(form)))
    if (parts.length === 1)
      found.push(reading(end, value(parts), begins.length === 1 ? partOfValue : endOfValue))
    else if (parts.length > 1 && heads.length === parts.length && said.length === 1)
      found.push(reading(end, value(parts), kindsOfValue))
  }
  if (word.length >= 5 && said.every((token) => !known(token))) {
    const near = [
      ...new Set(index.values.filter((_, place) => isMisspelt(word, index.folded[place]!.trim()))),
    ]
    if (near.length === 1) found.push(reading(end, value(near), misspelt))
  }
  return found
}

/** A country's code says a country only where countries are; "Georgia" may be either kind of place, by its column. */
function fits(form: Form, where: string): boolean {
  if (!form.place) return true
  return form.place === 'country' ? !form.code || countryColumn.test(where) : provinceColumn.test(where)
}

/** In short words only letters that changed places: one that is different makes too often another word. */
const isMisspelt = (word: string, value: string) =>
  value[0] === word[0] &&
  withinOneEdit(value, word) &&
  (word.length >= 6 || [...word].sort().join() === [...value].sort().join())
