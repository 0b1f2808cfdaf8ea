import { builder } from '../../graphql/builder.ts'
import { type PageArguments, pageOf } from '../../graphql/connections.ts'
import { Role } from '../access.graphql.ts'
import { credentialKinds } from '../viewer.ts'
import './audit.ts'
import { AuditEntry, auditOutcomes } from './audit.entity.ts'
import { placedBetween } from './places.ts'

export const TokenKind = builder.enumType('TokenKind', {
  description: 'What somebody came with.',
  values: credentialKinds,
})

const AuditOutcome = builder.enumType('AuditOutcome', {
  description:
    'OK: it was done. REFUSED: it was not, for the reason that code says. FAILED: something went wrong on our side, in the midst of it.',
  values: auditOutcomes,
})

const AuditEntryType = builder.objectRef<AuditEntry>('AuditEntry').implement({
  description: 'A change, or the reading of a secret, and who it was. Without what was written or read.',
  fields: (t) => ({
    id: t.exposeID('id'),
    at: t.expose('at', { type: 'DateTime' }),
    userId: t.exposeString('userId'),
    role: t.expose('role', { type: Role, description: 'That they had then.' }),
    tokenKind: t.expose('tokenKind', { type: TokenKind }),
    tokenId: t.exposeString('tokenId', {
      nullable: true,
      description: 'Of an API token, or the jti of a JWT that has one.',
    }),
    address: t.exposeString('address', { nullable: true, description: 'The IP address they came from.' }),
    requestId: t.exposeString('requestId', { description: 'As the log has it.' }),
    action: t.exposeString('action', {
      description:
        'The field of Mutation, such as removeDatabase, or the secret, such as FilteredDatabase.password.',
    }),
    objectIds: t.field({
      type: ['ID'],
      description: 'What was named, and what was made.',
      resolve: ({ objectIds }) => objectIds,
    }),
    outcome: t.expose('outcome', { type: AuditOutcome }),
    code: t.exposeString('code', { nullable: true, description: 'Of the error, where there was one.' }),
  }),
})

const AuditFilter = builder.inputType('AuditFilter', {
  description: 'All of what is given must hold.',
  fields: (t) => ({
    userId: t.string(),
    action: t.string(),
    after: t.field({ type: 'DateTime', description: 'Later than this moment.' }),
    before: t.field({ type: 'DateTime', description: 'Earlier than this moment.' }),
  }),
})

builder.queryField('auditLog', (t) =>
  t.connection(
    {
      type: AuditEntryType,
      description: 'Every change and every reading of a secret in the workspace, newest first. For ADMIN.',
      authScopes: { admin: true },
      args: { filter: t.arg({ type: AuditFilter }) },
      resolve: (_, args, { em, viewer }) => {
        const { userId, action, after, before } = args.filter ?? {}
        return pageOf(em, AuditEntry, args as PageArguments, {
          where: {
            workspaceId: viewer.workspaceId,
            ...(userId != null && { userId }),
            ...(action != null && { action }),
            ...placedBetween(after, before),
          },
          orderBy: [{ id: 'DESC' }],
        })
      },
    },
    {
      name: 'AuditEntryConnection',
      fields: (t) => ({ totalCount: t.int({ resolve: ({ totalCount }) => totalCount() }) }),
    },
    { name: 'AuditEntryEdge' },
  ),
)
