import { ConnectionFailedError, messageOf } from '../../platform/errors.ts'
import { timedOut } from '../attempts.ts'
import type { ServerTarget } from '../target.ts'
import { PasswordKept } from './password.ts'

/**
 * What a statement ended with; `code` is MYSQL_ and the number of the server's error, QUERY_TIMEOUT where a limit of time of the session
 * ended it, the system's code where the connection is gone, SQL_REFUSED where it was not run.
 */
export class MysqlError extends Error {
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** ER_STATEMENT_TIMEOUT of MariaDB, ER_QUERY_TIMEOUT of MySQL. */
const timeouts = new Set([1969, 3024])
/** The server shuts down, or someone or a limit of idle time ended the connection. */
const endings = new Set([1053, 1152, 1159, 1160, 1161, 1184, 1927, 3169, 4031])

/** The driver's error in words of which others know the codes. */
export function statementFailure(error: unknown): Error {
  if (error instanceof MysqlError) return error
  const { errno, code, sqlMessage } = error as { errno?: unknown; code?: unknown; sqlMessage?: string }
  const said = sqlMessage ?? messageOf(error)
  const failed = (as: string) => new MysqlError(as, said, { cause: error })
  if (typeof errno === 'number' && errno > 0) {
    if (timeouts.has(errno)) return failed('QUERY_TIMEOUT')
    return failed(endings.has(errno) ? 'ECONNRESET' : `MYSQL_${errno}`)
  }
  // The driver has words of its own for a connection that ended.
  return failed(typeof code === 'string' && /^E(?!R_)[A-Z]+$/.test(code) ? code : 'ECONNRESET')
}

/** The driver's own word. */
export const isTlsRefusal = (error: unknown) =>
  (error as { code?: unknown }).code === 'HANDSHAKE_NO_SSL_SUPPORT'

/** What went wrong, in the words of someone who has to mend it. Source of the numbers: MariaDB and MySQL, "Error Reference". */
export function connectionFailure(
  error: unknown,
  target: ServerTarget,
  timeoutMs: number,
): ConnectionFailedError {
  if (error instanceof ConnectionFailedError) return error
  const { code = '' } = error as { code?: string }
  const message = messageOf(error)
  const at = `${target.host}:${target.port}`
  const failed = (reason: ConnectionFailedError['reason'], text: string) =>
    new ConnectionFailedError(reason, text)
  if (isTlsRefusal(error)) return failed('TLS', `${at} refuses TLS, which sslmode=${target.sslMode} asks for`)
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_|^EPROTO$/.test(code))
    return failed('TLS', `The TLS connection to ${at} failed: ${message}`)
  if (error instanceof PasswordKept)
    return failed(
      'AUTHENTICATION',
      `${at} asks for the password of ${target.username} itself, which sslmode=prefer sends to nobody, since it checks nobody: write sslmode=verify-full, or sslmode=require where the network is sure to lead to the right server`,
    )
  if (code === 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED')
    return failed(
      'AUTHENTICATION',
      `${at} asks for the password itself, which is only sent with sslmode=verify-ca or verify-full`,
    )
  if (code === 'AUTH_SWITCH_PLUGIN_ERROR')
    return failed(
      'AUTHENTICATION',
      `${at} authenticates ${target.username} in a way that is not known here: ${message}`,
    )
  if (/^(PROTOCOL_(ERROR|UNEXPECTED_PACKET)|HANDSHAKE_UNKNOWN_ERROR)$/.test(code))
    return failed('UNSUPPORTED', `${at} does not answer as a MySQL or MariaDB server does`)
  switch (code) {
    case 'MYSQL_1045':
    case 'MYSQL_1698':
      return failed('AUTHENTICATION', `${at} refuses the password of ${target.username}: ${message}`)
    case 'MYSQL_1130':
    case 'MYSQL_1251':
    case 'MYSQL_1820':
    case 'MYSQL_1862':
    case 'MYSQL_3118':
    case 'MYSQL_3955':
    case 'MYSQL_4151':
      return failed('AUTHENTICATION', `${at} refuses ${target.username}: ${message}`)
    case 'MYSQL_1049':
      return failed('DATABASE_MISSING', `${at} has no database ${target.databaseName}`)
    case 'MYSQL_1044':
    case 'MYSQL_1142':
    case 'MYSQL_1143':
    case 'MYSQL_1227':
    case 'MYSQL_1370':
      return failed('PERMISSION', `${target.username} lacks a right in ${target.databaseName}: ${message}`)
    case 'MYSQL_3159':
      return failed('TLS', `${at} takes ${target.username} only over TLS: ${message}`)
    case 'MYSQL_1193':
    case 'MYSQL_1109':
      return failed(
        'UNSUPPORTED',
        `${at} lacks what every MariaDB from 10.5 and MySQL from 8.0.16 has: ${message}`,
      )
    case 'QUERY_TIMEOUT':
    case 'MYSQL_1205':
    case 'MYSQL_1317':
      return failed('TIMEOUT', `${at} took too long to answer: ${message}`)
    case 'ECONNREFUSED':
      return failed('UNREACHABLE', `Nothing listens on ${at}`)
    case 'ETIMEDOUT':
      return timedOut(target, timeoutMs)
  }
  return failed('UNREACHABLE', `${at} cannot be reached: ${message}`)
}
