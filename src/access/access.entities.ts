import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

export const roles = ['VIEWER', 'EDITOR', 'ADMIN'] as const
export type Role = (typeof roles)[number]

export const Workspace = defineEntity({
  name: 'Workspace',
  tableName: 'workspace',
  properties: {
    id: p.uuid().primary(),
    slug: p.text().unique(),
    name: p.text(),
    createdAt: p.datetime(6),
  },
})
export type Workspace = InferEntity<typeof Workspace>

/** What a user may do in a workspace. */
export const Member = defineEntity({
  name: 'Member',
  tableName: 'workspace_member',
  properties: {
    workspaceId: () =>
      p.manyToOne(Workspace).mapToPk().fieldName('workspace_id').deleteRule('cascade').primary(),
    userId: p.text().primary(),
    role: p.text().$type<Role>(),
    /** When the JWT was issued that the role is from; null where it is from none. */
    roleAsOf: p.datetime(6).nullable(),
    createdAt: p.datetime(6),
  },
  checks: [{ name: 'workspace_member_role_check', expression: `role in ('VIEWER', 'EDITOR', 'ADMIN')` }],
})
export type Member = InferEntity<typeof Member>

/** What a program comes with in the place of its maker. The token itself is not kept. */
export const ApiToken = defineEntity({
  name: 'ApiToken',
  tableName: 'api_token',
  properties: {
    id: p.uuid().primary(),
    workspaceId: () => p.manyToOne(Workspace).mapToPk().fieldName('workspace_id').deleteRule('cascade'),
    name: p.text(),
    role: p.text().$type<Role>(),
    /** SHA-256 of its secret part. */
    hash: p.blob(),
    createdBy: p.text(),
    createdAt: p.datetime(6),
    expiresAt: p.datetime(6).nullable(),
    lastUsedAt: p.datetime(6).nullable(),
    revokedAt: p.datetime(6).nullable(),
  },
  checks: [{ name: 'api_token_role_check', expression: `role in ('VIEWER', 'EDITOR', 'ADMIN')` }],
  indexes: [{ name: 'api_token_workspace', properties: ['workspaceId', 'id'] }],
})
export type ApiToken = InferEntity<typeof ApiToken>

export const accessEntities = [Workspace, Member, ApiToken]
