import { TokenError } from './errors.ts'

/**
 * The token, or a function that gets one: for each request, and each time that a connection is made. It is passed the token that
 * the server refused last, so that one that is kept can be renewed. What it throws is thrown on as a TokenError; a TypeError and a
 * TimeoutError, as fetch throws where the network is away, do not end what resumes by itself.
 */
export type TokenSource = string | ((refused?: string) => string | Promise<string>)

export type Credentials = {
  /** Whether there may be another token than the one that was refused. */
  canChange: boolean
  /** @throws TokenError */
  take(): Promise<string>
  /** The server does not let the token in, or does so no more. */
  refuse(token: string): void
}

export function createCredentials(source: TokenSource): Credentials {
  let refused: string | undefined
  return {
    canChange: typeof source === 'function',
    async take() {
      try {
        return typeof source === 'function' ? await source(refused) : source
      } catch (error) {
        throw new TokenError(error)
      }
    },
    refuse(token) {
      refused = token
    },
  }
}
