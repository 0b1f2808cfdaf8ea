import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { Databases } from '../databases/databases.ts'
import { connectionFailure } from '../databases/drivers.ts'
import { sourceFailure } from '../filtered/source.ts'
import { checked } from '../platform/checked.ts'
import { ConflictError, InvalidInputError, NotFoundError, TaskError } from '../platform/errors.ts'
import { dbOf, type EntityManager } from '../platform/orm.ts'
import type { Maker } from '../tasks/tasks.ts'
import { Chart } from './chart.entity.ts'
import { Message, MessageRows } from './message.entity.ts'
import { type GivenRows, mostColumns, rowsOf } from './result.ts'
import { checkMessageSql } from './sql/check-message.ts'
import { checkSqlElsewhere } from './sql/elsewhere.ts'
import { deleteMessages, findMessage } from './store.sql.ts'

/** `databaseId` is the database's own; null where the API was given an ID that is none of a database. */
export type CreateMessage = {
  question: string
  databaseId?: string | null
  sql?: string | null
  rows?: Record<string, unknown>[] | null
}

export type Messages = {
  /** Keeps a question with its query or its rows. @throws InvalidInputError, ConnectionFailedError */
  create(em: EntityManager, maker: Maker, request: CreateMessage): Promise<Message>
  /** @throws NotFoundError where the workspace has no such message */
  find(em: EntityManager, workspaceId: string, id: string): Promise<Message>
  /**
   * Deletes it, its rows, its charts and their pictures; its id stays for the history of its tasks.
   * @throws NotFoundError; ConflictError where it, or a chart of it, is of someone else and the viewer is no ADMIN
   */
  remove(em: EntityManager, maker: Maker, id: string): Promise<void>
}

const longestQuestion = 4_000
const mostRows = 100_000

const requestSchema = z.object({
  question: z
    .string()
    .trim()
    .min(1, 'The question is empty')
    .max(longestQuestion, `A question has at most ${longestQuestion.toLocaleString('en')} characters`)
    .refine((text) => !text.includes('\0'), 'A question has no NUL character'),
  rows: z
    .array(z.record(z.string(), z.unknown()))
    .max(
      mostRows,
      `A message has at most ${mostRows.toLocaleString('en')} rows; more can be queried with sql`,
    )
    .nullish(),
})

export function createMessages(options: { databases: Databases; statementTimeoutMs: number }): Messages {
  const { databases, statementTimeoutMs } = options

  /** Asks the database whether it can run the query, so that what is wrong with it is known at once. */
  async function checkQuery(em: EntityManager, workspaceId: string, databaseId: string, sql: string) {
    const database = await databases.find(em, workspaceId, databaseId)
    const target = databases.targetOf(database)
    const connection = await databases.open(em, target, 'message')
    try {
      if (connection.engine === 'POSTGRESQL') await checkMessageSql(connection, sql)
      else await checkSqlElsewhere(connection, sql)
    } catch (error) {
      if (target.engine === 'POSTGRESQL') throw sourceFailure(error, target, statementTimeoutMs)
      throw error instanceof TaskError || isLost(error)
        ? connectionFailure(error, target, statementTimeoutMs)
        : error
    } finally {
      await connection.close()
    }
  }

  async function find(em: EntityManager, workspaceId: string, id: string): Promise<Message> {
    const message = await findMessage(dbOf(em.fork()), workspaceId, id)
    if (!message) throw new NotFoundError('There is no such message')
    return message
  }

  return {
    find,

    async create(em, maker, request) {
      const { question } = checked(requestSchema, request)
      const { sql = null, databaseId, rows = null } = request
      const given = rows === null ? null : givenRows(rows)
      if (databaseId === null) throw noDatabase()
      if (sql !== null && given !== null) throw wrong('Give one of sql and rows', 'sql', 'rows')
      if (given === null && databaseId === undefined)
        throw wrong(
          sql === null
            ? 'Say which database answers the question (databaseId), or give the rows'
            : 'Say which database runs the query (databaseId)',
          'databaseId',
        )
      if (databaseId !== undefined)
        await databases.find(em, maker.workspaceId, databaseId).catch((error) => {
          throw error instanceof NotFoundError ? noDatabase() : error
        })
      if (sql !== null) await checkQuery(em, maker.workspaceId, databaseId!, sql)
      const id = uuid()
      return em.fork().transactional(async (em) => {
        const message = em.create(Message, {
          id,
          workspaceId: maker.workspaceId,
          question,
          sql,
          databaseId: databaseId ?? null,
          createdBy: maker.userId,
          createdRole: maker.role,
          createdAt: new Date(),
          deletedAt: null,
        })
        await em.persist(message).flush()
        if (given) await em.persist(em.create(MessageRows, { messageId: id, rows: given })).flush()
        return message
      })
    },

    async remove(em, maker, id) {
      const { createdBy } = await find(em, maker.workspaceId, id)
      await em.fork().transactional(async (em) => {
        if (maker.role !== 'ADMIN') {
          const others = await em.count(Chart, { messageId: id, createdBy: { $ne: maker.userId } })
          if (createdBy !== maker.userId || others > 0)
            throw new ConflictError(
              `The message ${others > 0 ? 'has charts' : 'is'} of someone else: an ADMIN can delete it`,
            )
        }
        await deleteMessages(dbOf(em), [id])
      })
    },
  }
}

/** The system's code of a connection that ended, as the drivers hand it on. */
const isLost = (error: unknown) => /^E[A-Z]+$/.test(String((error as { code?: unknown }).code))

const wrong = (message: string, ...names: string[]) =>
  new InvalidInputError(
    message,
    names.map((name) => ({ path: [name], message })),
  )

const noDatabase = () => wrong('There is no such database', 'databaseId')

/** @throws InvalidInputError for what cannot be kept as it is */
function givenRows(objects: Record<string, unknown>[]): GivenRows {
  const given = rowsOf(objects)
  if (given.columns.length > mostColumns) throw wrong(`Rows have at most ${mostColumns} columns`, 'rows')
  return given
}
