import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkPlan } from '../../../src/filtered/check.ts'
import type { CheckedPlan } from '../../../src/filtered/checked-plan.ts'
import { copySubset } from '../../../src/filtered/copy/copy-subset.ts'
import { proveReferences } from '../../../src/filtered/copy/proof.ts'
import { openSnapshot, type Snapshot } from '../../../src/filtered/copy/snapshot.ts'
import { readStructure } from '../../../src/filtered/postgresql/structure.ts'
import { InvalidInputError } from '../../../src/platform/errors.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { type Answer, consultOracle, isTied, type OraclePlan, type Row, readRows } from './oracle.ts'
import { type Built, build, randomCase } from './random-source.ts'
import { compare, openClient, openSource, planOf, reported, session } from './subsets.ts'

const schema = 'random'
let source: TestDatabase
let target: TestDatabase
let from: pg.Client
let to: pg.Client

beforeAll(async () => {
  source = await createDatabase()
  target = await createDatabase()
  from = await openClient(source.connectionString)
  to = await openClient(target.connectionString)
})
afterAll(async () => {
  await from?.end()
  await to?.end()
  await source?.drop()
  await target?.drop()
})

it('keeps what the rules say, row by row, whatever the tables, references, rows and plans are', async () => {
  const runs = Number(process.env.RANDOM_SUBSETS ?? 120)
  const seed = process.env.RANDOM_SEED ? Number(process.env.RANDOM_SEED) : undefined
  await fc.assert(
    fc.asyncProperty(randomCase, async (shape) => {
      await holds(build(shape, schema))
    }),
    { numRuns: runs, seed, endOnFailure: process.env.RANDOM_SHRINK === undefined },
  )
}, 600_000)

async function holds(built: Built): Promise<void> {
  const empty = [`DROP SCHEMA IF EXISTS ${schema} CASCADE`, `CREATE SCHEMA ${schema}`, ...built.tables]
  await from.query([...empty, ...built.keys, ...built.inserts, ...built.foreignKeys].join('; '))
  await to.query(empty.join('; '))
  const snapshot = await openSnapshot(() => openSource(source.connectionString))
  try {
    const { plan, checked } = await planFor(built.plan, snapshot)
    const copied = await copySubset({
      snapshot,
      openTarget: () => openClient(target.connectionString),
      plan: checked,
      signal: new AbortController().signal,
      report: reported(),
    })
    const answer = await consultOracle(from, schema, built.names, plan)
    for (const name of built.names) {
      const rows = await readRows(to, schema, name)
      const { kept, referenced, leftOut, all } = answer.tables.get(name)!
      compareRows(name, rows, kept, answer, plan)
      expect(copied.tables.find((table) => table.name === name)).toEqual({
        schema,
        name,
        sourceRows: all.length,
        rows: kept.size,
        referencedRows: referenced,
        leftOut,
      })
    }
    await to.query([...built.keys, ...built.foreignKeys].join('; '))
    const proved = await proveReferences(session(to))
    const orphans = proved.filter(({ orphans }) => orphans > 0)
    expect(new Map(orphans.map(({ name, orphans }) => [name, orphans]))).toEqual(
      new Map(copied.dangling.map(({ name, rows }) => [name, rows])),
    )
    for (const { name, validated, orphans } of proved)
      if (validated) expect([name, orphans]).toEqual([name, 0])
  } finally {
    await snapshot.close()
  }
}

/** A table that others cannot do without is not excluded after all. */
async function planFor(
  plan: OraclePlan,
  { leader }: Snapshot,
): Promise<{ plan: OraclePlan; checked: CheckedPlan }> {
  const structure = await readStructure(leader)
  const asked = planOf({
    subjects: plan.subjects.map(({ table, max, limit, descending }) => ({
      table: `${table}|${schema}`,
      where: max === null ? undefined : compare('v', 'LE', max),
      orderBy: limit === null ? [] : [{ column: 'v', descending, related: null }],
      limit: limit ?? undefined,
    })),
    scope: plan.rest ? 'REST' : 'RELATED',
    exclude: plan.excluded.map((table) => `${table}|${schema}`),
  })
  try {
    return { plan, checked: checkPlan(asked, structure) }
  } catch (error) {
    if (!(error instanceof InvalidInputError) || plan.excluded.length === 0) throw error
    return planFor({ ...plan, excluded: [] }, { leader } as Snapshot)
  }
}

/** By id and part; references to excluded tables are NULL, all else is as it was. */
function compareRows(name: string, rows: Row[], kept: Set<Row>, answer: Answer, plan: OraclePlan): void {
  const place = ({ id, part }: Row) => `${name} ${id}.${part}`
  expect(rows.map(place).sort()).toEqual([...kept].map(place).sort())
  const emptied = answer.keys.filter(
    ({ child, parent }) => child === name && !plan.excluded.includes(child) && plan.excluded.includes(parent),
  )
  const emptiable = new Set(emptied.flatMap(({ columns }) => columns))
  for (const row of rows) {
    const original = [...kept].find((one) => place(one) === place(row))!
    for (const key of emptied) expect(isTied(key, row)).toBe(false)
    for (const [column, value] of Object.entries(original))
      if (!emptiable.has(column) || row[column] !== null) expect(row[column]).toEqual(value)
  }
}
