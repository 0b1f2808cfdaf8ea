import type { TransportName } from './connection.ts'

export type ResponseError = {
  message: string
  path?: (string | number)[]
  extensions?: Record<string, unknown>
}

const unauthenticated = 'UNAUTHENTICATED'
const tooManyRequests = 'TOO_MANY_REQUESTS'

/** The server refused the request; the errors say why. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  /** As HTTP has it; 200 where the refusal came as the result of an operation. */
  readonly status: number
  readonly errors: ResponseError[]
  /** The kind of the first error, such as NOT_FOUND; null where something else than Quarry answered. */
  readonly code: string | null
  /** Under which the server's log has it, where the server said so. */
  readonly requestId: string | null
  constructor(status: number, errors: ResponseError[], requestId: string | null = null) {
    super(errors.map(({ message }) => message).join('; ') || `The server answered ${status}`)
    this.status = status
    this.errors = errors
    const { code, requestId: id } = errors[0]?.extensions ?? {}
    this.code = typeof code === 'string' ? code : null
    this.requestId = typeof id === 'string' ? id : requestId
  }
}

/** The connection did not come about, or broke: the same may be asked again. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError'
  /** Null: a request. */
  readonly transport: TransportName | null
  /** Of the WebSocket, where there is one. */
  readonly closeCode: number | null
  constructor(transport: TransportName | null, reason: string, closeCode: number | null = null) {
    super(`The connection to the server was lost: ${reason}`)
    this.transport = transport
    this.closeCode = closeCode
  }
}

/** The function that should give a token threw; `cause` is what. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
  constructor(cause: unknown) {
    super(`There is no token to come with: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

/** How a subscription may end early. */
export type Failure = RequestError | ConnectionLostError | TokenError

/** Whatever is none of ours comes from `fetch`, which threw since there was no answer. */
export const failureOf = (error: unknown): Failure =>
  error instanceof RequestError || error instanceof TokenError || error instanceof ConnectionLostError
    ? error
    : new ConnectionLostError(null, (error as Error).message)

/** What HTTP answers for that for which the server closes a WebSocket. */
const statusOf: Record<number, number> = { 4401: 401, 4403: 401, 4406: 406, 4429: 429 }

/** The server closed the socket with these words: another transport would hear the same. */
export function refusalOf(closeCode: number, reason: string): RequestError {
  const status = statusOf[closeCode] ?? 400
  const code = status === 401 ? unauthenticated : status === 429 ? tooManyRequests : 'BAD_REQUEST'
  const message = reason || `The server closed the socket with ${closeCode}`
  return new RequestError(status, [{ message, extensions: { code, closeCode } }])
}

/** The token is not good, or is so no more. */
export const isUnauthenticated = (failure: Failure): failure is RequestError =>
  failure instanceof RequestError && (failure.status === 401 || failure.code === unauthenticated)

const passingCodes = new Set([
  'UNAVAILABLE',
  'RATE_LIMITED',
  'OVERLOADED',
  'TOO_MANY_SOCKETS',
  tooManyRequests,
])

/** The same may be answered later: the server, its database, or what stands between is away, or too busy. */
export function isPassing(failure: Failure): boolean {
  if (failure instanceof ConnectionLostError) return true
  // What fetch throws where the network is away.
  if (failure instanceof TokenError)
    return failure.cause instanceof TypeError || (failure.cause as Error)?.name === 'TimeoutError'
  const { status, errors } = failure
  if (errors.length === 0) return status >= 500 || status === 408 || status === 429
  return errors.every(({ extensions }) => passingCodes.has(String(extensions?.code)))
}

/** How long the server wants to be left alone. */
export function retryAfterMs(failure: Failure): number {
  const seconds = failure instanceof RequestError && failure.errors[0]?.extensions?.retryAfterSeconds
  return typeof seconds === 'number' ? seconds * 1_000 : 0
}
