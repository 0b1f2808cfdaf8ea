import { ConnectionFailedError, messageOf } from '../../platform/errors.ts'
import type { FileTarget } from '../target.ts'

/** What went wrong, in the words of someone who has to mend it. Source of the codes: sqlite.org/rescode.html */
export function connectionFailure(
  error: unknown,
  { databaseName: file }: FileTarget,
  timeoutMs: number,
): ConnectionFailedError {
  if (error instanceof ConnectionFailedError) return error
  const failed = (reason: ConnectionFailedError['reason'], text: string) =>
    new ConnectionFailedError(reason, text)
  const said = messageOf(error)
  switch ((error as { code?: string }).code) {
    case 'QUERY_TIMEOUT':
      return failed('TIMEOUT', `${file} did not answer within ${timeoutMs / 1_000} s`)
    case 'SQLITE_5':
    case 'SQLITE_6':
      return failed('TIMEOUT', `${file} is locked by someone who writes it; try again`)
    case 'SQLITE_3':
    case 'SQLITE_23':
      return failed('PERMISSION', `${file} cannot be read: ${said}`)
    case 'SQLITE_11':
    case 'SQLITE_26':
      return failed('UNSUPPORTED', `${file} is no file of SQLite 3, or it is damaged or encrypted: ${said}`)
  }
  return failed('UNREACHABLE', `${file} cannot be read: ${said}`)
}
