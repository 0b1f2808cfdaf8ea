import { nameWords, keyOf as phraseOf } from '../../../filtered/rules/source/names.ts'
import type { StructureColumn, StructureTable } from '../../../filtered/structure.ts'

const firstName = /^(first|given|fore|christian) name$/
const lastName = /^(last|family|sur) name$|^surname$/
const otherName =
  /^(user|file|host|domain|class|table|middle|maiden|nick|first|last|given|family|short|display) name$/

/** What the rows of a table are called by: one column, or the first and the last name of a person. */
export function labelOf(table: StructureTable): { columns: StructureColumn[]; each: boolean } {
  const texts = table.columns.filter(({ role }) => role === 'TEXT' || role === 'ENUM')
  const said = (column: StructureColumn) => nameWords(column.name).join(' ')
  const own = phraseOf(nameWords(table.name))
  const each = table.primaryKey !== null
  const [first, last] = [firstName, lastName].map((pattern) =>
    texts.find((column) => pattern.test(said(column))),
  )
  const rank = (column: StructureColumn): number => {
    const name = said(column)
    const whose = phraseOf(nameWords(column.name).slice(0, -1))
    if (/^(name|full name|display name)$/.test(name)) return 0
    if (/ name$/.test(name) && (own === whose || own.endsWith(` ${whose}`))) return 0.1
    if (name === 'title' && !first) return 0.2
    if (/^(company|company name|caption|label)$/.test(name)) return 0.3
    if (phraseOf(nameWords(column.name)) === own) return 0.35
    if (/ (name|title)$/.test(name) && !otherName.test(name)) return first && last ? 2 : 0.4
    if (/description$/.test(name) && own === whose) return 0.5
    return Number.NaN
  }
  const ranked = texts
    .map((column) => ({ column, rank: rank(column) }))
    .filter(({ rank }) => !Number.isNaN(rank))
    .sort((a, b) => a.rank - b.rank)
  if (ranked[0] && !(first && last && ranked[0].rank > 0.1)) return { columns: [ranked[0].column], each }
  if (first && last) return { columns: [first, last], each }
  const unique = texts.find(({ name }) => table.uniqueKeys.some((key) => key.length === 1 && key[0] === name))
  const code = texts.find((column) =>
    /^(code|number|username|user name|email|sku|plate)$|(code|number|plate)$/.test(said(column)),
  )
  const key = table.columns.filter(({ name }) => table.primaryKey?.includes(name))
  const textKey = key.length === 1 && key[0]!.role === 'TEXT' ? key[0] : undefined
  const chosen = unique ?? code ?? textKey ?? (key.length === 1 ? key[0] : undefined) ?? texts[0]
  return { columns: chosen ? [chosen] : [], each }
}
