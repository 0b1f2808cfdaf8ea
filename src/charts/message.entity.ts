import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { Workspace } from '../access/access.entities.ts'
import type { GivenRows } from './result.ts'

/** A question, with the query or the rows that it is about; it does not change. */
export const Message = defineEntity({
  name: 'Message',
  tableName: 'message',
  properties: {
    /** Version 7, so that ids sort by their making. */
    id: p.uuid().primary(),
    workspaceId: () => p.manyToOne(Workspace).mapToPk().fieldName('workspace_id').deleteRule('cascade'),
    question: p.text(),
    sql: p.text().nullable(),
    databaseId: p.uuid().nullable(),
    createdBy: p.text(),
    createdRole: p.text(),
    createdAt: p.datetime(6),
    /** Since when only its id is left, for the history of its tasks. */
    deletedAt: p.datetime(6).nullable(),
  },
  indexes: [
    { name: 'message_workspace', properties: ['workspaceId', 'id'] },
    { name: 'message_workspace_database', properties: ['workspaceId', 'databaseId', 'id'] },
    { name: 'message_created', properties: ['createdAt'], where: 'deleted_at is null' },
    { name: 'message_deleted', properties: ['deletedAt'], where: 'deleted_at is not null' },
  ],
})
export type Message = InferEntity<typeof Message>

/** The rows that came with a message; apart from it, since only its charts read them. */
export const MessageRows = defineEntity({
  name: 'MessageRows',
  tableName: 'message_rows',
  properties: {
    messageId: () => p.oneToOne(Message).mapToPk().fieldName('message_id').deleteRule('cascade').primary(),
    rows: p.json().columnType('json').$type<GivenRows>(),
  },
})
export type MessageRows = InferEntity<typeof MessageRows>
