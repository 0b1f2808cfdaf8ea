import { afterEach, describe, expect, it } from 'vitest'
import { checkPlan } from '../../../src/filtered/check.ts'
import type { PlanReference } from '../../../src/filtered/plan.ts'
import { readStructure } from '../../../src/filtered/postgresql/structure.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { compare, makeSubset, openSource, planOf, type Subset } from './subsets.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const undeclared = `
CREATE TABLE person (id int PRIMARY KEY, email varchar(40) UNIQUE NOT NULL);
CREATE TABLE visit (id int PRIMARY KEY, person_id bigint, email text, day date);
CREATE TABLE note (id int PRIMARY KEY, visit_id int REFERENCES visit);
INSERT INTO person SELECT i, 'p' || i || '@x' FROM generate_series(1, 20) i;
INSERT INTO visit SELECT i, CASE WHEN i < 95 THEN i % 20 + 1 END, 'p' || i % 20 + 1 || '@x', '2026-01-01' FROM generate_series(1, 98) i;
INSERT INTO visit VALUES (99, 99999999999, NULL, '2026-01-01');`

async function source(): Promise<TestDatabase> {
  const made = await createDatabase({ sql: undeclared })
  open.push(made.drop)
  return made
}
const table = (name: string) => ({ schema: '', name })
const byId: PlanReference = {
  table: table('visit'),
  columns: ['person_id'],
  target: table('person'),
  targetColumns: ['id'],
}

async function subset(plan: Parameters<typeof makeSubset>[1]): Promise<Subset> {
  const made = await makeSubset((await source()).connectionString, plan)
  open.push(made.close)
  return made
}

describe('a reference that the source does not declare, and the plan names', () => {
  it('is followed down to what belongs to a kept row, bigint against int', async () => {
    const made = await subset({
      subjects: [{ table: 'person', where: compare('id', 'LE', 2) }],
      references: [byId],
    })
    expect(made.of('visit')).toMatchObject({ rows: 9, referencedRows: 0 })
    expect(await made.rows('SELECT DISTINCT person_id::int AS id FROM visit ORDER BY 1')).toEqual([
      { id: 1 },
      { id: 2 },
    ])
  })

  it('is followed up to what kept rows need; those that lead nowhere stay, and are counted', async () => {
    const made = await subset({
      subjects: [{ table: 'visit', where: compare('id', 'GE', 93) }],
      references: [byId],
    })
    expect(await made.rows('SELECT id FROM person ORDER BY id')).toEqual([{ id: 14 }, { id: 15 }])
    expect(made.of('visit').rows).toBe(7)
    expect(made.dangling).toEqual([{ schema: 'public', table: 'visit', name: 'visit(person_id)', rows: 1 }])
  })

  it('may lead to a unique key, text against varchar', async () => {
    const made = await subset({
      subjects: [{ table: 'visit', where: compare('id', 'LE', 2) }],
      references: [{ ...byId, columns: ['email'], targetColumns: ['email'] }],
    })
    expect(await made.rows('SELECT id FROM person ORDER BY id')).toEqual([{ id: 2 }, { id: 3 }])
  })

  it.each([
    [{ ...byId, columns: ['persn_id'] }, 'public.visit has no column persn_id'],
    [{ ...byId, target: table('persons') }, 'There is no table persons'],
    [
      { ...byId, columns: ['day'] },
      'public.visit.day is date and public.person.id is integer, which cannot be compared',
    ],
    [
      { ...byId, target: table('note'), targetColumns: ['visit_id'] },
      'public.note has no primary key and no unique key of the columns visit_id',
    ],
    [{ ...byId, columns: [] }, 'A reference has as many columns as targetColumns, at least one'],
  ])('is refused by name where it cannot be: %j', async (reference, message) => {
    const connection = await openSource((await source()).connectionString)
    open.push(connection.close)
    const structure = await readStructure(connection)
    const plan = { ...planOf({ subjects: [{ table: 'person' }] }), references: [reference] }
    expect(() => checkPlan(plan, structure)).toThrow(message)
  })
})
