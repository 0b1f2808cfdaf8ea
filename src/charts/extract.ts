import type { Databases } from '../databases/databases.ts'
import type { SourceConnection } from '../databases/postgresql.ts'
import { registeredDatabase } from '../databases/registered.ts'
import { readStructure } from '../filtered/postgresql/structure.ts'
import { openSnapshot } from '../filtered/source.ts'
import type { Orm } from '../platform/orm.ts'
import type { StepReport } from '../tasks/run.ts'
import type { TypedResult } from './columns/column.ts'
import { typeColumns } from './columns/type.ts'
import { type Message, MessageRows } from './message.entity.ts'
import { compileQuestion } from './questions/compile-question.ts'
import type { QuestionPlanner } from './model/question-planner.ts'
import type { Query } from './reduce/subquery.ts'
import { givenResult, type Result } from './result.ts'
import { checkSql } from './sql/check.ts'
import { beginReadOnly } from './sql/transaction.ts'

export type Extracted = {
  typed: TypedResult
  /** What gave the rows, where they did not come with the message. */
  query: Query | null
  /** There are more rows than were read: a connection that still sees the same ones. Null where these are all. */
  more: SourceConnection | null
}

export type ExtractParts = {
  orm: Orm
  databases: Databases
  planQuestion: QuestionPlanner
}

export type ExtractOptions = {
  message: Message
  taskId: string
  signal: AbortSignal
  report: StepReport
  /** Told of a connection that stays open until the chart is drawn. */
  closeAtEnd(close: () => Promise<void>): void
}

/** So many rows are read; of more, the database puts together what a chart shows. */
export const mostRowsRead = 20_000
/** A row may be wide: this ends the reading before the process has no memory left. */
const mostBytesRead = 128 * 1024 * 1024

/** The rows that a message is about: those that came with it, those of its query, or those that answer its question. */
export async function extractRows(parts: ExtractParts, options: ExtractOptions): Promise<Extracted> {
  const { message, report } = options
  const given = await parts.orm.em.fork().findOne(MessageRows, { messageId: message.id })
  if (given) return whole(givenResult(given.rows), report)
  const connection = await connect(parts, options)
  options.closeAtEnd(() => connection.close())
  const { text, values } =
    message.sql == null ? await answer(parts, options, connection) : await ownQuery(connection, message.sql)
  const { columns, rows, complete } = await connection.read(text, values, {
    rows: mostRowsRead,
    bytes: mostBytesRead,
    onRows: (count) => report.done(count, `Read ${count.toLocaleString('en')} rows`),
  })
  return {
    typed: typeColumns({ columns, rows }),
    query: { text, values, columns },
    more: complete ? null : connection,
  }
}

function whole(result: Result, report: StepReport): Extracted {
  const count = result.rows.length
  report.total(count)
  report.done(count, `Read the ${count.toLocaleString('en')} rows of the message`)
  return { typed: typeColumns(result), query: null, more: null }
}

async function connect({ orm, databases }: ExtractParts, { message, taskId, signal }: ExtractOptions) {
  const database = await registeredDatabase(databases, orm.em, message.workspaceId, message.databaseId!)
  return databases.connect(orm.em, databases.targetOf(database), `chart ${taskId}`, signal)
}

type Statement = { text: string; values: unknown[] }

/** Checked once more: the database may be another one since the message was made. */
async function ownQuery(connection: SourceConnection, sql: string): Promise<Statement> {
  await beginReadOnly(connection)
  await checkSql(connection, sql)
  return { text: sql, values: [] }
}

async function answer(
  { planQuestion }: ExtractParts,
  { message, signal }: ExtractOptions,
  connection: SourceConnection,
): Promise<Statement> {
  await openSnapshot(connection)
  const structure = await readStructure(connection)
  const { query } = connection
  const plan = await planQuestion(message.question, { structure, query, asOf: new Date(), signal })
  return compileQuestion(plan, structure)
}
