import { messageOf, TaskError } from '../../platform/errors.ts'
import type { Phase, Statement } from './definition.ts'

/** A session of the new database's owner: it runs what the source wrote, and must not be allowed more than that. */
export type TargetSession = { query(sql: string): Promise<unknown> }

export type RunOptions = {
  /** After each statement that is done. */
  onDone?: (statement: Statement) => void
  /** The source's server_version_num, for messages where the target's release does not understand it. */
  sourceVersion?: number
  /** No further statement begins once it aborts. */
  signal?: AbortSignal
}

/** One transaction holds a lock for each table that it makes, and servers have few thousand. */
const statementsAtOnce = 100

/** Names are qualified in all that is run; bodies of functions may speak of what comes later. */
const settings = `
SET search_path = ''; SET check_function_bodies = off; SET standard_conforming_strings = on; SET xmloption = content;
SET client_min_messages = error; SET default_tablespace = ''; SET default_table_access_method = heap; SET row_security = off;
SET default_transaction_read_only = off; SET statement_timeout = 0; SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0; SET datestyle = 'ISO'; SET intervalstyle = 'postgres'`

/**
 * Runs the phases one after the other, statements that may be run at once on all sessions. The sessions keep the settings.
 * @throws TaskError (final, DEFINITION_FAILED) that names what the server refused; a lost connection as it was reported
 */
export async function runPhases(
  sessions: [TargetSession, ...TargetSession[]],
  phases: Phase[],
  options: RunOptions = {},
): Promise<void> {
  for (const session of sessions) await session.query(settings)
  for (const { statements } of phases) {
    await runInOrder(
      sessions[0],
      statements.filter(({ tables }) => tables === null),
      options,
    )
    await runAtOnce(
      sessions,
      statements.filter(({ tables }) => tables !== null),
      options,
    )
  }
}

async function runInOrder(session: TargetSession, statements: Statement[], options: RunOptions) {
  for (let from = 0; from < statements.length; from += statementsAtOnce) {
    await session.query('BEGIN')
    try {
      for (const statement of statements.slice(from, from + statementsAtOnce))
        await run(session, statement, options)
      await session.query('COMMIT')
    } catch (error) {
      await session.query('ROLLBACK').catch(() => {})
      throw error
    }
  }
}

/** Each as soon as a session is free, unless it shares a table with one before it that is not done. */
async function runAtOnce(sessions: TargetSession[], statements: Statement[], options: RunOptions) {
  const waiting = [...statements]
  const busy = new Set<string>()
  let wake = Promise.withResolvers<void>()
  let failed = false

  function next(): Statement | undefined {
    const ahead = new Set<string>()
    const index = waiting.findIndex(({ tables }) => {
      if (!tables!.some((table) => busy.has(table) || ahead.has(table))) return true
      for (const table of tables!) ahead.add(table)
      return false
    })
    return index < 0 ? undefined : waiting.splice(index, 1)[0]
  }
  async function work(session: TargetSession) {
    while (waiting.length > 0 && !failed) {
      const statement = next()
      if (!statement) {
        await wake.promise
        continue
      }
      for (const table of statement.tables!) busy.add(table)
      try {
        await run(session, statement, options)
      } catch (error) {
        failed = true
        throw error
      } finally {
        for (const table of statement.tables!) busy.delete(table)
        wake.resolve()
        wake = Promise.withResolvers()
      }
    }
  }
  const results = await Promise.allSettled(sessions.map(work))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

async function run(session: TargetSession, statement: Statement, options: RunOptions) {
  const { onDone, signal, sourceVersion } = options
  signal?.throwIfAborted()
  try {
    await session.query(statement.sql)
  } catch (error) {
    signal?.throwIfAborted()
    throw isRefusal(error) ? refused(statement, error, sourceVersion) : error
  }
  onDone?.(statement)
}

/** Of the SQLSTATEs those that another try would meet again: not a lost connection, a deadlock, a full disk, a shutdown. */
const isRefusal = (error: unknown) => {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(08|40|53|55|57|58|XX)/.test(code)
}

function refused({ kind, name }: Statement, cause: unknown, sourceVersion: number | undefined): TaskError {
  const from = sourceVersion === undefined ? '' : ` (PostgreSQL ${Math.floor(sourceVersion / 10_000)})`
  const message = `The new database refuses the ${kind.toLowerCase()} ${name} of the source${from}: ${messageOf(cause)}`
  return new TaskError('DEFINITION_FAILED', message, { retryable: false, cause })
}
