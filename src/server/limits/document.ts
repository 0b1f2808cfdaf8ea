import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  parse,
  type SelectionSetNode,
  type Source,
} from 'graphql'
import type { Limits } from './limits.ts'
import { refusal, whole } from './refusal.ts'

/** What a document is like, before anything is looked up in the schema. */
export type Shape = { depth: number; aliases: number; directives: number; rootFields: number }

/** @throws GraphQLError QUERY_TOO_LONG, or as graphql does */
export function parseWithin(source: string | Source, { tokens }: Pick<Limits, 'tokens'>): DocumentNode {
  try {
    return parse(source, { maxTokens: tokens })
  } catch (error) {
    if (!(error instanceof GraphQLError) || !error.message.includes(`more than ${tokens} tokens`)) throw error
    const message = `The document has more than ${whole(tokens)} tokens, which is the limit`
    throw refusal('QUERY_TOO_LONG', message, { limit: tokens })
  }
}

/**
 * Each fragment is looked at once, however often it is spread: what fragments of fragments come to is reckoned, not walked.
 * Depth and root fields are those of the operation that has most of them, and endless where a fragment contains itself.
 */
export function shapeOf({ definitions }: DocumentNode): Shape {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const known = new Map<string, { depth: number; fields: number }>()
  let aliases = 0
  let directives = 0

  function measure({ selections }: SelectionSetNode): { depth: number; fields: number } {
    let depth = 0
    let fields = 0
    for (const selection of selections) {
      directives += selection.directives?.length ?? 0
      if (selection.kind === Kind.FIELD) {
        if (selection.alias) aliases++
        fields++
        const below = selection.selectionSet ? measure(selection.selectionSet).depth : 0
        depth = Math.max(depth, 1 + below)
        continue
      }
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragment(selection.name.value)
          : measure(selection.selectionSet)
      depth = Math.max(depth, inner.depth)
      fields += inner.fields
    }
    return { depth, fields }
  }

  function fragment(name: string): { depth: number; fields: number } {
    const seen = known.get(name)
    if (seen) return seen
    const definition = fragments.get(name)
    if (!definition) return { depth: 0, fields: 0 }
    // What is met again before it is known contains itself.
    known.set(name, { depth: Number.POSITIVE_INFINITY, fields: Number.POSITIVE_INFINITY })
    directives += definition.directives?.length ?? 0
    const measured = measure(definition.selectionSet)
    known.set(name, measured)
    return measured
  }

  let depth = 0
  let rootFields = 0
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    directives += definition.directives?.length ?? 0
    for (const variable of definition.variableDefinitions ?? [])
      directives += variable.directives?.length ?? 0
    const measured = measure(definition.selectionSet)
    depth = Math.max(depth, measured.depth)
    rootFields = Math.max(rootFields, measured.fields)
  }
  // Also those that no operation spreads: they are validated all the same.
  for (const name of fragments.keys()) fragment(name)
  return { depth, aliases, directives, rootFields }
}

const counted = [
  ['aliases', 'aliases'],
  ['directives', 'directives'],
  ['rootFields', 'fields of the operation itself'],
] as const

/** Why a document of that shape is refused; null where it is not. */
export function shapeRefusal(shape: Shape, limits: Limits): GraphQLError | null {
  const { depth } = shape
  if (depth > limits.depth) {
    const message = Number.isFinite(depth)
      ? `Fields stand ${whole(depth)} deep in one another; the limit is ${whole(limits.depth)}`
      : `A fragment contains itself; fields may stand ${whole(limits.depth)} deep in one another`
    return refusal('QUERY_TOO_DEEP', message, { limit: limits.depth, asked: told(depth) })
  }
  for (const [name, words] of counted) {
    const asked = shape[name]
    const limit = limits[name]
    if (asked > limit) {
      const message = `The document has ${whole(asked)} ${words}; the limit is ${whole(limit)}`
      return refusal('QUERY_TOO_COMPLEX', message, { limit, asked: told(asked), of: name })
    }
  }
  return null
}

/** JSON has no infinity. */
const told = (asked: number) => (Number.isFinite(asked) ? asked : null)
