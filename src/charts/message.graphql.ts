import { DatabaseNode, RemovedPayload } from '../databases/databases.graphql.ts'
import { builder } from '../graphql/builder.ts'
import { type PageArguments, pageOf } from '../graphql/connections.ts'
import { refusals, resultType } from '../graphql/errors.graphql.ts'
import { decodeIdOf, inOrder } from '../graphql/nodes.ts'
import { NotFoundError } from '../platform/errors.ts'
import { dbOf } from '../platform/orm.ts'
import { makerOf } from '../tasks/context.ts'
import './context.ts'
import { Message } from './message.entity.ts'
import { findMessages } from './store.sql.ts'

/** Also a deleted one, for the history of its tasks; those who look one up leave it out. */
export const MessageNode = builder.loadableNode('Message', {
  description:
    'A question, with the query or the rows that it is about. The workspace sees it; its rows only stand in charts.',
  id: { resolve: ({ id }: Message) => id },
  load: async (ids: string[], { em, viewer }): Promise<Message[]> =>
    inOrder(ids, await findMessages(dbOf(em.fork()), viewer.workspaceId, ids)),
  fields: (t) => ({
    question: t.exposeString('question'),
    sql: t.exposeString('sql', { nullable: true }),
    database: t.field({
      type: DatabaseNode,
      nullable: true,
      description: 'What is asked; null where the rows came with the message.',
      resolve: ({ databaseId }) => databaseId,
    }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'Set on a message that is only shown as the subject of a past task; its question is empty.',
    }),
  }),
})

/** @throws NotFoundError for an ID of anything else */
export function messageIdOf(id: string): string {
  const decoded = decodeIdOf('Message', id)
  if (!decoded) throw new NotFoundError('There is no such message')
  return decoded
}

builder.queryFields((t) => ({
  message: t.field({
    type: MessageNode,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, args, { em, viewer }) => {
      const id = decodeIdOf('Message', args.id)
      return id && em.fork().findOne(Message, { id, workspaceId: viewer.workspaceId, deletedAt: null })
    },
  }),
  messages: t.connection(
    {
      type: MessageNode,
      description: 'The messages of the workspace, or of one database, newest first.',
      args: { databaseId: t.arg.id() },
      resolve: (_, args, { em, viewer }) =>
        pageOf(em, Message, args as PageArguments, {
          where: {
            workspaceId: viewer.workspaceId,
            deletedAt: null,
            // An ID that is none of a database matches nothing, as one that does not exist.
            ...(args.databaseId != null && {
              databaseId: decodeIdOf('Database', args.databaseId) ?? { $in: [] },
            }),
          },
          orderBy: [{ id: 'DESC' }],
        }),
    },
    {
      name: 'MessageConnection',
      fields: (t) => ({ totalCount: t.int({ resolve: ({ totalCount }) => totalCount() }) }),
    },
    { name: 'MessageEdge' },
  ),
}))

const CreateMessageInput = builder.inputType('CreateMessageInput', {
  description: `A question with a query (sql and databaseId), with rows, or alone (databaseId): then the query is made from its words and
the database's structure.`,
  fields: (t) => ({
    question: t.string({ required: true, description: 'At most 4,000 characters.' }),
    databaseId: t.id({ description: 'Which database runs the query, or answers the question.' }),
    sql: t.string({
      description:
        'One SELECT without side effects. It runs in a read-only transaction, limited in time and rows.',
    }),
    rows: t.field({
      type: ['JSONObject'],
      description: 'At most 100,000; their keys are the columns, in the order in which they first appear.',
    }),
  }),
})

const MessagePayload = builder.objectRef<{ message: Message }>('MessagePayload').implement({
  fields: (t) => ({ message: t.field({ type: MessageNode, resolve: ({ message }) => message }) }),
})

const CreateMessageResult = resultType('CreateMessageResult', MessagePayload, [
  refusals.InvalidInputError,
  refusals.ConnectionFailedError,
])

const DeleteMessageResult = resultType('DeleteMessageResult', RemovedPayload, [refusals.ConflictError])

builder.mutationFields((t) => ({
  createMessage: t.field({
    type: CreateMessageResult,
    description:
      'Keeps a question. The database is asked at once whether it can run the query; it is run by charts.',
    args: { input: t.arg({ type: CreateMessageInput, required: true }) },
    resolve: async (_, { input: { databaseId, ...input } }, context) => ({
      message: await context.messages.create(context.em, makerOf(context), {
        ...input,
        ...(databaseId != null && { databaseId: decodeIdOf('Database', databaseId) }),
      }),
    }),
  }),
  deleteMessage: t.field({
    type: DeleteMessageResult,
    description: 'Deletes a message with its rows and all of its charts. Its maker or an ADMIN may.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_, { id }, context) => {
      await context.messages.remove(context.em, makerOf(context), messageIdOf(id))
      return { id }
    },
  }),
}))
