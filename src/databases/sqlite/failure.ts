import { ConnectionFailedError, messageOf, TaskError } from '../../platform/errors.ts'
import type { FileTarget } from '../target.ts'
import type { Failed } from './messages.ts'

/** What a statement, or the process that ran it, ended with. */
export class SqliteError extends TaskError {
  /** SQLite's own, most without their extension; null where the error is not of SQLite. */
  readonly number: number | null
  /** Whether the text held more than one statement. */
  readonly isSeveral: boolean
  constructor(
    code: string,
    message: string,
    options: { number?: number | null; isSeveral?: boolean; retryable?: boolean } = {},
  ) {
    super(code, message, { retryable: options.retryable ?? false })
    this.number = options.number ?? null
    this.isSeveral = options.isSeveral ?? false
  }
}

/** The one extended number that is told apart: a journal is there to be taken back, which only a writer can. */
const readOnlyRollback = 776

/** Source of the numbers: sqlite.org/rescode.html */
export function sqliteError({ message, number: extended, isSeveral = false }: Failed): SqliteError {
  const number = extended === null || extended === readOnlyRollback ? extended : extended & 0xff
  const said = `SQLite: ${message}`
  switch (number) {
    case 5:
    case 6:
      return new SqliteError('SOURCE_BUSY', said, { number, retryable: true })
    case 10:
      return new SqliteError('SOURCE_LOST', said, { number, retryable: true })
    case 11:
    case 26:
      return new SqliteError('SOURCE_DAMAGED', said, { number })
  }
  return new SqliteError('SQL_FAILED', said, { number, isSeveral })
}

export const tookTooLong = (limitMs: number) =>
  new SqliteError(
    'SQL_TIMEOUT',
    `The query took longer than ${limitMs / 1_000} s, so it was ended: let it read fewer rows, or aggregate them`,
  )

/** @param by the signal that ended it, or its exit code */
export function processEnded(by: string | number | null): SqliteError {
  // SIGUSR2 is its own: it took more memory than it may. The others are how V8 ends without memory.
  if (by === 'SIGUSR2' || by === 'SIGABRT' || by === 'SIGTRAP')
    return new SqliteError(
      'RESULT_TOO_LARGE',
      'The query takes more memory than one may: let it read fewer rows, or sort and gather less',
    )
  return new SqliteError('SOURCE_LOST', `The process that reads the file ended with ${by}`, {
    retryable: true,
  })
}

/** What went wrong, in the words of someone who has to mend it. */
export function connectionFailure(error: unknown, { databaseName: file }: FileTarget): ConnectionFailedError {
  if (error instanceof ConnectionFailedError) return error
  const failed = (reason: ConnectionFailedError['reason'], text: string) =>
    new ConnectionFailedError(reason, text)
  const said = messageOf(error)
  if (error instanceof SqliteError) {
    if (error.code === 'SQL_TIMEOUT') return failed('TIMEOUT', `${file} did not answer in time`)
    switch (error.number) {
      case 5:
      case 6:
        return failed('TIMEOUT', `${file} is locked by someone who writes it; try again`)
      case 3:
        return failed('PERMISSION', `${file} cannot be read: ${said}`)
      case readOnlyRollback:
        return failed(
          'UNREACHABLE',
          `${file} was left in the middle of a change, which its next writer takes back: let the program that writes it open it once (${said})`,
        )
      case 11:
      case 26:
        return failed('UNSUPPORTED', `${file} is no file of SQLite 3, or it is damaged or encrypted: ${said}`)
      case 8:
      case 14:
        return failed(
          'PERMISSION',
          `${file} cannot be opened; where it is in WAL mode, its folder must be one that the server may write, or the program that writes it must close it (${said})`,
        )
    }
  }
  return failed('UNREACHABLE', `${file} cannot be read: ${said}`)
}
