import { type GraphQLResolveInfo, isObjectType } from 'graphql'
import { builder } from './builder.ts'
import { decodeId } from './nodes.ts'

/** The ID where it is one that a node could have, and null where it is not: then it is simply not found. */
function nodeIdOf(id: string, { schema }: GraphQLResolveInfo): string | null {
  const type = schema.getType(decodeId(id)?.typename ?? '')
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node') ? id : null
}

builder.queryFields((t) => ({
  node: t.node({
    description: 'Anything by its id; null where there is no such thing for the viewer.',
    args: { id: t.arg.id({ required: true }) },
    id: (_, { id }, __, info) => nodeIdOf(id, info),
  }),
  nodes: t.nodeList({
    description: 'As node, for several ids; in their order.',
    args: { ids: t.arg.idList({ required: true }) },
    ids: (_, { ids }, __, info) => ids.map((id) => nodeIdOf(id, info)),
  }),
}))
