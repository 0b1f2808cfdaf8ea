import SchemaBuilder from '@pothos/core'
import DataloaderPlugin from '@pothos/plugin-dataloader'
import ErrorsPlugin from '@pothos/plugin-errors'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import type { AuthScopes, Context } from './context.ts'

/**
 * The one schema builder. Subjects import it and add their types and fields from their own rooms; `server/schema.ts`
 * imports them all and builds the schema. Fields are non-null and arguments optional unless they say otherwise.
 */
export const builder = new SchemaBuilder<{
  Context: Context
  AuthScopes: AuthScopes
  DefaultFieldNullability: false
  DefaultNodeNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date | string }
    JSON: { Input: unknown; Output: unknown }
    JSONObject: { Input: Record<string, unknown>; Output: Record<string, unknown> }
    BigInt: { Input: bigint | number; Output: bigint | number | string }
  }
}>({
  plugins: [ScopeAuthPlugin, ErrorsPlugin, RelayPlugin, DataloaderPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    authScopes: ({ scopes }) => scopes,
    // A subscription lives longer than what was true when it began.
    authorizeOnSubscribe: true,
    unauthorizedError: () => new ForbiddenError(),
  },
  errors: { directResult: true },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    edgesFieldOptions: { nullable: { list: false, items: false } },
    nodeFieldOptions: { nullable: false },
    nodesOnConnection: true,
    nodeTypeOptions: { description: 'Anything that has an id of its own.' },
    pageInfoTypeOptions: { description: 'Where a page of a list stands, as Relay has it.' },
    // Theirs answer with an error where an ID is none; nodes.graphql.ts has ours.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
  },
})

/** The viewer's role does not permit what was asked for. */
export class ForbiddenError extends Error {
  readonly code = 'FORBIDDEN'
  constructor() {
    super('Your role in the workspace does not permit this')
  }
}

builder.queryType({
  description: 'Reads. Nothing of another workspace is ever found.',
  authScopes: { reader: true },
})
builder.mutationType({
  description: 'Changes. An expected refusal comes as data: select it with ... on Error { code message }.',
  authScopes: { editor: true },
})
builder.subscriptionType({
  description: 'Events as they happen, over WebSocket or SSE.',
  authScopes: { reader: true },
})
