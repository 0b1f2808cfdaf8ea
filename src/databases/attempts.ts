import { ConnectionFailedError } from '../platform/errors.ts'
import type { ServerTarget } from './target.ts'

/** What all attempts to reach one server have in common. */
export type Attempts = {
  target: ServerTarget
  /** As the operator set it, for what is said where it passes. */
  timeoutMs: number
  /** When all attempts must have come to an end, as of Date.now(). */
  deadline: number
  signal?: AbortSignal
}

export const timedOut = (target: ServerTarget, timeoutMs: number) =>
  new ConnectionFailedError(
    'TIMEOUT',
    `${target.host}:${target.port} did not answer within ${timeoutMs / 1000} s`,
  )

/** A name such as localhost has often several addresses, of which a server listens on one: each gets its share of time. */
export async function connectToOneOf<Of extends Attempts, Client>(
  addresses: string[],
  attempts: Of,
  connect: (attempt: Of, address: string) => Promise<Client>,
): Promise<{ address: string; client: Client }> {
  for (const [index, address] of addresses.entries()) {
    const left = addresses.length - index
    const now = Date.now()
    const deadline = now + (attempts.deadline - now) / left
    try {
      return { address, client: await connect({ ...attempts, deadline }, address) }
    } catch (error) {
      const unheard = error instanceof ConnectionFailedError && /^(UNREACHABLE|TIMEOUT)$/.test(error.reason)
      if (left === 1 || !unheard) throw error
    }
  }
  throw new ConnectionFailedError('UNREACHABLE', `The host name ${attempts.target.host} has no address`)
}

/** The work's result, unless the deadline passes or the signal aborts first. */
export async function withinDeadline<T>(
  work: Promise<T>,
  { target, timeoutMs, deadline, signal }: Attempts,
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal?.reason)
  const timer = setTimeout(() => reject(timedOut(target, timeoutMs)), Math.max(1, deadline - Date.now()))
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
