import { setTimeout as wait } from 'node:timers/promises'

/** What is known of a request that failed: HTTP's answer, or none where there was no connection. */
export type FailedRequest = {
  isRetryable?: boolean
  statusCode?: number
  responseHeaders?: Record<string, string>
}

const attempts = 3
const firstWaitMs = 500
/** Who cannot be reached, is not for longer than a moment, or for good. */
const unreachableWaitMs = 200

/**
 * Asks again where the endpoint is busy or broken: after the time that it names, else after half a second and then one. A wait that
 * would end after the deadline is not begun.
 * @param deadline as of Date.now()
 * @throws what the last attempt threw, the signal's reason
 */
export async function withRetries<T>(
  ask: () => Promise<T>,
  { signal, deadline }: { signal: AbortSignal; deadline: number },
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      signal.throwIfAborted()
      const failed = error as FailedRequest
      const ms = waitOf(failed, attempt)
      if (!failed.isRetryable || attempt === attempts || Date.now() + ms >= deadline) throw error
      await wait(ms, undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  }
}

function waitOf({ statusCode, responseHeaders = {} }: FailedRequest, attempt: number): number {
  if (statusCode === undefined) return unreachableWaitMs
  const { 'retry-after-ms': precise, 'retry-after': seconds } = responseHeaders
  const named = [Number.parseFloat(precise ?? ''), Number.parseFloat(seconds ?? '') * 1_000]
  // Source: RFC 9110, 10.2.3: seconds, or a date.
  const [ms] = [...named, Date.parse(seconds ?? '') - Date.now()].filter((ms) => Number.isFinite(ms))
  return ms === undefined ? firstWaitMs * 2 ** (attempt - 1) : Math.max(0, ms)
}
