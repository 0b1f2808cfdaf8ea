/**
 * What a field costs by itself, in points: 1 where it is not named here, about as much as a plain field takes to be read and
 * written. A statement of its own costs about as much as twenty of them.
 */
const statement = 20
/** Half a kilobyte of an answer that has no bounds of its own. */
const text = 1
const elsewhere = 1_000

export const weights: Readonly<Record<string, number>> = {
  'Chart.alternatives': 4 * 100 * text,
  'Chart.data': 200 * text,
  'Chart.png': 2_000,
  'Chart.spec': 200 * text,
  'Chart.svg': 1_000,
  'ChartAlternative.spec': 200 * text,
  'Database.diagram': 5_000,
  'Database.elementCreation': 2 * statement,
  'Database.schemas': statement,
  'Database.table': statement,
  'ElementCreationState.log': 400 * text,
  'FilterPlan.tables': 20,
  'Mutation.createMessage': elsewhere,
  'Mutation.registerDatabase': elsewhere,
  'Mutation.startFilteredDatabase': elsewhere,
  'Mutation.testConnection': elsewhere,
  'Mutation.updateDatabase': elsewhere,
  'Query.filterPlan': elsewhere,
  'Query.queueStats': 5 * statement,
}

/** Of a field of Query, Mutation and Subscription that is not named above. */
export const rootWeights: Readonly<Record<string, number>> = {
  Query: statement,
  Mutation: 5 * statement,
  Subscription: statement,
}

export const connectionWeight = statement
/** totalCount is a statement of its own. */
export const countWeight = statement

/** A field of the schema itself, which is in memory. */
export const schemaWeight = 0.25

/** Of one thing of a list, beside its fields: it was read and made. */
export const itemWeight = 3

/** How many things a list without pages is taken to have, before it is known how many it has. */
const usualLength = 10
const lengths: Readonly<Record<string, number>> = {
  'ChartTask.steps': 5,
  'ElementCreationTask.steps': 5,
  'FilterPlan.subjects': 2,
  'FilterPlan.tables': 50,
  'FilteredDatabaseTask.steps': 5,
  'Query.queueStats': 3,
  'Relationship.sourceColumns': 2,
  'Relationship.targetColumns': 2,
  'Subscription.queueStats': 3,
  'Table.constraints': 3,
  'Table.indexes': 3,
  'Table.inherits': 1,
  'Table.primaryKey': 2,
  'Table.referencedBy': 3,
  'Table.references': 3,
  // Of the API's own schema, which does not grow while it runs.
  '__Directive.args': 1,
  '__Field.args': 1,
  '__Schema.directives': 5,
  '__Schema.types': 150,
  '__Type.enumValues': 1,
  '__Type.fields': 4,
  '__Type.inputFields': 1,
  '__Type.interfaces': 1,
  '__Type.possibleTypes': 1,
}
export const lengthOf = (coordinate: string): number => lengths[coordinate] ?? usualLength

/** A list that has as many things as one of its arguments. */
export const lengthArguments: Readonly<Record<string, string>> = { 'Query.nodes': 'ids' }

/** Every coordinate that is named here, so that a test can compare them with the schema. */
export const namedCoordinates = [
  ...Object.keys(weights),
  ...Object.keys(lengths),
  ...Object.keys(lengthArguments),
].filter((coordinate) => !coordinate.startsWith('__'))
