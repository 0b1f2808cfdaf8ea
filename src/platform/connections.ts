import { createHash } from 'node:crypto'
import pg, { type Pool, type PoolClient } from 'pg'

/** What every connection of a pool does beyond what the driver does by itself. */

export type ConnectionOptions = {
  /** Whether a statement stays planned in its session; a pooler that hands sessions on between transactions may not allow it. */
  prepare: boolean
}

/** Past this a session keeps no more: whatever makes new texts all the time must not fill the server's memory. */
const mostPrepared = 200

type Query = (config: unknown, values?: unknown[], callback?: unknown) => unknown

/** Fits each connection of the pool once, when it is first handed out. */
export function fitConnections(pool: Pool, { prepare }: ConnectionOptions): void {
  const fitted = new WeakSet<PoolClient>()
  const connect = pool.connect.bind(pool) as () => Promise<PoolClient>
  pool.connect = (async () => {
    const client = await connect()
    if (!fitted.has(client)) client.query = queryOf(client, prepare ? createNames() : () => null)
    fitted.add(client)
    freeWhenLost(client)
    return client
  }) as Pool['connect']
}

/**
 * A transaction's BEGIN is not waited for: it goes out together with its first statement. It fails only with its connection, and
 * then so does that statement. Statements with parameters get a name, by which the driver has them parsed once a session.
 */
function queryOf(client: PoolClient, nameOf: (text: string) => string | null): PoolClient['query'] {
  const send: Query = (...given) => (pg.Client.prototype.query as Query).apply(client, given)
  const query: Query = (config, values, callback) => {
    if (typeof config !== 'string' || callback) return send(config, values, callback)
    if (config === 'begin') {
      Promise.resolve(send(config)).catch(() => {})
      return Promise.resolve({ command: 'BEGIN', rowCount: null, rows: [], fields: [] })
    }
    const name = values && values.length > 0 && nameOf(config)
    return name ? send({ name, text: config, values }) : send(config, values)
  }
  return query as PoolClient['query']
}

/** The names of one session's statements; null past the most that it keeps. */
function createNames(): (text: string) => string | null {
  const names = new Map<string, string>()
  return (text) => {
    const known = names.get(text)
    if (known) return known
    if (names.size >= mostPrepared) return null
    const name = createHash('sha1').update(text).digest('base64url')
    names.set(text, name)
    return name
  }
}

/**
 * The query builder does not give back a connection whose ROLLBACK fails, as it does on one that the server has closed:
 * each outage would cost the pool a place for good. So the connection gives itself back when it ends.
 */
function freeWhenLost(client: PoolClient): void {
  const release = client.release
  const lost = () => client.release(true)
  let held = true
  client.once('end', lost)
  client.release = (error) => {
    if (!held) return
    held = false
    client.off('end', lost)
    release(error)
  }
}
