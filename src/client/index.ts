/** What `quarry/client` is: the client, the operations, and the types of the schema that they use, as `Schema`. */
export type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core'
export * from './client.ts'
export type * as Schema from './generated/graphql.ts'
export * from './operations.ts'
