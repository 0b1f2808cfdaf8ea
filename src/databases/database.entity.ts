import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { Workspace } from '../access/access.entities.ts'
import type { DatabaseEngine, SslMode } from './engine.ts'

/** A source that a workspace has registered. A removed one stays as a name for the history of its tasks. */
export const Database = defineEntity({
  name: 'Database',
  tableName: 'database',
  properties: {
    id: p.uuid().primary(),
    workspaceId: () => p.manyToOne(Workspace).mapToPk().fieldName('workspace_id').deleteRule('cascade'),
    name: p.text(),
    engine: p.text().$type<DatabaseEngine>(),
    host: p.text().nullable(),
    port: p.integer().nullable(),
    databaseName: p.text(),
    username: p.text().nullable(),
    /** Sealed to the row and its workspace; null where the server asks for none. */
    sealedPassword: p.blob().nullable(),
    sslMode: p.text().$type<SslMode>(),
    createdBy: p.text(),
    createdRole: p.text(),
    createdAt: p.datetime(6),
    updatedAt: p.datetime(6),
    removedAt: p.datetime(6).nullable(),
  },
  uniques: [{ name: 'database_name', properties: ['workspaceId', 'name'], where: 'removed_at is null' }],
})
export type Database = InferEntity<typeof Database>

export const databaseEntities = [Database]
