import { ConnectionFailedError, messageOf } from '../../platform/errors.ts'
import { timedOut } from '../attempts.ts'
import type { ServerTarget } from '../target.ts'

/** The driver's own words, which have no code. */
export const isTlsRefusal = (error: unknown) => messageOf(error).includes('does not support SSL')
const isForeignAnswer = (message: string) => message.includes('error establishing an SSL connection')

/** What went wrong, in the words of someone who has to mend it. Source of the codes: PostgreSQL, appendix A. */
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
  if (isForeignAnswer(message))
    return failed('UNSUPPORTED', `${at} does not answer as a PostgreSQL server does`)
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_|^EPROTO$/.test(code))
    return failed('TLS', `The TLS connection to ${at} failed: ${message}`)
  switch (code) {
    case '28P01':
      return failed('AUTHENTICATION', `${at} refuses the password of ${target.username}`)
    case '28000':
      return /no encryption|SSL off/.test(message)
        ? failed('TLS', `${at} takes ${target.username} only over TLS: ${message}`)
        : failed('AUTHENTICATION', `${at} refuses ${target.username}: ${message}`)
    case '3D000':
      return failed('DATABASE_MISSING', `${at} has no database ${target.databaseName}`)
    case '42501':
      return failed('PERMISSION', `${target.username} lacks a right in ${target.databaseName}: ${message}`)
    case '42883':
    case '42P01':
      return failed('UNSUPPORTED', `${at} lacks what every PostgreSQL from version 12 has: ${message}`)
    case '57014':
      return failed('TIMEOUT', `${at} took too long to answer: ${message}`)
    case 'ECONNREFUSED':
      return failed('UNREACHABLE', `Nothing listens on ${at}`)
  }
  if (/timeout|ETIMEDOUT/i.test(`${code} ${message}`) && !code.startsWith('5'))
    return timedOut(target, timeoutMs)
  if (/password|SASL/i.test(message))
    return failed('AUTHENTICATION', `${at} refuses ${target.username}: ${message}`)
  return failed('UNREACHABLE', `${at} cannot be reached: ${message}`)
}
