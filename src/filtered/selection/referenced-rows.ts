import { tableAs } from '../compile-related.ts'
import { columnOf, type Fragment, joined, raw, sql, value } from '../fragment.ts'
import type { Reference, StructureTable } from '../structure.ts'
import { identity } from './recursive-rows.ts'
import { endOf } from './references.ts'
import { type Selection, tableOf } from './selection.ts'

/** Completion: the rows that kept rows refer to, found in the source by their keys. */

/** For each column of the reference an array of texts as PostgreSQL writes it, all of the same length. */
export type Keys = string[]

/** Tables of the group, which bring one another's rows along; the table alone, where it is in no cycle. */
export function groupOf(selection: Selection, id: string): string[] {
  const { groups, tables } = selection
  return [...tables.keys()].filter((other) => groups.get(other) === groups.get(id))
}

export const referencesWithin = (selection: Selection, id: string): Reference[] =>
  (selection.held.get(id) ?? []).filter(
    ({ target }) => selection.groups.get(target) === selection.groups.get(id),
  )

/** Rows of the reference's target that have the keys, as `t`. */
export const rowsOfKeys = (selection: Selection, reference: Reference, keys: Keys, selected: Fragment) =>
  sql`SELECT ${selected} FROM ${rowsWithKeys(selection, reference, keys)}`

function rowsWithKeys(selection: Selection, reference: Reference, keys: Keys): Fragment {
  const { columns } = tableOf(selection, reference.source)
  const names = keys.map((_, index) => `k${index}`)
  const arrays = keys.map((texts) => value(texts, 'text[]'))
  const same = names.map((name, index) => {
    const { baseType } = columns.find((column) => column.name === reference.columns[index])!
    return sql`${columnOf('t', reference.targetColumns[index]!)} = ${raw(`k.${name}::${castType(baseType)}`)}`
  })
  const rows = tableRows(selection, reference.target)
  return sql`${rows} WHERE EXISTS (SELECT FROM unnest(${joined(arrays, ', ')}) k (${raw(names.join(', '))}) WHERE ${joined(same, ' AND ')})`
}

const tableRows = (selection: Selection, id: string) =>
  tableAs(tableOf(selection, id), selection.only.has(id), 't')

/** In a cast, these two names stand for a length of one. */
const castType = (type: string) =>
  type === 'character' ? 'pg_catalog.bpchar' : type === 'bit' ? 'pg_catalog."bit"' : type

/**
 * Rows of one of the tables of a group (as `t`): those that have the keys, and all in the group that they refer to, and these refer
 * to, and so on. A row of the walk has its table's number, what it is told apart by, and what it refers to.
 */
export function closureOfKeys(
  selection: Selection,
  reference: Reference,
  keys: Keys,
  wanted: string,
  selected: Fragment,
): Fragment {
  const ids = groupOf(selection, reference.target)
  const members = ids.map((id, number) => memberOf(selection, tableOf(selection, id), number))
  const member = (id: string) => members[ids.indexOf(id)]!
  const all = members.flatMap(({ values }) => values)
  const row = (own: (typeof members)[number]) => {
    const values = all.map(({ name, value, type }) =>
      own.values.some((other) => other.name === name)
        ? sql`${members.length > 1 ? withoutLength(value, type) : value} AS ${raw(name)}`
        : raw(`NULL::${type} AS ${name}`),
    )
    return sql`SELECT ${raw(`${own.number} AS n`)}, ${joined(values, ', ')}`
  }
  const steps = members.flatMap((child) =>
    child.within.map(({ reference, ends }) => {
      const parent = member(reference.target)
      const same = reference.targetColumns.map(
        (name, index) => sql`${columnOf('t', name)} = ${raw(`walk.${ends[index]!}`)}`,
      )
      return sql`${row(parent)} FROM ${tableRows(selection, reference.target)} WHERE walk.n = ${raw(`${child.number}`)} AND ${joined(same, ' AND ')}`
    }),
  )
  const own = member(wanted)
  const same = own.key.map(({ name, value }) => sql`${raw(`own.${name}`)} = ${value}`)
  return sql`WITH RECURSIVE walk AS (
    ${row(member(reference.target))} FROM ${rowsWithKeys(selection, reference, keys)}
    UNION
    SELECT next.* FROM walk CROSS JOIN LATERAL (${joined(steps, ' UNION ALL ')}) next
  ) SELECT ${selected} FROM ${tableRows(selection, wanted)} JOIN (SELECT * FROM walk WHERE n = ${raw(`${own.number}`)}) own ON ${joined(same, ' AND ')}`
}

/** All rounds of a recursive query must agree on the type, its length included, which a cast to the same type does not take off. */
const withoutLength = (value: Fragment, type: string) => sql`coalesce(${value}, NULL::${raw(type)})`

function memberOf(selection: Selection, table: StructureTable, number: number) {
  const typeOf = (name: string) => {
    const column = table.columns.find((column) => column.name === name)
    return column ? castType(column.baseType) : name === 'tableoid' ? 'oid' : 'text'
  }
  const key = identity(selection, table)
    .filter(({ identifies }) => identifies)
    .map(({ name, value }, index) => ({ name: `k${number}_${index}`, value, type: typeOf(name) }))
  const within = referencesWithin(selection, table.id).map((reference, index) => ({
    reference,
    ends: reference.columns.map((_, position) => `r${number}_${index}_${position}`),
  }))
  const ends = within.flatMap(({ reference, ends }) =>
    ends.map((name, position) => ({
      name,
      value: endOf(reference, position, 't'),
      type: typeOf(reference.columns[position]!),
    })),
  )
  return { number, key, within, values: [...key, ...ends] }
}
