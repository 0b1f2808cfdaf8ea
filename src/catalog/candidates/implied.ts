import { type Candidate, candidateKey, type KnownTable } from './candidate.ts'
import { wordsOf } from './names.ts'
import { owns } from './targets.ts'

/** A reference of a table, declared or inferred. */
type Known = { columns: string[]; target: KnownTable | undefined; targetColumns: string[]; id: string | null }

/**
 * Leaves out candidates for a table that only ties others together by its key, where the same columns refer to each of these; and
 * what holds anyway: where tenant_id and order_id refer to orders, whose tenant_id refers to tenants, the source's tenant_id alone
 * does as well. Those of the second kind that other candidates imply are marked, since values may refute these.
 * @param all the candidates of all tables
 */
export function weighTogether(tables: readonly KnownTable[], all: readonly Candidate[]): Candidate[] {
  const byName = new Map(tables.map((table) => [nameOf(table), table]))
  const candidatesOf = Map.groupBy(all, ({ source }) => source)
  const referencesOf = (table: KnownTable): Known[] => [
    ...table.declared.map(({ columns, target, targetColumns }) => ({
      columns,
      target: byName.get(nameOf(target)),
      targetColumns,
      id: null,
    })),
    ...(candidatesOf.get(table) ?? []).map((candidate) => ({ ...candidate, id: candidateKey(candidate) })),
  ]
  const references = new Map<KnownTable, Known[]>()
  const known = (table: KnownTable): Known[] => {
    const kept = references.get(table) ?? referencesOf(table)
    references.set(table, kept)
    return kept
  }
  const meant = all.filter(
    ({ target, targetColumns }) => targetColumns.length === 1 || !isTie(target, targetColumns, known),
  )
  const meantIds = new Set(meant.map(candidateKey))
  return meant.flatMap((candidate) => {
    const implying = impliersOf(candidate, known).filter((id) => id === null || meantIds.has(id))
    if (implying.length === 0) return [candidate]
    return implying.includes(null) ? [] : [{ ...candidate, impliedBy: implying.filter((id) => id !== null) }]
  })
}

/** Without those that others of them imply. */
export function withoutImplied(candidates: readonly Candidate[]): Candidate[] {
  const there = new Set(candidates.map(candidateKey))
  return candidates.filter(({ impliedBy = [] }) => !impliedBy.some((id) => there.has(id)))
}

const nameOf = ({ schema, name }: { schema: string; name: string }) => JSON.stringify([schema, name])

/** Whether a key is made of the keys of other tables, each of them whole. */
function isTie(table: KnownTable, key: readonly string[], known: (table: KnownTable) => Known[]): boolean {
  const words = [...wordsOf(table.name)]
  if (key.some((name) => owns({ words }, wordsOf(name)))) return false
  const parts = known(table).filter(
    ({ columns, target }) => columns.length < key.length && isWithin(columns, key) && target !== table,
  )
  return key.every((name) => parts.some(({ columns }) => columns.includes(name)))
}

/** The references of the same table by whose rows the candidate's values are there; null is a declared one. */
function impliersOf(candidate: Candidate, known: (table: KnownTable) => Known[]): (string | null)[] {
  const { source, columns, target, targetColumns } = candidate
  return known(source)
    .filter((wider) => wider.columns.length > columns.length && isWithin(columns, wider.columns))
    .filter(({ columns: all }) => isThereWith(source, columns, all))
    .filter((wider) => {
      if (!wider.target || wider.target === target) return false
      const between = columns.map((name) => wider.targetColumns[wider.columns.indexOf(name)]!)
      return known(wider.target).some(
        (next) =>
          next.target === target &&
          next.columns.length === between.length &&
          between.every((name, index) => {
            const at = next.columns.indexOf(name)
            return at >= 0 && next.targetColumns[at] === targetColumns[index]
          }),
      )
    })
    .map(({ id }) => id)
}

const isWithin = (part: readonly string[], whole: readonly string[]) =>
  part.every((name) => whole.includes(name))

/** A reference with a NULL in it says nothing of its other columns: these must not be there without it, or may be NULL with it. */
const isThereWith = ({ columns }: KnownTable, part: string[], whole: string[]) => {
  const isNullable = (name: string) => columns.find((column) => column.name === name)?.nullable ?? true
  return part.some(isNullable) || !whole.some(isNullable)
}
