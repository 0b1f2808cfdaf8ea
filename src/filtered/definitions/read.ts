import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import { TaskError } from '../../platform/errors.ts'
import * as annotations from './comments.sql.ts'
import type { Definitions, LeftOut } from './definition.ts'
import { type DependencyRow, dependencies } from './dependencies.sql.ts'
import type { DefinitionRow, Reader } from './fragments.sql.ts'
import * as functions from './functions.sql.ts'
import { assemble } from './graph.ts'
import * as keys from './keys.sql.ts'
import { type LeftOutRow, leftOut } from './left-out.sql.ts'
import * as schemas from './schemas.sql.ts'
import { readSequenceValues } from './sequence-values.ts'
import { sequenceOwners, sequences } from './sequences.sql.ts'
import * as tables from './tables.sql.ts'
import * as types from './types.sql.ts'
import * as views from './views.sql.ts'

const readers: Reader[] = [
  ...[schemas.schemas, schemas.extensions, schemas.collations],
  ...[schemas.textSearchDictionaries, schemas.textSearchConfigurations],
  ...[types.enums, types.compositeTypes, types.domains, types.domainChecks, types.ranges],
  ...[functions.functions, functions.aggregates, functions.operators, functions.casts],
  ...[sequences, sequenceOwners],
  ...[tables.tables, tables.compressions, tables.partitions, tables.defaults, tables.clusterAndIdentity],
  ...[
    keys.keys,
    keys.indexes,
    keys.indexPartitions,
    keys.checks,
    keys.checkValidations,
    keys.notNullsNotValid,
  ],
  ...[keys.foreignKeys, keys.statistics],
  ...[views.views, views.materializedViews, views.materializedViewData, views.rules],
  ...[views.triggers, views.triggersOfPartitions, views.policies, views.rowSecurity],
  ...[annotations.comments, annotations.settings, annotations.analyses],
]

/**
 * So that the server writes every name with its schema and in quotes (a later release may have reserved it), and values as any
 * other server reads them.
 */
const sessionSettings = `
SELECT set_config('search_path', '', false), set_config('quote_all_identifiers', 'on', false),
       set_config('datestyle', 'ISO', false), set_config('intervalstyle', 'postgres', false),
       set_config('extra_float_digits', '3', false), current_setting('server_version_num')::int AS version`

/**
 * Reads all definitions of a database in a fixed number of statements (and one more for each 200 sequences), with the server's
 * own words where it has any; the session's settings are changed. Statements that make them anew are its owner's: a plain role's that owns the new database.
 */
export async function readDefinitions(connection: Pick<PostgresConnection, 'query'>): Promise<Definitions> {
  const { query } = connection
  const [{ version }] = (await query<{ version: number }>(sessionSettings)) as [{ version: number }]
  const rows: DefinitionRow[] = []
  for (const reader of readers) rows.push(...(await query<DefinitionRow>(reader(version))))
  // The server's own functions look past the snapshot.
  const gone = rows.find(({ sql }) => sql === null)
  if (gone)
    throw new TaskError('SOURCE_CHANGED', `${gone.name} was dropped while it was read`, { retryable: true })
  const values = await readSequenceValues(query)
  const left = await query<LeftOutRow>(leftOut)
  const assembled = assemble([...rows, ...values.rows], left, await query<DependencyRow>(dependencies))
  return {
    serverVersion: version,
    definitions: assembled.definitions,
    unsupported: [...assembled.unsupported, ...values.unsupported].sort(byName),
  }
}

const byName = (a: LeftOut, b: LeftOut) => {
  const [one, other] = [`${a.kind} ${a.name}`, `${b.kind} ${b.name}`]
  return one < other ? -1 : one > other ? 1 : 0
}
