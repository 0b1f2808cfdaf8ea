import type { Condition } from '../../../plan.ts'
import type { StructureTable } from '../../../structure.ts'
import { singular } from '../../text/inflection.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { all, compare } from '../conditions.ts'
import { type Context, deepest, nothing, type Part, type Rule, says, type Thing } from '../context.ts'
import { afterDeterminers } from '../determiners.ts'
import { settle } from '../settle.ts'
import { type Hint, noHint, tied, ways } from '../ties.ts'
import { empty, filled } from './columns.ts'
import { isSibling, leads, valued, valueListsAt } from './values.ts'

const whose = phrases(
  'whose',
  'where',
  'where the|their|its',
  'with',
  'with a|an|the|their',
  'having a',
  'for which the',
  'if the|their',
  'and whose',
  'and the|their',
  'of which the',
  'whose own',
  'having',
  'when the',
)

/** What a table is called outright, not by another word for it. */
const outright = 0.3

/** "from customers in Germany", "of dairy products", "whose supplier is in Japan", "belonging to store 2". */
export const relations: Rule = (context, table, at, depth) => {
  if (depth >= deepest) return []
  const found: Reading<Part>[] = []
  for (const lead of leads(context, table, at))
    for (const thing of context.read.things(context, lead.end, depth + 1)) {
      for (const one of related(context, table, thing, lead.hint))
        found.push(says(one.end, one.value, one.cost + lead.cost))
      // "In inventory" says nothing of inventory itself.
      if (
        lead.hint.preposition &&
        !lead.hint.verb &&
        thing.cost < outright &&
        thing.value.table === table &&
        !thing.value.where
      )
        found.push(reading(thing.end, nothing, thing.cost + 0.4))
    }
  for (const start of whose(context.tokens, at)) {
    for (const thing of context.read.things(context, start, depth + 1))
      if (thing.value.where) {
        for (const one of related(context, table, thing, noHint))
          found.push(says(one.end, one.value, one.cost))
        found.push(...ofAll(context, table, thing, start))
      }
    found.push(...byRole(context, table, start, depth))
  }
  found.push(...byRole(context, table, at, depth))
  for (const lead of leads(context, table, at))
    found.push(
      ...byRole(context, table, lead.end, depth).map((one) =>
        reading(one.end, one.value, one.cost + lead.cost),
      ),
    )
  return found
}

/** "Whose books were borrowed more than 50 times" counts over all of the books. */
function ofAll(
  context: Context,
  table: StructureTable,
  thing: Reading<Thing>,
  start: number,
): Reading<Part>[] {
  const { table: target, where } = thing.value
  if (!where || !('related' in where) || where.related.aggregate?.function !== 'COUNT') return []
  if (where.related.path.some(({ name }) => name === table.name)) return []
  const plural = context.vocabulary
    .tablesAt(context.tokens, start)
    .some(
      ({ end, value }) =>
        value === target && singular(context.tokens[end - 1]!.word) !== context.tokens[end - 1]!.word,
    )
  if (!plural) return []
  const { path, ...rest } = where.related
  return ways(context, table, target)
    .filter((way) => !way.path.one)
    .map((way) =>
      says(
        thing.end,
        { related: { ...rest, path: [...way.path.steps, ...path] } },
        thing.cost + way.cost - 0.2,
      ),
    )
}

function related(
  context: Context,
  table: StructureTable,
  thing: Reading<Thing>,
  hint: Hint,
): Reading<Condition>[] {
  const bare = thing.value.where ? 0 : 0.5
  return (
    tied(context, table, thing.value.table, thing.value.where, hint)
      // What shares a parent with a row is no more than that, unless something is said of it.
      .filter(({ path }) => path !== null && (thing.value.where !== null || !isSibling(path)))
      .map(({ where, cost }) => reading(thing.end, where, thing.cost + cost + bare))
  )
}

/** "whose manager is Jon Stephens", "with a shipping address in Canada": a reference by the role that it is named for. */
function byRole(context: Context, table: StructureTable, at: number, depth: number): Reading<Part>[] {
  return afterDeterminers(context, at).flatMap((start) =>
    context.vocabulary.rolesAt(context.tokens, start, table).flatMap((role) => {
      const path = context.paths.along(role.value)
      const target = context.paths.table(role.value.target)
      const found: Reading<Part>[] = named(context, target, role.end).map((end) =>
        says(end, compare(role.value.columns[0]!, 'IS_NOT_NULL'), role.cost + 0.2),
      )
      const along = (where: Condition | null): Condition => ({
        related: { path: path.steps, where, aggregate: null },
      })
      for (const rest of context.read.sequence(context, target, role.end, depth + 1)) {
        const settled = settle(context, rest.value)
        if (settled?.where && rest.value.order.length === 0)
          found.push(says(rest.end, along(settled.where), role.cost + rest.cost + settled.cost + 0.2))
      }
      for (const next of is(context.tokens, role.end)) {
        for (const end of empty(context.tokens, next))
          found.push(says(end, compare(role.value.columns[0]!, 'IS_NULL'), role.cost))
        for (const end of filled(context.tokens, next))
          found.push(says(end, compare(role.value.columns[0]!, 'IS_NOT_NULL'), role.cost))
      }
      for (const next of [role.end, ...is(context.tokens, role.end)])
        for (const list of valueListsAt(context, next))
          if (list.value.table === target)
            for (const one of valued(context, target, list))
              found.push(says(one.end, along(all([one.value])), role.cost + one.cost + 0.1))
      return found
    }),
  )
}

const someone = phrases(
  'someone',
  'somebody',
  'someone else',
  'somebody else',
  'anyone',
  'anybody',
  'another one',
  'something',
)
const another = phrases('another', 'an other', 'some', 'any', 'some other', 'any other', 'a')

/** "referred by another customer": whoever it is. */
const named = (context: Context, target: StructureTable, at: number): number[] => [
  ...someone(context.tokens, at),
  ...another(context.tokens, at).flatMap((next) =>
    context.vocabulary
      .tablesAt(context.tokens, next)
      .filter(({ value }) => value === target)
      .map(({ end }) => end),
  ),
]

const is = phrases('is', 'are', 'was', 'were', 'named', 'called', 'is called', ':', '=')
