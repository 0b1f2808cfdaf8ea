import { parseArgs } from 'node:util'
import type { Candidate } from '../src/catalog/candidates/candidate.ts'
import { inferCandidates } from '../src/catalog/candidates/infer.ts'
import { knownTable } from '../src/catalog/candidates/known.ts'
import { confirmByValues, leastBeforeValues } from '../src/catalog/candidates/values.ts'
import { openReader } from '../src/catalog/readers.ts'
import { metadataKinds, type TableName } from '../src/catalog/source.ts'
import { parseConnectionString } from '../src/databases/connection-string.ts'
import { connectSource } from '../src/databases/drivers.ts'

/**
 * How well undeclared foreign keys are inferred: `npm run eval:candidates -- CONNECTION_STRING… [--verbose]`. The keys that a
 * database declares are hidden from the inference, then compared with what it found, once by names and types alone and once with
 * sampled values. A key that is declared on partitions alone counts as their root's.
 */

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean' }, 'sqlite-dir': { type: 'string' } },
})
if (positionals.length === 0) throw new Error('npm run eval:candidates -- CONNECTION_STRING… [--verbose]')

type Score = { declared: number; found: number; right: number }
const totals = { names: none(), values: none() }
for (const connectionString of positionals) {
  const target = parseConnectionString(connectionString)
  const connection = await connectSource(target, {
    hosts: { allowed: null, servesLoopback: true },
    sqliteDirectory: options['sqlite-dir'] ?? null,
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 60_000,
    applicationName: 'quarry eval candidates',
  })
  const reader = await openReader(connection, {
    selection: null,
    include: new Set(metadataKinds),
    includePartitions: true,
  })
  try {
    const { tables } = await reader.tables()
    const ids = tables.map(({ id }) => id)
    const columns = await reader.columns(ids)
    const constraints = await reader.constraints(ids)
    const indexes = await reader.indexes(ids)
    const relationships = await reader.relationships(ids)
    const known = tables.map((table) =>
      knownTable(table, {
        columns: columns.get(table.id) ?? [],
        constraints: constraints.get(table.id) ?? [],
        indexes: indexes.get(table.id) ?? [],
        relationships: [],
      }),
    )
    const byName = new Map(tables.map((table) => [nameOf(table), table]))
    const rootOf = (table: TableName): TableName => {
      const above = byName.get(nameOf(table))?.partitionOf
      return above ? rootOf(above) : table
    }
    const declared = new Set(
      tables.flatMap((table) =>
        (relationships.get(table.id) ?? []).map((one) =>
          keyOf(rootOf(table), one.columns, one.target, one.targetColumns),
        ),
      ),
    )
    const start = performance.now()
    const byNames = inferCandidates(known)
    const ms = performance.now() - start
    report('names', connectionString, declared, byNames, `${tables.length} tables, ${ms.toFixed(0)} ms`)
    if (!reader.inclusion) continue
    const weak = inferCandidates(known, { least: leastBeforeValues })
    const startValues = performance.now()
    const { candidates } = await confirmByValues(weak, reader.inclusion)
    const msValues = performance.now() - startValues
    report(
      'values',
      connectionString,
      declared,
      candidates,
      `${weak.length} looked up, ${msValues.toFixed(0)} ms`,
    )
  } finally {
    await reader.close()
    await connection.close()
  }
}
for (const way of ['names', 'values'] as const) console.info(`all, by ${way}: ${wordsOf(totals[way])}`)

function none(): Score {
  return { declared: 0, found: 0, right: 0 }
}

function nameOf({ schema, name }: TableName): string {
  return `${schema}.${name}`
}

function keyOf(source: TableName, columns: string[], target: TableName, targetColumns: string[]): string {
  const pairs = columns.map((column, index) => `${column}=${targetColumns[index]}`).sort()
  return `${nameOf(source)} → ${nameOf(target)} (${pairs.join(', ')})`
}

function report(
  way: keyof typeof totals,
  connectionString: string,
  declared: ReadonlySet<string>,
  candidates: readonly Candidate[],
  cost: string,
): void {
  const found = new Map(
    candidates.map((one) => [keyOf(one.source, one.columns, one.target, one.targetColumns), one]),
  )
  const right = [...found.keys()].filter((key) => declared.has(key)).length
  const score = { declared: declared.size, found: found.size, right }
  for (const key of ['declared', 'found', 'right'] as const) totals[way][key] += score[key]
  console.info(`${new URL(connectionString).pathname.slice(1)}, by ${way}: ${wordsOf(score)} (${cost})`)
  if (!options.verbose) return
  for (const [key, { score, reason }] of found)
    if (!declared.has(key)) console.info(`  not declared  ${key}  ${score}: ${reason}`)
  for (const key of declared) if (!found.has(key)) console.info(`  not found     ${key}`)
}

function wordsOf({ declared, found, right }: Score): string {
  const share = (of: number) => (of === 0 ? '–' : (right / of).toFixed(2))
  return `precision ${share(found)}, recall ${share(declared)}; ${right} right of ${found} found, ${declared} declared`
}
