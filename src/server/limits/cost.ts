import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql'
import { defaultPageSize, largestPageSize } from '../../graphql/connections.ts'
import {
  connectionWeight,
  countWeight,
  itemWeight,
  lengthArguments,
  lengthOf,
  rootWeights,
  schemaWeight,
  weights,
} from './weights.ts'

/**
 * What an operation may cost, in points: about the number of fields that its answer can have. A field of a page counts as often as
 * `first` or `last` say (20 where neither does), one of a list without pages as often as such lists are long; what asks the
 * database by itself, or does more than read a field, counts for more.
 */
export type OperationCost = {
  points: number
  /** Of one thing that a field shows: of a list, for when it is known how many there are. */
  ofItem(field: FieldNode): ItemCost
}

/** `own`: what of it is completed in one go, since it asks for nothing that is read by itself. */
export type ItemCost = { points: number; own: number }

/** What a selection costs once, and, on a connection, what for each thing on the page. */
type Cost = { once: number; each: number; own: number }
type Variables = Readonly<Record<string, unknown>>

export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Variables,
): OperationCost {
  const variables = withDefaults(operation, given)
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const known = new Map<SelectionSetNode, Map<GraphQLObjectType, Cost>>()
  const items = new Map<FieldNode, ItemCost>()

  /** Once for each type that a selection is met with, however often fragments bring it there. */
  function ofSelection(set: SelectionSetNode, type: GraphQLObjectType): Cost {
    const byType = known.get(set) ?? new Map<GraphQLObjectType, Cost>()
    known.set(set, byType)
    const seen = byType.get(type)
    if (seen) return seen
    const cost: Cost = { once: 0, each: 0, own: 0 }
    byType.set(type, cost)
    for (const selection of set.selections) {
      let added: Cost
      if (selection.kind === Kind.FIELD) added = ofField(selection, type)
      else {
        const inner =
          selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
        if (!inner || !holds(inner.typeCondition?.name.value, type)) continue
        added = ofSelection(inner.selectionSet, type)
      }
      cost.once += added.once
      cost.each += added.each
      cost.own += added.own
    }
    return cost
  }

  function holds(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true
    const named = schema.getType(condition)
    return isAbstractType(named) && schema.isSubType(named, type)
  }

  /** Of whichever type comes, the dearest. */
  function ofType(set: SelectionSetNode | undefined, type: GraphQLNamedType): Cost {
    const dearest: Cost = { once: 0, each: 0, own: 0 }
    if (!set || !isCompositeType(type)) return dearest
    for (const possible of isObjectType(type) ? [type] : schema.getPossibleTypes(type)) {
      const { once, each, own } = ofSelection(set, possible)
      dearest.once = Math.max(dearest.once, once)
      dearest.each = Math.max(dearest.each, each)
      dearest.own = Math.max(dearest.own, own)
    }
    return dearest
  }

  function ofField(node: FieldNode, parent: GraphQLObjectType): Cost {
    const name = node.name.value
    const field = fieldOf(parent, name)
    // __typename, or one that validation has refused.
    if (!field) return { once: 1, each: 0, own: 1 }
    const coordinate = `${parent.name}.${name}`
    const named = getNamedType(field.type)
    const weight = weightOf(coordinate, parent, named)
    if (!node.selectionSet) return { once: weight, each: 0, own: 1 }
    const inner = ofType(node.selectionSet, named)
    if (isConnection(named))
      return { once: weight + inner.once + pageSize(node, variables) * inner.each, each: 0, own: 0 }
    const points = remember(node, inner, isList(field) && !isOfSchema(named) ? itemWeight : 0)
    if (!isList(field)) return { once: weight + points, each: 0, own: inner.own }
    // nodes and edges: as many as the page has.
    if (isConnection(parent)) return { once: weight, each: points, own: 0 }
    return { once: weight + listLength(coordinate, node, variables) * points, each: 0, own: 0 }
  }

  /** The most that it comes to, whichever type the field is met on. */
  function remember(node: FieldNode, { once, own }: Cost, weight: number): number {
    const known = items.get(node)
    const points = Math.max(weight + once, known?.points ?? 0)
    items.set(node, { points, own: Math.max(own, known?.own ?? 0) })
    return points
  }

  function fieldOf(parent: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (parent === schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
    }
    return parent.getFields()[name]
  }

  const root = schema.getRootType(operation.operation)
  const points = root ? ofSelection(operation.selectionSet, root).once : 0
  return { points: Math.ceil(points), ofItem: (field) => items.get(field) ?? unknownItem }
}

const unknownItem: ItemCost = { points: 1, own: 1 }

const weightOf = (coordinate: string, parent: GraphQLNamedType, type: GraphQLNamedType): number =>
  weights[coordinate] ??
  rootWeights[parent.name] ??
  (isConnection(type)
    ? connectionWeight
    : coordinate.endsWith('Connection.totalCount')
      ? countWeight
      : isOfSchema(parent)
        ? schemaWeight
        : 1)

const isOfSchema = ({ name }: GraphQLNamedType) => name.startsWith('__')

function withDefaults({ variableDefinitions }: OperationDefinitionNode, given: Variables): Variables {
  const variables: Record<string, unknown> = { ...given }
  for (const { variable, defaultValue } of variableDefinitions ?? []) {
    if (variables[variable.name.value] === undefined && defaultValue)
      variables[variable.name.value] = literal(defaultValue, {})
  }
  return variables
}

const isConnection = ({ name }: GraphQLNamedType) => name.endsWith('Connection')

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type)
}

/** As its resolver will read it; what that refuses costs no more than the largest page. */
function pageSize(node: FieldNode, variables: Variables): number {
  const size = argument(node, 'first', variables) ?? argument(node, 'last', variables) ?? defaultPageSize
  return typeof size === 'number' ? Math.min(Math.max(size, 1), largestPageSize) : largestPageSize
}

export function listLength(coordinate: string, node: FieldNode, variables: Variables): number {
  const name = lengthArguments[coordinate]
  if (name === undefined) return lengthOf(coordinate)
  const list = argument(node, name, variables)
  return Array.isArray(list) ? list.length : 1
}

function argument(node: FieldNode, name: string, variables: Variables): unknown {
  const value = node.arguments?.find((one) => one.name.value === name)?.value
  return value && literal(value, variables)
}

/** A number or a list, of which the length alone is asked; anything else is left to those who know its type. */
function literal(value: ValueNode, variables: Variables): unknown {
  if (value.kind === Kind.VARIABLE) return variables[value.name.value]
  if (value.kind === Kind.INT) return Number(value.value)
  return value.kind === Kind.LIST ? value.values : undefined
}
