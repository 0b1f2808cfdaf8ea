import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLOutputType,
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
import { costly, createPageReader, type PageReader } from './lane.ts'
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
 * completed, and where it can be known before they are read. Whatever was read waits for its turn before it is completed, and the pages
 * of costly operations also before they are read. Changes the schema's fields.
 */
export function payForLists(schema: GraphQLSchema): GraphQLSchema {
  const readPage = createPageReader()
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`
      const named = getNamedType(field.type)
      const resolve = field.resolve ?? defaultFieldResolver
      if (isRead(coordinate, named)) field.resolve = readInTurn(resolve, readPage)
      else if (type.name.endsWith('Connection') || !isCompositeType(named)) continue
      else field.resolve = completedInTurn(isListOf(field.type) ? paid(coordinate, resolve) : resolve)
    }
  }
  return schema
}

/** What is made of a page that was read is made in one go. */
const pointsOfPage = 1_000
const withStatement = new Set(['Database.table', 'Database.diagram', 'ElementCreationState.log'])

/** By a statement of its own for each time that it is asked for. */
const isRead = (coordinate: string, { name }: GraphQLNamedType) =>
  name.endsWith('Connection') || coordinate.endsWith('Connection.totalCount') || withStatement.has(coordinate)

const isListOf = (type: GraphQLOutputType) => isListType(isNonNullType(type) ? type.ofType : type)

/** Others read theirs at once: they ask for few. */
const readInTurn =
  (resolve: Resolve, readPage: PageReader): Resolve =>
  (owner, args, context, info) => {
    const read = () => resolve(owner, args, context, info)
    const { spending } = context
    if (!spending || spending.points <= costly) return read()
    return readPage(async () => {
      await spending.turn(pointsOfPage)
      return read()
    })
  }

/** There may be a hundred that were read together, one after the other. */
function completedInTurn(resolve: Resolve): Resolve {
  function inTurn(value: unknown, { spending }: Context, { fieldNodes }: GraphQLResolveInfo): unknown {
    if (!spending || value === null || typeof value !== 'object') return value
    let own = 0
    for (const node of fieldNodes) own += spending.ofItem(node).own
    const turn = spending.turn(own * (Array.isArray(value) ? value.length : 1))
    return turn ? turn.then(() => value) : value
  }

  return (owner, args, context, info) => {
    const value = resolve(owner, args, context, info)
    return value instanceof Promise ? value.then((read) => inTurn(read, context, info)) : value
  }
}

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

  return (owner, args, context, info) => {
    if (known) pay(known(owner as CatalogTable), context, info)
    const paidFor = (list: unknown) => {
      if (!known && Array.isArray(list)) pay(list.length, context, info)
      return list
    }
    const list = resolve(owner, args, context, info)
    return list instanceof Promise ? list.then(paidFor) : paidFor(list)
  }
}
