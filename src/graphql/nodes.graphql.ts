import { type GraphQLResolveInfo, isObjectType } from 'graphql'
import { InvalidInputError } from '../platform/errors.ts'
import { builder } from './builder.ts'
import { largestPageSize } from './connections.ts'
import { decodeId } from './nodes.ts'

/** The ID where it is one that a node could have, and null where it is not: then it is simply not found. */
function nodeIdOf(id: string, { schema }: GraphQLResolveInfo): string | null {
  const type = schema.getType(decodeId(id)?.typename ?? '')
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node') ? id : null
}

/** @throws InvalidInputError for more than a page would hold: each id may be of another kind, which is read by itself */
function refuseMany({ length }: readonly unknown[]): void {
  if (length <= largestPageSize) return
  const message = `nodes takes at most ${largestPageSize} ids; these are ${length.toLocaleString('en-US')}`
  throw new InvalidInputError(message, [{ path: ['ids'], message }])
}

builder.queryFields((t) => ({
  node: t.node({
    description: 'Anything by its id; null where there is no such thing for the viewer.',
    args: { id: t.arg.id({ required: true }) },
    id: (_, { id }, __, info) => nodeIdOf(id, info),
  }),
  nodes: t.nodeList({
    description: 'As node, for several ids, at most 100; in their order.',
    args: { ids: t.arg.idList({ required: true }) },
    ids: (_, { ids }, __, info) => {
      refuseMany(ids)
      return ids.map((id) => nodeIdOf(id, info))
    },
  }),
}))
