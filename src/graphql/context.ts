import type { EntityManager } from '../platform/orm.ts'

/** What the viewer's role permits, in the order in which it grows. */
export type AuthScopes = { reader: boolean; editor: boolean; admin: boolean }

/**
 * What every resolver is given. Each subject adds what it owns, by declaration merging in its own `context.ts`, so that
 * this folder knows no subject.
 */
export interface Context {
  /** The pool's entity manager; whoever reads or writes forks it. */
  em: EntityManager
  /** Stands in the log, and in the answer of a request that failed. */
  requestId: string
  /** The trace that the request belongs to, as the W3C's traceparent header has it; null where nothing is traced. */
  traceParent?: string | null
  scopes: AuthScopes
  /** Aborts where the client has gone; null where that is not known, as over a WebSocket. */
  signal?: AbortSignal | null
  /** Why nothing more is read for this operation, which is refused in the midst of it; null where it goes on. */
  refused?: () => Error | null
}
