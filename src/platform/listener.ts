import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from './log.ts'

export type Listener = {
  /** Whether notifications arrive at the moment; callers poll more often while they do not. */
  readonly listening: boolean
  close(): Promise<void>
}

export type ListenerOptions = {
  url: string
  applicationName: string
  log: Log
  channels: Record<string, (payload: string) => void>
  /** Called after every connect: what was notified before it, or while the connection was gone, was not heard. */
  onConnect: () => void
}

const firstRetryMs = 100
const lastRetryMs = 5_000
const checkEveryMs = 10_000

/** Holds one connection that LISTENs, and opens it again for as long as it takes. Resolves at once. */
export function openListener(options: ListenerOptions): Listener {
  const { url, applicationName, log, channels, onConnect } = options
  const closing = new AbortController()
  let client: pg.Client | null = null
  let listening = false

  async function listen(): Promise<void> {
    const current = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
    })
    client = current
    const lost = new AbortController()
    current.once('end', () => lost.abort())
    current.on('error', (error) => {
      if (!lost.signal.aborted && !closing.signal.aborted)
        log.warn({ err: error }, 'The connection that listens for notifications was lost')
      lost.abort()
    })
    current.on('notification', ({ channel, payload }) => channels[channel]?.(payload ?? ''))
    try {
      await current.connect()
      for (const channel of Object.keys(channels))
        await current.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
      listening = true
      onConnect()
      // A connection cut off without a word (a firewall, a power loss) is noticed by asking it something.
      const over = AbortSignal.any([closing.signal, lost.signal])
      for (;;) {
        await sleep(checkEveryMs, undefined, { signal: over, ref: false }).catch(() => {})
        if (over.aborted) break
        await current.query('SELECT 1')
      }
    } finally {
      listening = false
      await current.end().catch(() => {})
    }
  }

  async function keepListening() {
    let retryMs = firstRetryMs
    while (!closing.signal.aborted) {
      const startedAt = Date.now()
      await listen().catch((error) => {
        if (!closing.signal.aborted)
          log.warn({ err: error }, 'Cannot listen for notifications; polling meanwhile')
      })
      if (Date.now() - startedAt > checkEveryMs) retryMs = firstRetryMs
      await sleep(retryMs, undefined, { signal: closing.signal }).catch(() => {})
      retryMs = Math.min(retryMs * 2, lastRetryMs)
    }
  }

  const running = keepListening()
  return {
    get listening() {
      return listening
    },
    async close() {
      closing.abort()
      // Not end(): a connect() that it interrupts never settles.
      if (!listening) client?.connection.stream.destroy()
      await running
    },
  }
}
