import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import { firstOwn } from './asked.sql.ts'
import { type Finding, findings, type OwnParts, ownParts } from './findings.sql.ts'
import { isDangerous, isHarmless, secretRelations } from './harmless.ts'
import type { Uses } from './named.ts'
import { type Surroundings, surroundings } from './surroundings.sql.ts'
import { Unwanted } from './unwanted.ts'

/**
 * Refuses what does more than read, or may: the source's catalog says what stands behind each name.
 * @returns what is wrong where a function is none, unless the server says so in better words
 * @throws Unwanted
 */
export async function judge(connection: PostgresConnection, uses: Uses): Promise<Unwanted | null> {
  const asked = JSON.stringify(
    Object.fromEntries(Object.entries(uses).map(([list, all]) => [list, distinct(all)])),
  )
  const [own] = await connection.query<OwnParts>(ownParts)
  const found = await connection.query<Finding>(findings(uses, own!), [asked, secretRelations])
  const suspects = found.filter((one) => one.kind === 'relation' || one.kind === 'missing' || isSuspect(one))
  // Nearly always there are none, or some that are what they are wherever they stand.
  const [around] = suspects.some(({ kind }) => kind !== 'function' && kind !== 'relation')
    ? await connection.query<Surroundings>(surroundings, [asked])
    : []
  const meant = suspects.filter((one) => !around || isMeant(one, around, uses))
  const refused = meant.filter(({ kind }) => kind !== 'missing')
  // What stands in the query itself explains more than what it is cast by.
  const first = refused.find(({ i }) => i !== null) ?? refused[0]
  if (first) throw unwanted(first, uses)
  return meant[0] ? unwanted(meant[0], uses) : null
}

/** Each only once, however often a query names it, with its number. */
function distinct<T extends object>(all: readonly T[]): object[] {
  const seen = new Map<string, object>()
  for (const [i, one] of all.entries()) {
    const key = JSON.stringify({ ...one, at: null })
    if (!seen.has(key)) seen.set(key, { ...one, i })
  }
  return [...seen.values()]
}

const isSuspect = (one: Finding) => isDangerous(one) || (one.volatile && !isHarmless(one))

/** Whether the query can mean it. Source of the rules: PostgreSQL, "Type Conversion". */
function isMeant({ kind, i, types, flags }: Finding, around: Surroundings, uses: Uses): boolean {
  const within = (list: number[], type: number) => type < firstOwn || list.includes(type)
  const [first, second] = types as [number, number]
  switch (kind) {
    case 'function':
    case 'relation':
      return true
    case 'attribute':
      return !around.columns.includes(i!)
    case 'missing':
      return !around.namesakes.includes(i!)
    case 'cast': {
      const isWritten = around.named.includes(second)
      const isImplied = flags[0]! && (within(around.reached, second) || around.wanted.includes(second))
      return within(around.reached, first) && (isWritten || isImplied)
    }
    case 'domain':
      // A column's domain checks nothing where the column is read, nor where it is compared; that of an array's elements does.
      return (
        around.named.includes(first) ||
        around.wanted.includes(first) ||
        (uses.operators.length > 0 && around.contained.includes(first)) ||
        (around.polymorphic && around.reached.includes(first))
      )
    case 'operator': {
      // One over a type that no value of the query has is not meant as long as PostgreSQL's own of that name takes the other operand:
      // a literal without a type follows it, or becomes text.
      const isFar = types.map((type) => !within(around.reached, type) && !around.implied.includes(type))
      const isOurs = types.every((type, side) => type < firstOwn || isFar[side])
      return !(isOurs && ((isFar[0] && flags[1]) || (isFar[1] && flags[0])))
    }
  }
}

function unwanted(one: Finding, uses: Uses): Unwanted {
  const { kind, i, name, schema, through } = one
  const at = (list: readonly { at: number | null }[]) => list[i!]?.at ?? null
  const called = `${schema === 'pg_catalog' ? '' : `${schema}.`}${name}()`
  const because = isDangerous(one)
    ? 'it does more than read data'
    : 'it is VOLATILE, so it may do more than read data (where it does not, it can be declared STABLE or IMMUTABLE)'
  switch (kind) {
    case 'relation':
      return new Unwanted(
        `${name} holds secrets of the server, which no query for a chart reads`,
        at(uses.relations),
      )
    case 'missing':
      return new Unwanted(
        `There is no function ${uses.functions[i!]!.name}() that could be meant`,
        at(uses.functions),
      )
    case 'function':
      return new Unwanted(
        through
          ? `A query for a chart cannot call ${uses.functions[i!]!.name}(), as its ${through} calls ${called}: ${because}`
          : `A query for a chart cannot call ${called}: ${because}`,
        at(uses.functions),
      )
    case 'attribute':
      return new Unwanted(
        `A query for a chart cannot call ${called}, as .${name} does unless it is a column: ${because}`,
        at(uses.attributes),
      )
    case 'operator':
      return new Unwanted(
        `A query for a chart cannot use the operator ${uses.operators[i!]!.name}, as it calls ${called}: ${because}`,
        at(uses.operators),
      )
    case 'cast':
    case 'domain':
      return new Unwanted(
        `A query for a chart cannot use the ${through}, as it calls ${called}: ${because}`,
        null,
      )
  }
}
