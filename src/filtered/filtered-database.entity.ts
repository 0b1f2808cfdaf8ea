import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { Workspace } from '../access/access.entities.ts'

/** What a task kept of one table; rows as they were counted while they were copied. */
export type KeptTable = {
  schema: string
  name: string
  sourceRows: number
  rows: number
  /** Kept only because kept rows refer to them. */
  referencedRows: number
  /** Left out because they hang between a kept and a left-out parent. */
  leftOutRows: number
}

/** A database that a task made; its id is the task's, and what is on the server is named after it. */
export const FilteredDatabase = defineEntity({
  name: 'FilteredDatabase',
  tableName: 'filtered_database',
  properties: {
    id: p.uuid().primary(),
    workspaceId: () => p.manyToOne(Workspace).mapToPk().fieldName('workspace_id').deleteRule('cascade'),
    name: p.text(),
    databaseName: p.text(),
    username: p.text(),
    sealedPassword: p.blob(),
    sizeBytes: p.bigint('number'),
    rowCount: p.bigint('number'),
    tables: p.json().$type<KeptTable[]>(),
    createdBy: p.text(),
    createdRole: p.text(),
    createdAt: p.datetime(6),
    expiresAt: p.datetime(6).nullable(),
    /** Since when it is to go; its row goes once it is gone from the server. */
    droppedAt: p.datetime(6).nullable(),
  },
  indexes: [
    { name: 'filtered_database_workspace', properties: ['workspaceId', 'id'] },
    { name: 'filtered_database_expires', properties: ['expiresAt'], where: 'expires_at is not null' },
  ],
})
export type FilteredDatabase = InferEntity<typeof FilteredDatabase>

export const filteredEntities = [FilteredDatabase]
