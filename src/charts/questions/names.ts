import type { CheckedStep } from '../../filtered/checked-plan.ts'
import { nameWords } from '../../filtered/rules/source/names.ts'
import { singular } from '../../filtered/rules/text/inflection.ts'
import type { StructureColumn, StructureTable } from '../../filtered/structure.ts'

/** Tables and columns as people say them. */

const noMeaning = /^(tbl|tb|tab|dim|fact)$/

function words(name: string): string[] {
  const all = nameWords(name)
  const own = all.filter((word) => !noMeaning.test(word))
  return own.length > 0 ? own : all
}

/** "order line" for order_lines. */
export function thing({ name }: Pick<StructureTable, 'name'>): string {
  const own = words(name)
  return [...own.slice(0, -1), singular(own.at(-1) ?? name)].join(' ')
}

const irregular: Record<string, string> = {
  person: 'people',
  child: 'children',
  man: 'men',
  woman: 'women',
  staff: 'staff',
  data: 'data',
  media: 'media',
  news: 'news',
  series: 'series',
  species: 'species',
  aircraft: 'aircraft',
  inventory: 'inventory',
  stock: 'stock',
}

/** "order lines", also for a table that is called OrderLine. */
export function things(table: Pick<StructureTable, 'name'>): string {
  const own = thing(table).split(' ')
  const last = own.at(-1)!
  return [...own.slice(0, -1), Object.hasOwn(irregular, last) ? irregular[last]! : plural(last)].join(' ')
}

const plural = (word: string) =>
  /(s|x|ch|sh|z)$/.test(word) ? `${word}es` : /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`

/** "release year" for release_year; what has no letters stays as it is. */
export function property({ name }: Pick<StructureColumn, 'name'>): string {
  const own = nameWords(name)
  const told = own.length > 1 && /^(is|has|was)$/.test(own[0]!) ? own.slice(1) : own
  return told.length > 0 ? told.join(' ') : name
}

const ofAnything = /^(id|name|title|label|code|description|full name|key|number|short name|display name)$/

/** Whether a column's name says nothing without that of its table: name, title, code. */
export const isGeneric = (column: Pick<StructureColumn, 'name'>) => ofAnything.test(property(column))

/** The part that a row has for another one, where its foreign key is named for that: "manager", "billing address". */
export function roleOf({ reference, table, direction }: CheckedStep): string | null {
  if (direction !== 'TO_PARENT' || reference.columns.length !== 1) return null
  const own = nameWords(reference.columns[0]!)
  const role = /^(id|code|key|number|fk|ref|uuid)$/.test(own.at(-1)!) ? own.slice(0, -1) : own
  const said = role.join(' ')
  const plain = thing(table)
  if (said === '' || said === plain || plain.endsWith(` ${said}`)) return null
  if (/(^| )(to|by|of|at|for|from|in|on|via)$/.test(said)) return null
  return said
}
