import pg from 'pg'
import { inject } from 'vitest'
import { parsePostgres } from '../../../src/databases/connection-string.ts'
import { connectPostgres, type PostgresConnection } from '../../../src/databases/postgresql/connection.ts'
import { checkPlan } from '../../../src/filtered/check.ts'
import { type CopiedSubset, copySubset } from '../../../src/filtered/copy/copy-subset.ts'
import type { CopyReport } from '../../../src/filtered/copy/progress.ts'
import { type ProvedReference, proveReferences } from '../../../src/filtered/copy/proof.ts'
import { openSnapshot } from '../../../src/filtered/copy/snapshot.ts'
import { afterData, beforeData } from '../../../src/filtered/definitions/phases.ts'
import { readDefinitions } from '../../../src/filtered/definitions/read.ts'
import { runPhases } from '../../../src/filtered/definitions/run.ts'
import { fitTo } from '../../../src/filtered/definitions/target.ts'
import type { Condition, Plan, Subject } from '../../../src/filtered/plan.ts'
import { readStructure } from '../../../src/filtered/postgresql/structure.ts'
import { createOwnedDatabase } from '../definitions/rebuild.ts'

export const openSource = (connectionString: string, signal?: AbortSignal): Promise<PostgresConnection> =>
  connectPostgres(parsePostgres(connectionString), {
    hosts: { allowed: null, servesLoopback: true },
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 60_000,
    applicationName: 'quarry engine test',
    signal,
  })

export async function openClient(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  return client
}

export const session = (client: pg.Client) => ({
  query: async <Row>(text: string, values?: unknown[]) =>
    (values ? await client.query(text, values) : await client.query(text)).rows as Row[],
})

type SubjectInput = { table: string; where?: Condition; orderBy?: Subject['orderBy']; limit?: number }
export type PlanInput = {
  subjects: SubjectInput[]
  scope?: Plan['scope']
  exclude?: string[]
  references?: Plan['references']
}

const refOf = (name: string) => {
  const [table, schema = 'public'] = name.split('|')
  return { schema, name: table! }
}

/** Tables by name, of another schema than public as `name|schema`. */
export const planOf = ({ subjects, scope = 'RELATED', exclude = [], references }: PlanInput): Plan => ({
  planner: 'CLIENT',
  asOf: '2026-03-31T12:00:00Z',
  scope,
  subjects: subjects.map(({ table, where, orderBy, limit }) => ({
    table: refOf(table),
    where: where ?? null,
    orderBy: orderBy ?? [],
    limit: limit ?? null,
  })),
  excludeTables: exclude.map(refOf),
  references,
})

export const compare = (
  column: string,
  operator: Extract<Condition, { compare: unknown }>['compare']['operator'],
  ...values: (string | number | boolean | null)[]
): Condition => ({ compare: { column, operator, values } })

export type Reported = CopyReport & {
  totals: number[]
  dones: number[]
  messages: string[]
  warnings: string[]
}

export function reported(): Reported {
  const totals: number[] = []
  const dones: number[] = []
  const messages: string[] = []
  const warnings: string[] = []
  return {
    totals,
    dones,
    messages,
    warnings,
    total: (total) => totals.push(total),
    done(done, message) {
      dones.push(done)
      if (message) messages.push(message)
    },
    warn: (message) => warnings.push(message),
  }
}

export type Subset = CopiedSubset & {
  client: pg.Client
  connectionString: string
  proved: ProvedReference[]
  report: Reported
  /** Queries whose rows were read from the source, counts among them. */
  reads: number
  of(name: string): CopiedSubset['tables'][number]
  /** Rows of a query in the new database. */
  rows<Row = Record<string, unknown>>(text: string): Promise<Row[]>
  close(): Promise<void>
}

/** The whole way, as the owner of a fresh database: definitions, rows, keys and foreign keys, proof. */
export async function makeSubset(sourceUrl: string, input: PlanInput): Promise<Subset> {
  const target = await createOwnedDatabase(inject('postgresUrl'))
  const client = await openClient(target.connectionString)
  let reads = 0
  const snapshot = await openSnapshot(async () => {
    const connection = await openSource(sourceUrl)
    return {
      ...connection,
      copyTo(query) {
        reads++
        return connection.copyTo(query)
      },
    }
  })
  const report = reported()
  try {
    const plan = checkPlan(planOf(input), await readStructure(snapshot.leader))
    const definitions = await fitTo(await readDefinitions(snapshot.leader), session(client))
    await runPhases([client], beforeData(definitions))
    const copied = await copySubset({
      snapshot,
      openTarget: () => openClient(target.connectionString),
      plan,
      signal: new AbortController().signal,
      report,
    })
    const phases = afterData(definitions)
    const policies = phases.findIndex(({ name }) => name === 'row security')
    await runPhases([client], phases.slice(0, policies))
    const proved = await proveReferences(session(client))
    await runPhases([client], phases.slice(policies))
    await client.query('RESET ALL')
    return {
      ...copied,
      client,
      connectionString: target.connectionString,
      proved,
      report,
      reads,
      of(name) {
        const { schema, name: table } = refOf(name)
        return copied.tables.find((one) => one.schema === schema && one.name === table)!
      },
      rows: async <Row>(text: string) => (await client.query(text)).rows as Row[],
      async close() {
        await client.end()
        await target.drop()
      },
    }
  } catch (error) {
    await client.end()
    await target.drop()
    throw error
  } finally {
    await snapshot.close()
  }
}
