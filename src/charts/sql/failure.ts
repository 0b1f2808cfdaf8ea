import { InvalidInputError, messageOf, Refusal, TaskError } from '../../platform/errors.ts'

const isLost = /^(08...|57P0.|25P0[34]|E(?!RR_)[A-Z]+|ERR_STREAM_PREMATURE_CLOSE)$/
const isState = /^[0-9A-Z]{5}$/

/**
 * What went wrong while a message's query was run, as a task's end; what the source did not say stays what it is.
 * @param tookMs since the query began; @param limitMs how long it may take. Source of the codes: PostgreSQL, appendix A.
 */
export function sqlFailure(error: unknown, tookMs: number, limitMs: number): unknown {
  const fault = (code: string, message: string, retryable = false) =>
    new TaskError(code, message, { retryable, cause: error })
  if (error instanceof InvalidInputError) return fault('SQL_REFUSED', error.message)
  if (error instanceof TaskError || error instanceof Refusal) return error
  const { code } = (error ?? {}) as { code?: unknown }
  if (typeof code !== 'string') return error
  const said = messageOf(error)
  if (isLost.test(code)) return fault('SOURCE_LOST', `The connection to the database was lost: ${said}`, true)
  if (code === 'QUERY_TIMEOUT') return fault('SQL_TIMEOUT', tooLong(limitMs))
  if (code === 'SQL_REFUSED') return fault('SQL_REFUSED', said)
  const number = Number(/^MYSQL_(\d+)$/.exec(code)?.[1])
  if (number > 0) return mysqlFailure(number)
  if (!isState.test(code)) return error
  // The server's words may be in any language: only the time tells its limit from someone who cancels.
  if (code === '57014' && tookMs >= limitMs * 0.9) return fault('SQL_TIMEOUT', tooLong(limitMs))
  if (code === '42501') return fault('SOURCE_PERMISSION', `The login of the database lacks a right: ${said}`)
  if (/^(57014|55P03|40...|53[023]..)$/.test(code))
    return fault('SOURCE_BUSY', `The database gave up: ${said}`, true)
  if (/^53/.test(code)) return fault('SOURCE_FULL', `The database has no space left for the query: ${said}`)
  if (/^XX00[12]$/.test(code))
    return fault('SOURCE_DAMAGED', `The database cannot read its own data: ${said}`)
  return fault('SQL_FAILED', `The query failed: ${said}`)

  /** Source of the numbers: MariaDB and MySQL, "Error Reference". */
  function mysqlFailure(number: number) {
    if ([1044, 1142, 1143, 1227, 1345, 1370].includes(number))
      return fault('SOURCE_PERMISSION', `The login of the database lacks a right: ${said}`)
    if ([1040, 1041, 1203, 1205, 1213, 1226, 1317].includes(number))
      return fault('SOURCE_BUSY', `The database gave up: ${said}`, true)
    if ([3, 1021, 1037, 1038, 1114].includes(number))
      return fault('SOURCE_FULL', `The database has no space left for the query: ${said}`)
    if ([1030, 1033, 1034, 1035, 1194, 1195, 1712, 1932].includes(number))
      return fault('SOURCE_DAMAGED', `The database cannot read its own data: ${said}`)
    return fault('SQL_FAILED', `The query failed: ${said}`)
  }
}

const tooLong = (limitMs: number) =>
  `The query took longer than ${limitMs / 1000} s, so it was ended: let it read fewer rows, or aggregate them`
