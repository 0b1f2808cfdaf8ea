import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import { TaskError } from '../../platform/errors.ts'
import type { Definition, Definitions, LeftOut } from './definition.ts'
import { leaveOut } from './graph.ts'
import { type TargetRow, target } from './target.sql.ts'

const mostNamed = 20

/**
 * The definitions that the role of `connection` can make in its database, to be asked before anything is made.
 * @throws TaskError (final, DEFINITIONS_UNSUPPORTED) that names everything that stands in the way: extensions that the server
 * does not have or that the role may not make, languages, collations, tables that need what is left out
 */
export async function fitTo(
  definitions: Definitions,
  connection: Pick<PostgresConnection, 'query'>,
): Promise<Definitions> {
  const [{ version }] = (await connection.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  )) as [{ version: number }]
  const [offer] = (await connection.query<TargetRow>(target(version))) as [TargetRow]
  const reasons = new Map<string, LeftOut>()
  const dependents = new Set(definitions.definitions.flatMap((one) => one.dependencies))
  for (const one of definitions.definitions) {
    const missing = obstacle(one, offer, definitions.definitions, dependents)
    if (missing) reasons.set(one.id, { kind: one.kind, name: one.name, ...missing })
  }
  const fitting = leaveOut(definitions, reasons)
  const blocking = fitting.unsupported.filter((one) => one.blocking)
  if (blocking.length > 0) throw impossible(blocking, offer.version)
  return fitting
}

function obstacle(
  { id, requires }: Definition,
  offer: TargetRow,
  definitions: Definition[],
  dependents: ReadonlySet<string>,
): Pick<LeftOut, 'reason' | 'blocking'> | null {
  const { extension, language, compression, collations = [] } = requires ?? {}
  if (extension !== undefined) {
    const offered = offer.extensions.find(({ name }) => name === extension)
    if (!offered) return { reason: 'the server of the new database does not have it', blocking: true }
    // What watches over a server is often installed in each of its databases, and used by nothing in them.
    if (!offered.allowed) return { reason: 'only a superuser may make it', blocking: dependents.has(id) }
  }
  const brought = () => definitions.some(({ kind, name }) => kind === 'EXTENSION' && name === language)
  if (language !== undefined && !offer.languages.includes(language) && !brought())
    return { reason: `only a superuser may write functions in ${language}`, blocking: true }
  const collation = collations.find((name) => !offer.collations.includes(name))
  if (collation !== undefined) {
    return { reason: `the server of the new database has no collation "${collation}"`, blocking: true }
  }
  if (compression !== undefined && !offer.compressions.includes(compression))
    return { reason: `the server of the new database was built without ${compression}`, blocking: false }
  return null
}

function impossible(blocking: LeftOut[], version: string): TaskError {
  const named = blocking
    .slice(0, mostNamed)
    .map(({ kind, name, reason }) => `${kind.toLowerCase()} ${name}: ${reason}`)
  if (blocking.length > mostNamed) named.push(`and ${blocking.length - mostNamed} more`)
  return new TaskError(
    'DEFINITIONS_UNSUPPORTED',
    `The database cannot be made anew on PostgreSQL ${version}. ${named.join('; ')}`,
    { retryable: false },
  )
}
