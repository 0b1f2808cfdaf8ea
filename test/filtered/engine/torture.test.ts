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

it('follows a chain 5,000 rows deep with as many questions to the source as one that is one row deep', async () => {
  const of = (id: number) => subset({ subjects: [{ table: 'node', where: compare('node_id', 'EQ', id) }] })
  const [deep, flat] = [await of(5000), await of(1)]
  expect(deep.of('node')).toMatchObject({ rows: 5000, referencedRows: 4999 })
  expect(await deep.rows('SELECT count(*)::int FROM node')).toEqual([{ count: 5000 }])
  expect(deep.reads - flat.reads).toBeLessThanOrEqual(2)
})

it('puts rows of partitions into the same leaves, once, under indexes that are valid', async () => {
  const { rows, of } = await subset({
    subjects: [{ table: 'event', where: compare('event_id', 'LE', 900) }],
  })
  const leaves =
    'SELECT tableoid::regclass::text AS leaf, event_id::int FROM event WHERE event_id <= 900 ORDER BY event_id'
  expect(await rows(leaves)).toEqual(await inSource(leaves))
  expect(of('event').rows).toBe(900)
  const notes = 'SELECT note_id FROM event_note WHERE event_id <= 900 AND at IS NOT NULL ORDER BY 1'
  expect(await rows('SELECT note_id FROM event_note ORDER BY 1')).toEqual(await inSource(notes))
  expect(
    await rows('SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready)'),
  ).toEqual([])
})

it('fires no trigger while rows are copied, and those that are enabled afterwards', async () => {
  const { rows, of } = await subset({
    subjects: [{ table: 'ticket', where: compare('ticket_id', 'LE', 10) }],
  })
  const tickets = 'SELECT * FROM ticket WHERE ticket_id <= 10 ORDER BY ticket_id'
  expect(await rows(tickets)).toEqual(await inSource(tickets))
  expect(of('audit_log')).toMatchObject({ rows: 0 })
  await rows(`UPDATE ticket SET status = 'closed' WHERE ticket_id = 1`)
  expect(await rows('SELECT op, key FROM audit_log')).toEqual([{ op: 'UPDATE', key: '1' }])
})

it('finds its way by names of any kind', async () => {
  const long = 't23456789012345678901234567890123456789012345678901234567890123'
  const { rows, of } = await subset({
    subjects: [{ table: long, where: compare(`c${long.slice(1)}`, 'LE', 3) }],
  })
  for (const [name, count] of [
    [long, 3],
    ['Größe_表_🚀', 3],
    ['a"b', 3],
    ['Order', 3],
  ] as const)
    expect([name, of(name).rows]).toEqual([name, count])
  const text = `SELECT * FROM "Größe_表_🚀" WHERE "ключ" <= 3 ORDER BY "ключ"`
  expect(await rows(text)).toEqual(await inSource(text))
  const down = await subset({ subjects: [{ table: 'Order', where: compare('select', 'EQ', 2) }] })
  expect(await down.rows(`SELECT "ключ" AS id FROM "Größe_表_🚀"`)).toEqual([{ id: 1 }])
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
