import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'

/** Operations made from a schema, so that a field that comes later is among them without anyone thinking of it. */

export type Kind = 'query' | 'mutation' | 'subscription'

export type Operation = {
  kind: Kind
  /** Such as `Mutation.startChart(input.messageId)`; without parentheses where no ID is asked for. */
  name: string
  query: string
  /** @param id in the place of the ID that the name says; the others are ids of nothing */
  variables(id: string): Record<string, unknown>
  /** Whether an ID, or a cursor, is in the place. */
  takes: 'id' | 'cursor' | 'nothing'
}

type Place = string[]
type Values = { id: string; at: Place | null }

const nothing = 'Tm90aGluZzowMDAwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDA='

/** What a value of the type can be; what is not asked for is left out, but for the place. */
function valueFor(type: GraphQLInputType, place: Place, values: Values, name: string): unknown {
  if (isNonNullType(type)) return valueFor(type.ofType, place, values, name)
  if (isListType(type)) return [valueFor(type.ofType, place, values, name)]
  const isHere = values.at !== null && values.at.join('.') === place.join('.')
  if (isEnumType(type)) return type.getValues()[0]!.name
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields())
    const leads = (field: string) =>
      values.at?.slice(0, place.length + 1).join('.') === [...place, field].join('.')
    const wanted = type.isOneOf
      ? [fields.find((field) => leads(field.name)) ?? fields[0]!]
      : fields.filter((field) => isRequiredInputField(field) || leads(field.name))
    return Object.fromEntries(
      wanted.map((field) => [field.name, valueFor(field.type, [...place, field.name], values, field.name)]),
    )
  }
  if (isHere) return values.id
  switch (type.name) {
    case 'ID':
      return nothing
    case 'Int':
      return 1
    case 'Float':
      return 1
    case 'Boolean':
      return false
    case 'DateTime':
      return new Date(Date.now() + 86_400_000).toISOString()
    case 'JSONObject':
      return { a: 1 }
    default:
      return name === 'cron'
        ? '0 0 1 1 *'
        : name === 'connectionString'
          ? 'postgresql://u:p@192.0.2.1:5/x'
          : 'x'
  }
}

/** The places of IDs, and of cursors, in the arguments of a field. */
function placesOf(args: readonly GraphQLArgument[]): { place: Place; takes: 'id' | 'cursor' }[] {
  const found: { place: Place; takes: 'id' | 'cursor' }[] = []
  const walk = (type: GraphQLInputType, place: Place, seen: string[]) => {
    const named = getNamedType(type)
    if (named.name === 'ID') found.push({ place, takes: 'id' })
    else if (named.name === 'String' && /^(after|before)$/.test(place.at(-1)!))
      found.push({ place, takes: 'cursor' })
    else if (isInputObjectType(named) && !seen.includes(named.name))
      for (const field of Object.values(named.getFields()))
        walk(field.type, [...place, field.name], [...seen, named.name])
  }
  for (const arg of args) walk(arg.type, [arg.name], [])
  return found
}

/** All that can be asked of the type without an argument, some steps down. Each type's fields have names of their own. */
export function selectionOf(type: GraphQLOutputType, schema: GraphQLSchema, depth: number): string {
  const named = getNamedType(type) as GraphQLNamedType
  if (isAbstractType(named)) {
    const parts = schema
      .getPossibleTypes(named)
      .map((one) => `... on ${one.name} ${selectionOf(one, schema, depth)}`)
    return `{ __typename ${parts.join(' ')} }`
  }
  if (!isObjectType(named)) return ''
  const fields = Object.values(named.getFields()).filter(
    // The nodes of a page stand in its edges as well.
    (field) => !field.args.some(isRequiredArgument) && field.name !== 'edges',
  )
  const texts = fields.flatMap((field) => {
    const below = getNamedType(field.type)
    const isLeaf = !isObjectType(below) && !isAbstractType(below)
    if (!isLeaf && depth === 0) return []
    const pages = field.args.some(({ name }) => name === 'first') ? '(first: 2)' : ''
    return `${named.name}_${field.name}: ${field.name}${pages} ${isLeaf ? '' : selectionOf(field.type, schema, depth - 1)}`
  })
  return `{ __typename ${texts.join(' ')} }`
}

export function operationsOf(schema: GraphQLSchema): Operation[] {
  const roots: [Kind, GraphQLObjectType | null | undefined][] = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ]
  return roots.flatMap(([kind, root]) =>
    Object.values(root?.getFields() ?? {}).flatMap((field) => operationsOn(kind, root!, field, schema)),
  )
}

function operationsOn(
  kind: Kind,
  root: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  schema: GraphQLSchema,
): Operation[] {
  const places = [...placesOf(field.args), { place: null, takes: 'nothing' as const }]
  return places.map(({ place, takes }) => {
    const args = field.args.filter((arg) => isRequiredArgument(arg) || arg.name === place?.[0])
    const declared = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ')
    const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')
    const selection = selectionOf(field.type, schema, 1)
    return {
      kind,
      name: `${root.name}.${field.name}${place ? `(${place.join('.')})` : ''}`,
      query: `${kind} ${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`} ${selection} }`,
      takes,
      variables: (id) =>
        Object.fromEntries(
          args.map((arg) => [arg.name, valueFor(arg.type, [arg.name], { id, at: place }, arg.name)]),
        ),
    }
  })
}
