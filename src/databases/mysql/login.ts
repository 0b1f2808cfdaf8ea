import { connect as connectSocket } from 'node:net'
import { type Connection, createConnection, type SslOptions } from 'mysql2'
import { type Attempts, connectToOneOf } from '../attempts.ts'
import type { SslMode } from '../engine.ts'
import { connectionFailure, isTlsRefusal, statementFailure } from './failure.ts'
import { keepingPassword, tellsPassword } from './password.ts'

/** What every connection that belongs to one `MysqlConnection` has in common. */
export type Login = Attempts & { applicationName: string }

export const logIn = (addresses: string[], login: Login) => connectToOneOf(addresses, login, logInAt)

/** @throws ConnectionFailedError; the signal's reason where it aborted */
export async function logInAt(login: Login, address: string): Promise<Connection> {
  const { target, timeoutMs, signal } = login
  const failed = (error: unknown) => {
    signal?.throwIfAborted()
    throw connectionFailure(isOfServer(error) ? statementFailure(error) : error, target, timeoutMs)
  }
  try {
    return await attempt(login, address, tlsOptions(target.sslMode))
  } catch (error) {
    if (target.sslMode !== 'prefer' || !isTlsRefusal(error)) return failed(error)
    return attempt(login, address).catch(failed)
  }
}

const isOfServer = (error: unknown) => ((error as { errno?: number }).errno ?? 0) > 0

function attempt(login: Login, address: string, ssl?: SslOptions): Promise<Connection> {
  const { target, signal } = login
  const socket = connectSocket({ host: address, port: target.port, keepAlive: true, noDelay: true })
  // Whom a certificate must name where the verify modes check it: the driver tells TLS of a name, and not of an address.
  Object.assign(socket, { _host: target.host })
  const connection = createConnection({
    stream: () => socket,
    // For TLS alone.
    host: target.host,
    port: target.port,
    database: target.databaseName,
    user: target.username,
    password: target.password ?? '',
    ssl,
    // Whoever reads along, or answers in the server's place, must not be told the password.
    authPlugins: tellsPassword(target.sslMode, address) ? undefined : keepingPassword,
    enableCleartextPlugin: ssl?.rejectUnauthorized === true,
    connectTimeout: Math.max(1, login.deadline - Date.now()),
    connectAttributes: { program_name: login.applicationName },
    // Without LOCAL_FILES a server cannot ask for files of this machine; without the other, it parses functions as it is set up to.
    flags: ['-LOCAL_FILES', '-IGNORE_SPACE'],
    multipleStatements: false,
    // The driver would write code for each result, with the names that a server gives its columns.
    disableEval: true,
    charset: 'UTF8MB4_GENERAL_CI',
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    jsonStrings: true,
  })
  const abandon = () => socket.destroy()
  signal?.addEventListener('abort', abandon, { once: true })
  const { promise, resolve, reject } = Promise.withResolvers<Connection>()
  connection.on('error', () => {})
  connection.connect((error) => (error ? reject(error) : resolve(connection)))
  return promise
    .catch((error) => {
      socket.destroy()
      throw error
    })
    .finally(() => signal?.removeEventListener('abort', abandon))
}

/** As libpq reads sslmode: only the verify modes check whom they talk to. The name is sent in each, for those who route by it. */
function tlsOptions(mode: SslMode): SslOptions | undefined {
  switch (mode) {
    case 'disable':
      return undefined
    case 'prefer':
    case 'require':
      return { rejectUnauthorized: false, verifyIdentity: false }
    case 'verify-ca':
      return { rejectUnauthorized: true, verifyIdentity: false }
    case 'verify-full':
      return { rejectUnauthorized: true, verifyIdentity: true }
  }
}
