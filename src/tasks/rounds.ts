import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../platform/log.ts'

export type Rounds = { stop(): Promise<void> }

/** Does `work` again and again, `ms` apart, until it is stopped; an error (a database that restarts) costs one round. */
export function every(ms: number, what: string, log: Log, work: () => Promise<unknown>): Rounds {
  const ending = new AbortController()
  async function go() {
    while (!ending.signal.aborted) {
      await sleep(ms, undefined, { signal: ending.signal }).catch(() => {})
      if (ending.signal.aborted) return
      await work().catch((error) => log.warn({ err: error }, `${what} failed; it is tried again`))
    }
  }
  const going = go()
  return {
    stop() {
      ending.abort()
      return going
    },
  }
}
