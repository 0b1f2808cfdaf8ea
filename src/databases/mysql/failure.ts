import { ConnectionFailedError, messageOf } from '../../platform/errors.ts'
import type { ServerTarget } from '../target.ts'

/** What went wrong, in the words of someone who has to mend it. */
export function connectionFailure(
  error: unknown,
  _target: ServerTarget,
  _timeoutMs: number,
): ConnectionFailedError {
  if (error instanceof ConnectionFailedError) return error
  return new ConnectionFailedError('UNREACHABLE', messageOf(error))
}
