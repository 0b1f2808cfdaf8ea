import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import { fromTarget } from './origin.ts'
import { writeTarget } from './sessions.sql.ts'

/** One connection to the new database, as its plain owner. */
export type Target = {
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
  /** Takes COPY's text format; `rowCount` is right once it has finished. */
  copyFrom(statement: string): Writable & { readonly rowCount: number }
  close(): Promise<void>
}

const closePatienceMs = 2_000

/**
 * @param openTarget gives a connected client
 * @param schemas of operators, as `equalitySchemas` finds them in the source
 * @param signal ends the session on its server, whatever it does
 */
export async function openTargetSession(
  openTarget: () => Promise<pg.Client>,
  schemas: string[],
  signal: AbortSignal,
): Promise<Target> {
  signal.throwIfAborted()
  const client = await openTarget()
  let lost: Error | null = null
  client.on('error', (error) => {
    lost ??= error
  })
  let ending: Promise<void> | null = null
  const onAbort = () => {
    ending = Promise.race([
      terminate(openTarget, pid).catch(() => {}),
      sleep(closePatienceMs, undefined, { ref: false }),
    ])
    setTimeout(() => client.connection.stream.destroy(), closePatienceMs).unref()
  }
  let pid = 0
  try {
    await client.query(writeTarget(schemas))
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    pid = rows[0]!.pid
    signal.throwIfAborted()
  } catch (error) {
    await end(client)
    throw error
  }
  signal.addEventListener('abort', onAbort, { once: true })
  return {
    async query(text, values) {
      signal.throwIfAborted()
      try {
        const { rows } = values ? await client.query(text, values) : await client.query(text)
        return rows
      } catch (error) {
        signal.throwIfAborted()
        throw fromTarget(withCode(lost ?? (error as Error)))
      }
    },
    copyFrom: (statement) =>
      copyRowsIn(client, statement, (error) =>
        signal.aborted ? signal.reason : fromTarget(withCode(lost ?? error)),
      ),
    async close() {
      signal.removeEventListener('abort', onAbort)
      await Promise.all([end(client), ending])
    },
  }
}

/**
 * The driver's stream says goodbye to the server when it is given up, and waits for the answer, which never comes where the server
 * ended first. Whoever gives a copy up is done with the session as well: it ends with it.
 */
function copyRowsIn(client: pg.Client, statement: string, translate: (error: Error) => Error) {
  const stream = from(statement)
  let ended = false
  const submittable = Object.assign(stream, {
    handleError(error: Error) {
      ended = true
      submittable.callback()
      stream.destroy(translate(error))
    },
    callback() {},
    _destroy(error: Error | null, done: (error: Error | null) => void) {
      if (!ended && !stream.writableFinished) client.connection.stream.destroy()
      done(error)
    },
  })
  return client.query(submittable)
}

/** The driver tells of a connection that ended in words alone; others look for a code. */
const withCode = (error: Error) => ('code' in error ? error : Object.assign(error, { code: 'ECONNRESET' }))

/** A login may end its own sessions; it is the only way to end one that is busy before it notices by itself. */
async function terminate(openTarget: () => Promise<pg.Client>, pid: number): Promise<void> {
  const client = await openTarget()
  client.on('error', () => {})
  try {
    await client.query('SELECT pg_terminate_backend($1)', [pid])
  } finally {
    await end(client)
  }
}

async function end(client: pg.Client): Promise<void> {
  const destroy = setTimeout(() => client.connection.stream.destroy(), closePatienceMs)
  await client.end().catch(() => {})
  clearTimeout(destroy)
}
