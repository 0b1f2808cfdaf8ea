import type { Databases } from '../databases/databases.ts'
import type { PostgresConnection } from '../databases/postgresql/connection.ts'
import { registeredDatabase } from '../databases/registered.ts'
import { readStructure } from '../filtered/postgresql/structure.ts'
import type { Orm } from '../platform/orm.ts'
import type { StepReport } from '../tasks/run.ts'
import { typeColumns } from './columns/type.ts'
import { extractElsewhere } from './extract-elsewhere.ts'
import type { Asked, Extracted, ExtractOptions } from './extracted.ts'
import { MessageRows } from './message.entity.ts'
import type { QuestionPlanner } from './model/question-planner.ts'
import { compileQuestion } from './questions/compile-question.ts'
import { describeQuestion } from './questions/describe-question.ts'
import { givenResult, type Result } from './result.ts'
import { checkSql } from './sql/check.ts'
import { sqlFailure } from './sql/failure.ts'
import { beginReadOnly } from './sql/transaction.ts'

export type ExtractParts = {
  orm: Orm
  databases: Databases
  planQuestion: QuestionPlanner
  /** How long one statement may take on the source. */
  statementTimeoutMs: number
}

/** So many rows are read; of more, the database puts together what a chart shows. */
export const mostRowsRead = 20_000
/** A row may be wide: this ends the reading before the process has no memory left. */
const mostBytesRead = 128 * 1024 * 1024

/** The rows that a message is about: those that came with it, those of its query, or those that answer its question. */
export async function extractRows(parts: ExtractParts, options: ExtractOptions): Promise<Extracted> {
  const { message, report } = options
  // A query and rows exclude each other.
  const given =
    message.sql === null && (await parts.orm.em.fork().findOne(MessageRows, { messageId: message.id }))
  if (given) return whole(givenResult(given.rows), report)
  const connection = await connect(parts, options)
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= connection.close()
    return closing
  }
  options.closeAtEnd(close)
  return asTaskError(parts, async () => {
    if (connection.engine !== 'POSTGRESQL') return extractElsewhere(connection, options)
    await beginReadOnly(connection, parts.statementTimeoutMs)
    const { asked, ...query } = await queryOf(parts, options, connection)
    const { columns, rows, complete } = await connection.read(query.text, query.values, {
      rows: mostRowsRead,
      bytes: mostBytesRead,
      onRows: (count) => report.done(count, `Read ${count.toLocaleString('en')} rows`),
    })
    // Nothing more is asked: the source need keep neither its session nor what has changed since.
    if (complete) void close()
    const typed = typeColumns({ columns, rows })
    return { typed, query: { ...query, columns, asked }, more: complete ? null : connection }
  })
}

/** Runs statements on the source. @throws what went wrong, as a task's end */
export async function asTaskError<T>(
  { statementTimeoutMs }: Pick<ExtractParts, 'statementTimeoutMs'>,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now()
  try {
    return await work()
  } catch (error) {
    throw sqlFailure(error, performance.now() - startedAt, statementTimeoutMs)
  }
}

function whole(result: Result, report: StepReport): Extracted {
  const count = result.rows.length
  report.total(count)
  report.done(count, `Read the ${count.toLocaleString('en')} rows of the message`)
  return { typed: typeColumns(result), query: null, more: null }
}

type Statement = { text: string; values: unknown[]; asked: Asked }

async function connect({ orm, databases }: ExtractParts, { message, taskId, signal }: ExtractOptions) {
  const database = await registeredDatabase(databases, orm.em, message.workspaceId, message.databaseId!)
  return databases.open(orm.em, databases.targetOf(database), `chart ${taskId}`, signal)
}

/** Its own one, checked once more, since the database may have changed; or the one that its question comes to. */
async function queryOf(
  { planQuestion }: ExtractParts,
  { message, signal, log }: ExtractOptions,
  connection: PostgresConnection,
): Promise<Statement> {
  const { sql, question } = message
  if (sql != null)
    return { text: (await checkSql(connection, sql)).statement, values: [], asked: { sql, inWords: null } }
  await connection.query(`SET LOCAL search_path = ''`)
  const structure = await readStructure(connection)
  const plan = await planQuestion(question, {
    structure,
    query: connection.query,
    asOf: new Date(),
    signal,
    onFallback: (reason) => log('WARN', `The rules read the question in place of the model: ${reason}`),
  })
  const inWords = describeQuestion(plan, structure)
  log('INFO', inWords)
  const { text, values, runnable } = compileQuestion(plan, structure)
  return { text, values, asked: { sql: runnable, inWords } }
}
