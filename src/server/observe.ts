import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Context } from '../graphql/context.ts'
import type { Log } from '../platform/log.ts'
import { type Tracing, untraced } from '../platform/tracing.ts'
import type { MeasureRequest, OperationType, RequestOutcome, Transport } from './metrics.ts'

/** What tells those who look from outside of requests; nothing where it is left out. */
export type Observers = { measureRequest?: MeasureRequest; tracing?: Tracing }

/** A request as its transport received it. */
export type Arrival = {
  transport: Transport
  at: Date
  /** As performance.now() has it. */
  since: number
  traceParent: string | null
  counted: boolean
}

export const arrive = (transport: Transport, traceParent: unknown): Arrival => ({
  transport,
  at: new Date(),
  since: performance.now(),
  traceParent: typeof traceParent === 'string' ? traceParent : null,
  counted: false,
})

type ObservedContext = Context & { arrival?: Arrival }
type ServerContext = { arrival?: Arrival }

const longestName = 100
const secondsSince = (since: number) => (performance.now() - since) / 1_000

/**
 * Measures, traces and logs each operation, on every transport. It stands after the plugin that masks errors: what it reads of
 * them is their code.
 */
export function observeRequests(
  log: Log,
  { measureRequest, tracing = untraced }: Observers,
): Plugin<Context, ServerContext> {
  function begin({ document, operationName, contextValue }: ExecutionArgs) {
    const context = contextValue as ObservedContext
    const node = getOperationAST(document, operationName)
    const operation: OperationType = node?.operation ?? 'none'
    const arrival = context.arrival ?? arrive('http', null)
    arrival.counted = true
    const span = tracing.start(operation, 'SERVER', { parent: arrival.traceParent, at: arrival.at })
    span.set({
      'graphql.operation.type': operation,
      'graphql.operation.name': node?.name?.value.slice(0, longestName),
      'quarry.transport': arrival.transport,
      'quarry.request.id': context.requestId,
    })
    context.traceParent = span.traceParent
    return (result: unknown) => {
      const code = errorCodeOf(result)
      const outcome = outcomeOf(code)
      const { requestId } = context
      const seconds = secondsSince(arrival.since)
      span.set({ 'quarry.outcome': outcome })
      if (code) span.fail(code)
      span.end()
      measureRequest?.({ transport: arrival.transport, operation, outcome, seconds })
      log.debug(
        { requestId, operation, outcome, seconds, ...(span.traceId && { traceId: span.traceId }) },
        'A request was answered',
      )
    }
  }

  return {
    onExecute({ args }) {
      const end = begin(args)
      return { onExecuteDone: ({ result }) => end(result) }
    },
    onSubscribe({ args }) {
      const end = begin(args)
      return { onSubscribeResult: ({ result }) => end(result) }
    },
    /** What cannot be parsed, or is not of the schema; some clients are told so with status 200. */
    onExecutionResult({ result, context: { arrival } }) {
      const code = errorCodeOf(result)
      if (code) turnedAway(arrival, outcomeOf(code))
    },
    onResponse({ response: { status }, serverContext: { arrival } }) {
      if (status === 401) turnedAway(arrival, 'unauthenticated')
      else if (status >= 400) turnedAway(arrival, status < 500 ? 'refused' : 'failed')
    },
  }

  /** Before it came to an operation. */
  function turnedAway(arrival: Arrival | undefined, outcome: RequestOutcome) {
    if (!arrival || arrival.counted) return
    arrival.counted = true
    const { transport, since } = arrival
    measureRequest?.({ transport, operation: 'none', outcome, seconds: secondsSince(since) })
  }
}

const ourFault = 'INTERNAL_SERVER_ERROR'

/** Of the first error, unless one is of ours; null where there is none. */
function errorCodeOf(result: unknown): string | null {
  const codes = ((result as ExecutionResult | null)?.errors ?? []).map(
    ({ extensions }) => (extensions?.code as string | undefined) ?? 'BAD_REQUEST',
  )
  return codes.includes(ourFault) ? ourFault : (codes[0] ?? null)
}

const outcomeOf = (code: string | null): RequestOutcome =>
  code === null ? 'ok' : code === ourFault ? 'failed' : 'refused'
