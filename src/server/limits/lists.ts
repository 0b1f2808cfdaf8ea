import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { CatalogTable } from '../../catalog/catalog.entities.ts'
import type { Context } from '../../graphql/context.ts'
import { createPageReader } from './lane.ts'
import './spending.ts'
import { lengthArguments, lengthOf } from './weights.ts'

type Resolve = GraphQLFieldResolver<unknown, Context>

/** How many things a list has, where its owner knows before they are read. */
const knownLengths: Readonly<Record<string, (owner: CatalogTable) => number>> = {
  'Table.columns': ({ columnCount }) => columnCount,
  'Table.references': ({ relationshipCount, candidateCount }) => relationshipCount + candidateCount,
}

/**
 * Lets every list without pages say how many things it has: those that were not reckoned with are paid for before they are
 * completed, and where it can be known before they are read. Changes the schema's fields.
 */
export function payForLists(schema: GraphQLSchema): GraphQLSchema {
  const readPage = createPageReader()
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type.name.endsWith('Connection')) continue
    for (const field of Object.values(type.getFields())) {
      if (getNamedType(field.type).name.endsWith('Connection') && !isRoot(type, schema)) {
        const resolve = field.resolve ?? defaultFieldResolver
        field.resolve = (...asked) => readPage(() => resolve(...asked))
        continue
      }
      const list = isNonNullType(field.type) ? field.type.ofType : field.type
      if (!isListType(list) || !isCompositeType(getNamedType(list))) continue
      const coordinate = `${type.name}.${field.name}`
      field.resolve = paid(coordinate, field.resolve ?? defaultFieldResolver)
    }
  }
  return schema
}

const isRoot = (type: GraphQLObjectType, schema: GraphQLSchema) => type === schema.getQueryType()

function paid(coordinate: string, resolve: Resolve): Resolve {
  const isReckoned = coordinate in lengthArguments
  const reckoned = lengthOf(coordinate)
  const known = knownLengths[coordinate]

  function pay(length: number, { spending }: Context, { fieldNodes }: GraphQLResolveInfo) {
    if (!spending || isReckoned || length <= reckoned) return
    let each = 0
    for (const node of fieldNodes) each += spending.ofItem(node).points
    spending.add((length - reckoned) * each)
  }

  /** A list of plain things is completed in one go, of which there may be a hundred one after the other. */
  function completed(list: unknown, { spending }: Context, { fieldNodes }: GraphQLResolveInfo): unknown {
    if (!spending || !Array.isArray(list)) return list
    let points = 0
    for (const node of fieldNodes) {
      const item = spending.ofItem(node)
      if (!item.isPlain) return list
      points += item.points * list.length
    }
    const turn = spending.turn(points)
    return turn ? turn.then(() => list) : list
  }

  return (owner, args, context, info) => {
    if (known) pay(known(owner as CatalogTable), context, info)
    const resolved = (list: unknown) => {
      if (!known && Array.isArray(list)) pay(list.length, context, info)
      return completed(list, context, info)
    }
    const list = resolve(owner, args, context, info)
    return list instanceof Promise ? list.then(resolved) : resolved(list)
  }
}
