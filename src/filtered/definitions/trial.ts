import type { Definitions } from './definition.ts'
import { afterData, beforeData } from './phases.ts'
import { type RunOptions, runPhases, type TargetSession } from './run.ts'

/**
 * Where the server of the new database is older than the source, runs all definitions on the empty database and takes them back,
 * so that what an older release does not understand is known before any row is moved.
 * @throws TaskError (final, DEFINITION_FAILED) that names what the server refuses
 */
export async function tryDefinitions(
  session: TargetSession & { query<Row>(text: string): Promise<Row[]> },
  definitions: Definitions,
  options: RunOptions,
): Promise<void> {
  const [row] = await session.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  )
  if (majorOf(row!.version) >= majorOf(definitions.serverVersion)) return
  await session.query('BEGIN')
  try {
    await runPhases([within(session)], [...beforeData(definitions), ...afterData(definitions)], options)
  } finally {
    await session.query('ROLLBACK')
  }
}

const majorOf = (version: number) => Math.floor(version / 10_000)

/** In one transaction, whatever those are that the phases begin and end. */
const within = (session: TargetSession): TargetSession => ({
  query: async (sql) => (/^(BEGIN|COMMIT|ROLLBACK)$/.test(sql) ? [] : session.query(sql)),
})
