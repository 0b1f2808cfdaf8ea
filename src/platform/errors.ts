/**
 * Errors that a caller may expect. Those below `Refusal` reach API clients as data (the contract's Error types), those
 * below `TaskError` settle or repeat a task; everything else is a fault of ours and is masked.
 */

export type FieldError = { path: string[]; message: string }

export abstract class Refusal extends Error {
  abstract readonly code: string
}

export class InvalidInputError extends Refusal {
  readonly code = 'INVALID_INPUT'
  readonly fields: FieldError[]
  constructor(message: string, fields: FieldError[] = []) {
    super(message)
    this.fields = fields
  }
}

/** The prompt could not be turned into a plan without guessing. `unrecognized`: the words that stand for nothing known. */
export class UnclearPromptError extends Refusal {
  readonly code = 'UNCLEAR_PROMPT'
  readonly unrecognized: string[]
  readonly suggestions: string[]
  constructor(message: string, unrecognized: string[] = [], suggestions: string[] = []) {
    super(message)
    this.unrecognized = unrecognized
    this.suggestions = suggestions
  }
}

/** `taskId`: the task that is in the way, where it is one. */
export class ConflictError extends Refusal {
  readonly code = 'CONFLICT'
  readonly taskId: string | null
  constructor(message: string, taskId: string | null = null) {
    super(message)
    this.taskId = taskId
  }
}

export class LimitExceededError extends Refusal {
  readonly code = 'LIMIT_EXCEEDED'
  readonly limit: number
  constructor(message: string, limit: number) {
    super(message)
    this.limit = limit
  }
}

export const connectionFailureReasons = [
  'UNREACHABLE',
  'AUTHENTICATION',
  'DATABASE_MISSING',
  'TLS',
  'PERMISSION',
  'TIMEOUT',
  'HOST_NOT_ALLOWED',
  'UNSUPPORTED',
] as const
export type ConnectionFailureReason = (typeof connectionFailureReasons)[number]

export class ConnectionFailedError extends Refusal {
  readonly code = 'CONNECTION_FAILED'
  readonly reason: ConnectionFailureReason
  constructor(reason: ConnectionFailureReason, message: string) {
    super(message)
    this.reason = reason
  }
}

/** What is named does not exist, or belongs to another workspace: callers cannot tell which. */
export class NotFoundError extends Error {
  readonly code = 'NOT_FOUND'
}

/** Ends a run. A retryable one is tried again while attempts are left, a final one is not. */
export class TaskError extends Error {
  readonly code: string
  readonly retryable: boolean
  constructor(code: string, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.code = code
    this.retryable = options.retryable
  }
}

export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
