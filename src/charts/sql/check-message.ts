import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import { type CheckedSql, checkSql } from './check.ts'
import { refusal } from './refusal.ts'
import { inReadOnly } from './transaction.ts'

/** A server needs milliseconds to understand a text; one that needs longer does not help who waits for the answer. */
const checkTimeoutMs = 10_000

/** Asks a source whether it could run a message's query. @throws as `checkSql` does */
export const checkMessageSql = (connection: PostgresConnection, sql: string): Promise<CheckedSql> =>
  inReadOnly(connection, () => checkSql(connection, sql), checkTimeoutMs).catch((error) => {
    const { code, message } = error as { code?: unknown; message: string }
    if (code === '42501') throw refusal(`The login of the database lacks a right: ${message}`)
    if (code === '55P03' || code === '57014')
      throw refusal(`The database cannot say at the moment whether the query is right: ${message}`)
    throw error
  })
