import { ConnectionFailedError, messageOf, TaskError } from '../platform/errors.ts'
import type { TaskFailure } from './states.ts'

export type Failure = { message: string; stored: TaskFailure; known: boolean }

/** SQLSTATE classes and codes after which the same work may well succeed. */
const passingSqlStates = /^(08...|40001|40P01|53...|55P03|57P0.|57014|58...)$/
const passingSystemCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EAI_AGAIN',
])
/** Errors of MariaDB and MySQL of the same kind: too many connections, out of memory, locks and deadlocks, a statement that was ended. */
const passingMysqlErrors = /^MYSQL_(1040|1041|1203|1205|1213|1226|1317)$/
const passingReasons = new Set(['UNREACHABLE', 'TIMEOUT'])

/** What an error means for the task: its code and words for the client, and whether another attempt makes sense. */
export const failureOf = (error: unknown): Failure => {
  const message = messageOf(error)
  if (error instanceof TaskError) {
    return { message, stored: { code: error.code, message, retryable: error.retryable }, known: true }
  }
  if (error instanceof ConnectionFailedError) {
    return {
      message,
      stored: { code: error.code, message, retryable: passingReasons.has(error.reason) },
      known: true,
    }
  }
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code === 'string' && isPassing(code)) {
    return { message, stored: { code: 'CONNECTION_LOST', message, retryable: true }, known: true }
  }
  // What went wrong in our own code may hold names or values of the source: the log has it, the client the bare fact.
  const hidden = 'The task failed for an unexpected reason; the log of the worker has it'
  return { message: hidden, stored: { code: 'INTERNAL', message: hidden, retryable: true }, known: false }
}

const isPassing = (code: string) =>
  passingSqlStates.test(code) || passingSystemCodes.has(code) || passingMysqlErrors.test(code)

/** How long to wait before the attempt that follows `attempt`. */
export type RetryPolicy = { delayMs(attempt: number): number }

/** Doubles from `firstMs` up to `lastMs`; half of it is chance, so that tasks that failed together do not return together. */
export const exponentialBackoff = (firstMs = 2_000, lastMs = 300_000): RetryPolicy => ({
  delayMs(attempt) {
    const whole = Math.min(lastMs, firstMs * 2 ** (attempt - 1))
    return Math.round(whole / 2 + (Math.random() * whole) / 2)
  },
})
