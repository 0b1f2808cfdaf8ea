import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { compare, makeSubset, openClient, type PlanInput, type Subset } from './subsets.ts'

let source: TestDatabase
let client: pg.Client
const made: Subset[] = []

beforeAll(async () => {
  const sql = readFileSync(new URL('../../fixtures/torture.sql', import.meta.url), 'utf8')
  source = await createDatabase({ sql })
  client = await openClient(source.connectionString)
})
afterEach(async () => {
  for (const subset of made.splice(0)) await subset.close()
})
afterAll(async () => {
  await client?.end()
  await source?.drop()
})

async function subset(plan: PlanInput): Promise<Subset> {
  const subset = await makeSubset(source.connectionString, plan)
  made.push(subset)
  return subset
}

const inSource = async <Row = Record<string, unknown>>(text: string) =>
  (await client.query(text)).rows as Row[]

it('keeps the rows of a NOT NULL cycle of two tables with both keys valid and no value changed', async () => {
  const { rows, of, proved } = await subset({
    subjects: [{ table: 'dept', where: compare('dept_id', 'LE', 3) }],
  })
  const kept = await rows('SELECT * FROM dept ORDER BY dept_id')
  expect(kept.slice(0, 3)).toEqual(await inSource('SELECT * FROM dept WHERE dept_id <= 3 ORDER BY dept_id'))
  const ids = kept.map(({ dept_id }) => dept_id).join(', ')
  const people = await rows<{ emp_id: number }>('SELECT * FROM emp ORDER BY emp_id')
  expect(people).toEqual(
    await inSource(
      `SELECT * FROM emp WHERE emp_id IN (${people.map(({ emp_id }) => emp_id)}) ORDER BY emp_id`,
    ),
  )
  // Those of the departments that meet the condition, and the heads of those that came along.
  expect(await inSource(`SELECT emp_id FROM emp WHERE dept_id <= 3`)).toHaveLength(60)
  expect(people.length).toBe(of('emp').rows)
  expect(of('emp').rows - of('emp').referencedRows).toBe(60)
  expect(await inSource(`SELECT dept_id FROM dept WHERE dept_id IN (${ids})`)).toHaveLength(kept.length)
  expect(proved.filter(({ orphans }) => orphans > 0)).toEqual([])
  expect(proved.map(({ name }) => name)).toContain('dept_head_emp_id_fkey')
})

it('closes two cycles that share a table', async () => {
  const { proved, of } = await subset({ subjects: [{ table: 'scc_d', where: compare('id', 'EQ', 5) }] })
  expect(of('scc_d').rows).toBeGreaterThan(0)
  expect(proved.filter(({ table }) => table.startsWith('scc_')).map(({ orphans }) => orphans)).toEqual([
    0, 0, 0, 0, 0,
  ])
})

it('follows a chain 5,000 rows deep', async () => {
  const { of, rows } = await subset({ subjects: [{ table: 'node', where: compare('node_id', 'EQ', 5000) }] })
  expect(of('node')).toMatchObject({ rows: 5000, referencedRows: 4999 })
  expect(await rows('SELECT count(*)::int FROM node')).toEqual([{ count: 5000 }])
})

it('keeps every row where the scope is the rest and nothing depends on what is left out', async () => {
  const all = await subset({
    subjects: [{ table: 'scratch' }],
    scope: 'REST',
  })
  for (const { schema, name, rows, sourceRows } of all.tables)
    expect([schema, name, rows]).toEqual([schema, name, sourceRows])
  const sum = `SELECT t.tableoid::regclass::text AS leaf, md5(string_agg(t::text, ',' ORDER BY t::text)) AS hash FROM`
  for (const table of [
    'types',
    'event',
    'item',
    'vehicle',
    '"Order"',
    'no_pk',
    'audit_log',
    'booking',
    'dropped',
  ])
    expect(await all.rows(`${sum} ${table} t GROUP BY 1 ORDER BY 1`)).toEqual(
      await inSource(`${sum} ${table} t GROUP BY 1 ORDER BY 1`),
    )
})
