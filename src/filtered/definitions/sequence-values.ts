import pg from 'pg'
import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import type { LeftOut } from './definition.ts'
import type { DefinitionRow } from './fragments.sql.ts'
import { type PositionRow, positions, type SequenceRow, sequenceValues } from './sequences.sql.ts'

const positionsAtOnce = 200

/**
 * Where each sequence goes on: where it stands in the source, or past the values that its columns then have where these are
 * ahead of it, on its own steps. Where the role may not read it, what its columns have decides alone.
 */
export async function readSequenceValues(
  query: PostgresConnection['query'],
): Promise<{ rows: DefinitionRow[]; unsupported: LeftOut[] }> {
  const sequences = await query<SequenceRow>(sequenceValues)
  const readable = sequences.filter((one) => one.readable)
  const stands = new Map<string, PositionRow>()
  for (let from = 0; from < readable.length; from += positionsAtOnce) {
    const some = readable.slice(from, from + positionsAtOnce)
    for (const row of await query<PositionRow>(positions(some))) stands.set(row.id, row)
  }
  return {
    rows: sequences.map((sequence) => ({
      id: `value:${sequence.id}`,
      kind: 'SEQUENCE VALUE',
      name: sequence.name,
      sql: goOn(sequence, stands.get(sequence.id)),
      needs: [sequence.id, ...sequence.feeds].map((oid) => `pg_class:${oid}`),
      tables: [],
    })),
    unsupported: sequences
      .filter(({ readable, values }) => !readable && values.length === 0)
      .map(({ name }) => ({
        kind: 'SEQUENCE VALUE',
        name,
        reason: 'the role may not read where it stands: it starts anew',
        blocking: false,
      })),
  }
}

function goOn(sequence: SequenceRow, position: PositionRow | undefined): string {
  const { increment, values } = sequence
  const at = position?.last_value ?? sequence.start
  const called = position?.is_called ?? false
  const name = pg.escapeLiteral(sequence.identifier)
  const stay = `pg_catalog.setval(${name}, ${at}, ${called})`
  if (values.length === 0) return `SELECT ${stay}`
  const last = increment.startsWith('-') ? 'min' : 'max'
  return `SELECT CASE WHEN ahead.steps >= 0 THEN pg_catalog.setval(${name}, (${at} + ${increment} * ceil(ahead.steps))::bigint, true) ELSE ${stay} END
  FROM (SELECT (pg_catalog.${last}(fed.value) - (${at})) / (${increment}) AS steps FROM (${values.join(' UNION ALL ')}) AS fed (value)) AS ahead`
}
