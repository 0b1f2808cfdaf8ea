import { builder } from '../graphql/builder.ts'
import { type PageArguments, pageOf } from '../graphql/connections.ts'
import { refusals, resultType } from '../graphql/errors.graphql.ts'
import { decodeIdOf, inOrder } from '../graphql/nodes.ts'
import { NotFoundError } from '../platform/errors.ts'
import { ApiToken } from './access.entities.ts'
import { Role } from './access.graphql.ts'
import { createApiToken, revokeApiToken, tokensOf } from './api-tokens.ts'

const ApiTokenNode = builder.loadableNode('ApiToken', {
  description: 'What a program comes with in the place of its maker. Its maker sees it, and an ADMIN.',
  id: { resolve: ({ id }: ApiToken) => id },
  load: async (ids: string[], { em, viewer }): Promise<ApiToken[]> =>
    inOrder(ids, await em.fork().find(ApiToken, { id: ids, ...tokensOf(viewer) })),
  fields: (t) => ({
    name: t.exposeString('name'),
    role: t.expose('role', {
      type: Role,
      description: 'What it may do at the most: never more than its maker may do.',
    }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: 'Null: never.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'To the minute; null: never.',
    }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
  }),
})

builder.queryField('apiTokens', (t) =>
  t.connection(
    {
      type: ApiTokenNode,
      description:
        'The API tokens of the viewer, for an ADMIN those of the workspace, newest first; also those that are over.',
      resolve: (_, args, { em, viewer }) =>
        pageOf(em, ApiToken, args as PageArguments, {
          where: tokensOf(viewer),
          orderBy: [{ id: 'DESC' }],
        }),
    },
    {
      name: 'ApiTokenConnection',
      fields: (t) => ({ totalCount: t.int({ resolve: ({ totalCount }) => totalCount() }) }),
    },
    { name: 'ApiTokenEdge' },
  ),
)

const CreateApiTokenInput = builder.inputType('CreateApiTokenInput', {
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is for.' }),
    role: t.field({ type: Role, required: true, description: 'Yours, or a lesser one.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'Never where this is left out.' }),
  }),
})

const CreateApiTokenPayload = builder
  .objectRef<{ apiToken: ApiToken; token: string }>('CreateApiTokenPayload')
  .implement({
    fields: (t) => ({
      apiToken: t.field({ type: ApiTokenNode, resolve: ({ apiToken }) => apiToken }),
      token: t.exposeString('token', {
        description: 'To be sent as a bearer token. It is shown here and never again.',
      }),
    }),
  })

const ApiTokenPayload = builder.objectRef<{ id: string }>('ApiTokenPayload').implement({
  fields: (t) => ({ apiToken: t.field({ type: ApiTokenNode, resolve: ({ id }) => id }) }),
})

const { InvalidInputError, ConflictError, LimitExceededError } = refusals
const CreateApiTokenResult = resultType('CreateApiTokenResult', CreateApiTokenPayload, [
  InvalidInputError,
  ConflictError,
  LimitExceededError,
])
const RevokeApiTokenResult = resultType('RevokeApiTokenResult', ApiTokenPayload, [ConflictError])

builder.mutationFields((t) => ({
  createApiToken: t.field({
    type: CreateApiTokenResult,
    description: `Makes a token that stands for the viewer, until it expires or is revoked. Who comes with an API token makes no others.`,
    args: { input: t.arg({ type: CreateApiTokenInput, required: true }) },
    resolve: (_, { input }, { em, viewer, credential }) => createApiToken(em, { viewer, credential }, input),
  }),
  revokeApiToken: t.field({
    type: RevokeApiTokenResult,
    description: `Ends a token: within seconds it is refused, and what it has open is closed. Its maker or an ADMIN may. One that is over
stays as it is.`,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_, { id }, { em, viewer }) => {
      const decoded = decodeIdOf('ApiToken', id)
      if (!decoded) throw new NotFoundError('There is no such API token')
      await revokeApiToken(em, viewer, decoded)
      return { id: decoded }
    },
  }),
}))
