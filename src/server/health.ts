import type { IncomingMessage, ServerResponse } from 'node:http'
import { sql } from 'kysely'
import { messageOf } from '../platform/errors.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import type { Queue } from '../tasks/queue.ts'

export type Checks = Record<string, { ok: boolean; message?: string }>

export type Health = {
  /** Each thing that the server needs to serve requests. */
  check(): Promise<Checks>
  /** Answers /health/live and /health/ready; false for any other address. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
}

const patienceMs = 3_000

export function createHealth({ orm, queue }: { orm: Orm; queue: Pick<Queue, 'isReady'> }): Health {
  let migrated = false

  async function database() {
    await sql`select 1`.execute(dbOf(orm.em.fork()))
  }

  /** Looked up until they are all there: a release never has fewer afterwards. */
  async function migrations() {
    if (migrated) return
    const pending = await orm.migrator.getPending()
    if (pending.length > 0) throw new Error(`${pending.length} are pending; run: npm run migrate`)
    migrated = true
  }

  async function taskQueue() {
    if (!(await queue.isReady())) throw new Error('the queue is not there; run: npm run migrate')
  }

  async function check(): Promise<Checks> {
    const checks = await Promise.all(
      Object.entries({ database, migrations, queue: taskQueue }).map(async ([name, probe]) => {
        const late = Promise.withResolvers<never>()
        const timer = setTimeout(
          () => late.reject(new Error(`no answer within ${patienceMs} ms`)),
          patienceMs,
        )
        const result = await Promise.race([probe(), late.promise]).then(
          () => ({ ok: true }),
          (error) => ({ ok: false, message: messageOf(error) }),
        )
        clearTimeout(timer)
        return [name, result] as const
      }),
    )
    return Object.fromEntries(checks)
  }

  function answer(response: ServerResponse, status: number, body: object) {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(body))
  }

  return {
    check,
    handle(request, response) {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      if (pathname === '/health/live') answer(response, 200, { status: 'ok' })
      else if (pathname === '/health/ready') {
        check().then((checks) => {
          const ready = Object.values(checks).every(({ ok }) => ok)
          answer(response, ready ? 200 : 503, { status: ready ? 'ok' : 'unavailable', checks })
        })
      } else return false
      return true
    },
  }
}
