import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import type { Queue } from '../tasks/queue.ts'
import { pathOf } from './address.ts'

export type Checks = Record<string, { ok: boolean; message?: string }>

export type Health = {
  /** Each thing that the server needs to serve requests. Whoever asks shows no token: details are for the log alone. */
  check(log: Log): Promise<Checks>
  /** Answers /health/live and /health/ready; false for any other address. */
  handle(request: IncomingMessage, response: ServerResponse, log: Log): boolean
}

const patienceMs = 3_000

export function createHealth({ orm, queue }: { orm: Orm; queue: Pick<Queue, 'isReady'> }): Health {
  let migrated = false
  let checking: Promise<Checks> | null = null

  /** What is missing, in words; null where nothing is. */
  const probes = {
    async database() {
      await sql`select 1`.execute(dbOf(orm.em.fork()))
      return null
    },

    /** Looked up until they are all there: a release never has fewer afterwards. */
    async migrations() {
      if (migrated) return null
      const pending = await orm.migrator.getPending()
      migrated = pending.length === 0
      return migrated ? null : `${pending.length} are pending; run: npm run migrate`
    },

    async queue() {
      return (await queue.isReady()) ? null : 'the queue is not there; run: npm run migrate'
    },
  }

  async function ask(name: string, probe: () => Promise<string | null>, log: Log) {
    const asked = new AbortController()
    const late = sleep(patienceMs, `no answer within ${patienceMs} ms`, { signal: asked.signal })
    const message = await Promise.race([probe(), late]).catch((error) => {
      log.warn({ err: error }, `The server is not ready: the check of ${name} failed`)
      return 'the check failed; the log says why'
    })
    late.catch(() => {})
    asked.abort()
    return message === null ? { ok: true } : { ok: false, message }
  }

  /** Many who ask at once share one look, so that asking takes no connections from requests. */
  function check(log: Log): Promise<Checks> {
    checking ??= Promise.all(
      Object.entries(probes).map(async ([name, probe]) => [name, await ask(name, probe, log)] as const),
    )
      .then((checks) => Object.fromEntries(checks))
      .finally(() => {
        checking = null
      })
    return checking
  }

  function answer(response: ServerResponse, status: number, body: object) {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(body))
  }

  return {
    check,
    handle(request, response, log) {
      const pathname = pathOf(request)
      if (pathname === '/health/live') answer(response, 200, { status: 'ok' })
      else if (pathname === '/health/ready') {
        check(log).then((checks) => {
          const ready = Object.values(checks).every(({ ok }) => ok)
          answer(response, ready ? 200 : 503, { status: ready ? 'ok' : 'unavailable', checks })
        })
      } else return false
      return true
    },
  }
}
