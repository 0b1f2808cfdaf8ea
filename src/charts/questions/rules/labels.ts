import { nameWords, keyOf as phraseOf } from '../../../filtered/rules/source/names.ts'
import type { StructureColumn, StructureTable } from '../../../filtered/structure.ts'

const firstName = /^(first|given|fore|christian) name$/
const lastName = /^(last|family|sur) name$|^surname$/
const otherName =
  /^(user|file|host|domain|class|table|middle|maiden|nick|first|last|given|family|short|display) name$/

export type Label = {
  columns: StructureColumn[]
  /** Rows that are called the same stand apart. */
  each: boolean
  /** Whether the rows have a name, and not only a key. */
  named: boolean
}

/** What the rows of a table are called by: one column, or the first and the last name of a person. */
export function labelOf(table: StructureTable): Label {
  const texts = table.columns.filter(({ role }) => role === 'TEXT' || role === 'ENUM')
  const said = (column: StructureColumn) => nameWords(column.name).join(' ')
  const each = table.primaryKey !== null
  const [first, last] = [firstName, lastName].map((pattern) =>
    texts.find((column) => pattern.test(said(column))),
  )
  const [best] = texts
    .map((column) => ({ column, rank: rankOf(column, table, first !== undefined) }))
    .filter(({ rank }) => !Number.isNaN(rank))
    .sort((a, b) => a.rank - b.rank)
  const isPerson = first && last
  if (best && best.rank < (isPerson ? 0.2 : 2)) return { columns: [best.column], each, named: true }
  if (isPerson) return { columns: [first, last], each, named: true }
  const unique = texts.find(({ name }) => table.uniqueKeys.some((key) => key.length === 1 && key[0] === name))
  const own = phraseOf(nameWords(table.name))
  const code = texts.find((column) => {
    const name = said(column)
    return (
      /^(code|number|user name|username|email|sku|plate)$/.test(name) ||
      /^(.+) (code|number|no)$/.exec(name)?.[1] === own
    )
  })
  if (unique ?? code) return { columns: [(unique ?? code)!], each, named: true }
  const key = table.columns.filter(({ name }) => table.primaryKey?.includes(name))
  return { columns: key.length === 1 ? key : [], each, named: false }
}

/** The lower the likelier; NaN where it names nothing. */
function rankOf(column: StructureColumn, table: StructureTable, person: boolean): number {
  const words = nameWords(column.name)
  const name = words.join(' ')
  const own = phraseOf(nameWords(table.name))
  const whose = phraseOf(words.slice(0, -1))
  if (/^(name|full name|display name)$/.test(name)) return 0
  if (/ name$/.test(name) && (own === whose || own.endsWith(` ${whose}`))) return 0.1
  if (name === 'title' && !person) return 0.2
  if (/^(company|company name|caption|label)$/.test(name)) return 0.3
  if (phraseOf(words) === own) return 0.35
  if (/ (name|title)$/.test(name) && !otherName.test(name)) return 0.4
  return /description$/.test(name) && own === whose ? 0.5 : Number.NaN
}
