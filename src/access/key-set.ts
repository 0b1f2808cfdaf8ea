import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { createCheckedFetch } from '../platform/checked-fetch.ts'
import { messageOf } from '../platform/errors.ts'
import { configuredHosts } from '../platform/hosts.ts'

export type KeySetOptions = {
  url: string
  /** As DENIED_HOSTS has them. */
  deniedHosts: string[]
  /** Told why the keys could not be fetched. */
  onFailure?: (message: string) => void
  /** Milliseconds that never go back. */
  now?: () => number
}

/** Whether a JWT is true cannot be known for the moment. */
export class KeysAwayError extends Error {
  readonly code = 'UNAVAILABLE'
  constructor(cause: unknown) {
    super('The keys that JWTs are checked with are away at the moment; try again', { cause })
  }
}

const timeoutMs = 5_000
/** Between two attempts, whoever asks for keys that are not there. */
const coolDownMs = 10_000
const freshMs = 600_000
/** How old keys may become where there are no newer ones to be had. */
const usableMs = 3_600_000

/**
 * The public keys of an issuer: fetched when the first JWT comes, and again after ten minutes, or where one names a key that is
 * not among them, at most every ten seconds. While their address does not answer, those that are known serve for an hour.
 */
export function createKeySet(options: KeySetOptions): JWTVerifyGetKey {
  const { url, deniedHosts, onFailure, now: clock = () => performance.now() } = options
  const hosts = configuredHosts(deniedHosts)
  // Who stands between could give keys of their own.
  const isHttp = new URL(url).protocol === 'http:'
  const fetch = createCheckedFetch(isHttp ? { ...hosts, allowed: ['127.0.0.0/8', '::1/128'] } : hosts)
  let keys: { find: ReturnType<typeof createLocalJWKSet>; at: number } | null = null
  let attempt: { at: number; done: Promise<boolean>; failure: unknown } | null = null

  async function load(): Promise<boolean> {
    const at = clock()
    try {
      const response = await fetch(url, {
        headers: { accept: 'application/json, application/jwk-set+json' },
        signal: AbortSignal.timeout(timeoutMs),
      })
      if (response.status !== 200) throw new Error(`It answered with status ${response.status}`)
      keys = { find: createLocalJWKSet(await response.json()), at }
      return true
    } catch (error) {
      attempt!.failure = error
      onFailure?.(messageOf((error as Error).cause ?? error))
      return false
    }
  }

  /** False where it was of no use, or was so a moment ago. */
  function refresh(): Promise<boolean> {
    const now = clock()
    if (!attempt || now - attempt.at >= coolDownMs) {
      attempt = { at: now, done: Promise.resolve(false), failure: null }
      attempt.done = load()
    }
    return attempt.done
  }

  const age = () => (keys ? clock() - keys.at : Number.POSITIVE_INFINITY)

  return async (header, token) => {
    const isFresh = age() < freshMs || (await refresh())
    if (!keys || age() >= usableMs) throw new KeysAwayError(attempt?.failure)
    try {
      return await keys.find(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      if (!isFresh || !(await refresh())) throw new KeysAwayError(attempt?.failure)
      return await keys.find(header, token)
    }
  }
}
