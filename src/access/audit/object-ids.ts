import { encodeGlobalID } from '@pothos/plugin-relay'
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInputObjectType,
  isListType,
  isObjectType,
  isUnionType,
} from 'graphql'
import type { Context } from '../../graphql/context.ts'
import { decodeId } from '../../graphql/nodes.ts'

/** The IDs in a field's arguments, wherever they stand; what is none is left out, it may be anything. */
export function idsIn(
  { args: declared }: Pick<GraphQLField<unknown, Context>, 'args'>,
  args: Record<string, unknown>,
): string[] {
  const found = new Set<string>()
  const walk = (type: GraphQLInputType, value: unknown): void => {
    const plain = getNullableType(type)
    if (value === null || value === undefined) return
    if (isListType(plain)) {
      for (const item of Array.isArray(value) ? value : [value]) walk(plain.ofType, item)
    } else if (isInputObjectType(plain)) {
      for (const { name, type } of Object.values(plain.getFields()))
        walk(type, (value as Record<string, unknown>)[name])
    } else if (plain.name === 'ID') {
      const id = decodeId(String(value))
      if (id) found.add(encodeGlobalID(id.typename, id.id))
    }
  }
  for (const arg of declared) walk(arg.type, args[arg.name])
  return [...found]
}

/** The IDs of what a payload has in its fields, such as a database that was registered or tasks that were started. */
export async function idsMade(
  type: GraphQLOutputType,
  payload: unknown,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<string[]> {
  const payloadType = payloadIn(type)
  if (!payloadType || typeof payload !== 'object' || payload === null) return []
  const ids = Object.values(payloadType.getFields()).flatMap(async ({ name, type }) => {
    const value = await (payload as Record<string, unknown>)[name]
    return Promise.all((Array.isArray(value) ? value : [value]).map((one) => idOf(type, one, context, info)))
  })
  return (await Promise.all(ids)).flat().filter((id) => id !== null)
}

/** Of a result, what it is where it is no Error. */
function payloadIn(type: GraphQLOutputType) {
  const named = getNamedType(type)
  const possible = isUnionType(named) ? named.getTypes() : isObjectType(named) ? [named] : []
  return possible.find((one) => !one.getInterfaces().some(({ name }) => name === 'Error'))
}

async function idOf(
  type: GraphQLOutputType,
  value: unknown,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<string | null> {
  if (value === null || value === undefined) return null
  const named = getNamedType(type)
  const row = typeof value === 'object' ? (value as { id?: unknown }).id : value
  if (typeof row !== 'string') return null
  const typename = isAbstractType(named) ? await named.resolveType?.(value, context, info, named) : named.name
  const node = typename === undefined ? null : info.schema.getType(String(typename))
  return isObjectType(node) && node.getInterfaces().some(({ name }) => name === 'Node')
    ? encodeGlobalID(node.name, row)
    : null
}
