import { type DocumentNode, Kind, type OperationDefinitionNode, visit } from 'graphql'

type Operation = {
  document: DocumentNode
  operation: OperationDefinitionNode
  /** As the client sent them. */
  variables: Readonly<Record<string, unknown>> | null | undefined
}

/** Two operations with the same key select the same of the same event: arguments of the root field apart, they are alike. */
export function selectionKey({ document, operation, variables }: Operation): string {
  const used = variablesBelowRoot(document, operation).filter((name) => variables && name in variables)
  const values = Object.fromEntries(used.map((name) => [name, variables![name]]))
  return JSON.stringify([numberOf(document), operation.name?.value ?? null, values])
}

const numbers = new WeakMap<DocumentNode, number>()
let documents = 0

/** Documents of the same text are one object, which Yoga keeps. */
function numberOf(document: DocumentNode): number {
  const number = numbers.get(document) ?? ++documents
  numbers.set(document, number)
  return number
}

const namesOf = new WeakMap<OperationDefinitionNode, string[]>()

/** The names of all variables that are used elsewhere than in an argument of a root field. */
function variablesBelowRoot(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const known = namesOf.get(operation)
  if (known) return known
  const roots = new Set<unknown>(operation.selectionSet.selections)
  const names = new Set<string>()
  visit(document, {
    [Kind.OPERATION_DEFINITION]: (node) => (node === operation ? undefined : false),
    [Kind.VARIABLE_DEFINITION]: () => false,
    [Kind.ARGUMENT]: (_node, _key, _parent, _path, ancestors) =>
      roots.has(ancestors.at(-1)) ? false : undefined,
    [Kind.VARIABLE]: ({ name }) => void names.add(name.value),
  })
  const found = [...names].sort()
  namesOf.set(operation, found)
  return found
}
