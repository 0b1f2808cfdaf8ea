import type { PostgresConnection } from '../databases/postgresql/connection.ts'
import type { ServerTarget } from '../databases/target.ts'
import { ConnectionFailedError, messageOf, TaskError } from '../platform/errors.ts'
import { RunStopped } from '../tasks/run.ts'
import { isFromTarget } from './copy/origin.ts'

/** Between two servers it matters which one an error came from: to those who have to mend it, and to whether another try may help. */
export type Sides = {
  /** The connection, whose errors are known for the source's. */
  source(connection: PostgresConnection): PostgresConnection
  /** What went wrong, as a task's end. What neither server said stays what it is. */
  explain(error: unknown): unknown
}

export function createSides({ host, port }: Pick<ServerTarget, 'host' | 'port'>): Sides {
  const ofSource = new WeakSet<object>()
  const note = (error: unknown) => {
    if (typeof error === 'object' && error !== null && !isFromTarget(error)) ofSource.add(error)
  }
  const at = `${host}:${port}`
  return {
    source: (connection) => ({
      ...connection,
      async query(text, values) {
        try {
          return await connection.query(text, values)
        } catch (error) {
          note(error)
          throw error
        }
      },
      copyTo: (query) => connection.copyTo(query).once('error', note),
    }),
    explain(error) {
      if (error instanceof TaskError || error instanceof ConnectionFailedError || error instanceof RunStopped)
        return error
      const { code } = (error ?? {}) as { code?: unknown }
      if (typeof code !== 'string') return error
      return ofSource.has(error as object) ? sourceFault(code, error, at) : targetFault(code, error)
    },
  }
}

const isLost = /^(08...|57P0.|E(?!RR_)[A-Z]+|ERR_STREAM_PREMATURE_CLOSE)$/
const isFull = /^(53100|53400)$/

const fault = (code: string, message: string, cause: unknown, retryable = false) =>
  new TaskError(code, message, { retryable, cause })

/** Source of the codes: PostgreSQL, appendix A. */
function sourceFault(code: string, error: unknown, at: string): unknown {
  const said = messageOf(error)
  if (isLost.test(code))
    return fault('SOURCE_LOST', `The connection to the source ${at} was lost: ${said}`, error, true)
  if (isFull.test(code)) return fault('SOURCE_FULL', `The source ${at} has no space left: ${said}`, error)
  if (code === '42501')
    return fault('SOURCE_PERMISSION', `The login of the source ${at} lacks a right: ${said}`, error)
  if (/^XX00[12]$/.test(code))
    return fault('SOURCE_DAMAGED', `The source ${at} cannot read its own data: ${said}`, error)
  if (/^(42P01|42703|3F000|42883)$/.test(code))
    return fault('SOURCE_CHANGED', `The source ${at} was changed while it was read: ${said}`, error, true)
  if (/^(57014|55P03|40...|53...)$/.test(code))
    return fault('SOURCE_BUSY', `The source ${at} gave up: ${said}`, error, true)
  return error
}

function targetFault(code: string, error: unknown): unknown {
  const said = messageOf(error)
  if (isFull.test(code))
    return fault('TARGET_FULL', `The server of the new database has no space left: ${said}`, error)
  if (isLost.test(code) || /^(28...|3D000)$/.test(code))
    return fault('TARGET_LOST', `The connection to the new database was lost: ${said}`, error, true)
  if (code === '42501')
    return fault('TARGET_PERMISSION', `The server of the new database does not permit it: ${said}`, error)
  if (/^(40...|53...|55...|57014)$/.test(code))
    return fault('TARGET_BUSY', `The server of the new database gave up: ${said}`, error, true)
  // What follows the colon may be a value.
  if (/^2[23]...$/.test(code))
    return fault(
      'TARGET_REFUSED',
      `The new database refuses rows of the source: ${said.split(': ')[0]}`,
      error,
    )
  return error
}
