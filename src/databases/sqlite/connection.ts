import { type ReadOptions, type ReadRows, TooLargeToRead } from '../rows.ts'
import type { SourceConnection, SourceOptions } from '../source-connection.ts'
import type { FileTarget } from '../target.ts'
import { convert } from './conversions.ts'
import { connectionFailure, sqliteError } from './failure.ts'
import { findFile } from './file.ts'
import type { Answer, AnswerEnd, Opened, Question } from './messages.ts'
import { startSession } from './session.ts'

export type SqliteConnection = SourceConnection & { readonly engine: 'SQLITE' }

/**
 * Opens a file below SQLITE_DIR in a process of its own, which ends with the connection.
 * @throws ConnectionFailedError with the reason; the signal's reason where it aborted
 */
export async function connectSqlite(
  target: FileTarget,
  { sqliteDirectory, connectTimeoutMs, statementTimeoutMs, signal }: SourceOptions,
): Promise<SqliteConnection> {
  signal?.throwIfAborted()
  const file = await findFile(sqliteDirectory, target.databaseName)
  signal?.throwIfAborted()
  const session = startSession(file, signal)
  let last: Promise<unknown> = Promise.resolve()

  /** One statement after the other, as the process answers them. */
  function read(text: string, values: unknown[], options: ReadOptions): Promise<ReadRows> {
    const turn = last.then(() => ask(text, values, options))
    last = turn.catch(() => {})
    return turn
  }

  async function ask(text: string, values: unknown[], { rows, bytes, onRows }: ReadOptions) {
    const read: unknown[][] = []
    const question: Question = { text, values, rows: finite(rows), bytes: finite(bytes) }
    const end = await session.exchange<AnswerEnd>(statementTimeoutMs, question, (answer: Answer) => {
      if ('rows' in answer) {
        for (const row of answer.rows) read.push(row)
        onRows?.(read.length)
      }
      return 'columns' in answer || !('rows' in answer) ? answer : undefined
    })
    if ('error' in end) throw sqliteError(end.error)
    if ('tooLarge' in end) throw new TooLargeToRead(bytes!)
    convert(read, end.conversions)
    return { columns: end.columns, rows: read, complete: end.complete }
  }

  try {
    const opened = await session.exchange<Opened>(connectTimeoutMs, null, (message: Opened) => message)
    if ('error' in opened) throw sqliteError(opened.error)
    return {
      engine: 'SQLITE',
      serverVersion: opened.version,
      read: (text, values = [], options = {}) => read(text, values, options),
      async query<Row>(text: string, values: unknown[] = []) {
        const { columns, rows } = await read(text, values, {})
        return rows.map((row) => {
          const named: Record<string, unknown> = {}
          for (const [at, { name }] of columns.entries()) named[name] = row[at]
          return named as Row
        })
      },
      close: session.close,
    }
  } catch (error) {
    await session.close()
    signal?.throwIfAborted()
    throw connectionFailure(error, target)
  }
}

const finite = (limit: number | undefined) => (limit !== undefined && Number.isFinite(limit) ? limit : null)
