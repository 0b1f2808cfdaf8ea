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
export type Shape = {
  depth: number
  aliases: number
  directives: number
  rootFields: number
  /** Of the field that is asked for most often in one place: validation compares each two of them. */
  repeats: number
}

/** Blanks, comments and texts are no tokens or one each, however long they are. */
const charactersPerToken = 50

/** @throws GraphQLError QUERY_TOO_LONG, or as graphql does */
export function parseWithin(source: string | Source, { tokens }: Pick<Limits, 'tokens'>): DocumentNode {
  const { length } = typeof source === 'string' ? source : source.body
  const limit = tokens * charactersPerToken
  if (length > limit) {
    const message = `The document has ${whole(length)} characters; the limit is ${whole(limit)}. Put long values into variables`
    throw refusal('QUERY_TOO_LONG', message, { limit, asked: length, of: 'characters' })
  }
  try {
    return parse(source, { maxTokens: tokens })
  } catch (error) {
    if (!(error instanceof GraphQLError) || !error.message.includes(`more than ${tokens} tokens`)) throw error
    const message = `The document has more than ${whole(tokens)} tokens, which is the limit`
    throw refusal('QUERY_TOO_LONG', message, { limit: tokens, of: 'tokens' })
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
  const known = new Map<string, Selected>()
  const shape: Shape = { depth: 0, aliases: 0, directives: 0, rootFields: 0, repeats: 0 }

  function measure({ selections }: SelectionSetNode): Selected {
    const selected: Selected = { depth: 0, fields: 0, names: new Map() }
    const count = (name: string, times: number) => {
      const total = (selected.names.get(name) ?? 0) + times
      selected.names.set(name, total)
      shape.repeats = Math.max(shape.repeats, total)
    }
    for (const selection of selections) {
      shape.directives += selection.directives?.length ?? 0
      if (selection.kind === Kind.FIELD) {
        if (selection.alias) shape.aliases++
        const below = selection.selectionSet ? measure(selection.selectionSet).depth : 0
        selected.depth = Math.max(selected.depth, 1 + below)
        selected.fields++
        count((selection.alias ?? selection.name).value, 1)
        continue
      }
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragment(selection.name.value)
          : measure(selection.selectionSet)
      selected.depth = Math.max(selected.depth, inner.depth)
      selected.fields += inner.fields
      for (const [name, times] of inner.names) count(name, times)
    }
    return selected
  }

  function fragment(name: string): Selected {
    const seen = known.get(name)
    if (seen) return seen
    const definition = fragments.get(name)
    if (!definition) return nothing
    // What is met again before it is known contains itself.
    known.set(name, endless)
    shape.directives += definition.directives?.length ?? 0
    const selected = measure(definition.selectionSet)
    known.set(name, selected)
    return selected
  }

  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    shape.directives += definition.directives?.length ?? 0
    for (const variable of definition.variableDefinitions ?? [])
      shape.directives += variable.directives?.length ?? 0
    const { depth, fields } = measure(definition.selectionSet)
    shape.depth = Math.max(shape.depth, depth)
    shape.rootFields = Math.max(shape.rootFields, fields)
  }
  // Also those that no operation spreads: they are validated all the same.
  for (const name of fragments.keys()) fragment(name)
  return shape
}

/** A selection with all that its fragments bring: how deep it is, how many fields it has, and how often each of them. */
type Selected = { depth: number; fields: number; names: Map<string, number> }

const nothing: Selected = { depth: 0, fields: 0, names: new Map() }
const endless: Selected = { depth: Number.POSITIVE_INFINITY, fields: 0, names: new Map() }

const mostRepeats = 50

const counted = {
  aliases: (asked: string) => `The document has ${asked} aliases`,
  directives: (asked: string) => `The document has ${asked} directives`,
  rootFields: (asked: string) => `The operation itself has ${asked} fields`,
  repeats: (asked: string) => `A field is asked for ${asked} times in one place`,
}

/** Why a document of that shape is refused; null where it is not. */
export function shapeRefusal(shape: Shape, limits: Limits): GraphQLError | null {
  const { depth } = shape
  if (depth > limits.depth) {
    const said = Number.isFinite(depth)
      ? `Fields stand ${whole(depth)} deep in one another`
      : 'A fragment contains itself'
    const message = `${said}; the limit is a depth of ${whole(limits.depth)}`
    return refusal('QUERY_TOO_DEEP', message, { limit: limits.depth, asked: told(depth) })
  }
  const most = { ...limits, repeats: mostRepeats }
  for (const [name, say] of Object.entries(counted) as [keyof typeof counted, (asked: string) => string][]) {
    const [asked, limit] = [shape[name], most[name]]
    if (asked > limit) {
      const message = `${say(whole(asked))}; the limit is ${whole(limit)}`
      return refusal('QUERY_TOO_COMPLEX', message, { limit, asked: told(asked), of: name })
    }
  }
  return null
}

/** JSON has no infinity. */
const told = (asked: number) => (Number.isFinite(asked) ? asked : null)
