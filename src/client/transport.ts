import type { Failure, ResponseError } from './errors.ts'

export type Payload = { query: string; variables?: Record<string, unknown> }
export type Result = { data?: unknown; errors?: ResponseError[] }

/** Where a subscription goes. It is never called before `subscribe` has returned, nor after its end. */
export type Sink = {
  /** The server has let the client in; results may follow. */
  open(): void
  next(result: Result): void
  /** Null: the server ended it. */
  end(failure: Failure | null): void
}

export type Transport = {
  /** @returns what ends the subscription, here and on the server */
  subscribe(payload: Payload, sink: Sink): () => void
}
