import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { type Role, Workspace } from '../access.entities.ts'
import type { Credential } from '../viewer.ts'

export const auditOutcomes = ['OK', 'REFUSED', 'FAILED'] as const
export type AuditOutcome = (typeof auditOutcomes)[number]

/** Who changed something, or read a secret, or wanted to. What was changed to what is not in it, and so no secret is. */
export const AuditEntry = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entry',
  properties: {
    /** Version 7, of the moment that `at` is. */
    id: p.uuid().primary(),
    workspaceId: () => p.manyToOne(Workspace).mapToPk().fieldName('workspace_id').deleteRule('cascade'),
    at: p.datetime(6),
    userId: p.text(),
    role: p.text().$type<Role>(),
    tokenKind: p.text().$type<Credential['kind']>(),
    tokenId: p.text().nullable(),
    /** Of the client; null where it had gone before that was known. */
    address: p.text().nullable(),
    requestId: p.text(),
    /** The field of Mutation, or the secret as Type.field. */
    action: p.text(),
    /** As the API has them. */
    objectIds: p.json().$type<string[]>(),
    outcome: p.text().$type<AuditOutcome>(),
    /** Of the error, where there was one. */
    code: p.text().nullable(),
  },
  checks: [{ name: 'audit_entry_outcome_check', expression: `outcome in ('OK', 'REFUSED', 'FAILED')` }],
  indexes: [
    { name: 'audit_entry_workspace', properties: ['workspaceId', 'id'] },
    { name: 'audit_entry_workspace_user', properties: ['workspaceId', 'userId', 'id'] },
    { name: 'audit_entry_workspace_action', properties: ['workspaceId', 'action', 'id'] },
    { name: 'audit_entry_at', properties: ['at'] },
  ],
})
export type AuditEntry = InferEntity<typeof AuditEntry>
