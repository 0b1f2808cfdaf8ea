import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readStructure } from '../../../src/filtered/postgresql/structure.ts'
import { planByRules } from '../../../src/filtered/rules/planner.ts'
import type { Structure } from '../../../src/filtered/structure.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'

/** Ten megabytes: more than is read in full for a prompt. */
const sql = `
  CREATE TABLE members (id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, town text NOT NULL, status text NOT NULL, note text NOT NULL);
  INSERT INTO members SELECT n, 'Given' || n, 'Family' || n, 'Town ' || n % 5000, (ARRAY['active','paused','expired'])[n % 3 + 1], repeat('x', 100)
    FROM generate_series(1, 60000) n;
  UPDATE members SET status = 'honorary' WHERE id = 77;
  UPDATE members SET town = 'São Romão' WHERE id = 78`

const compares = (column: string, value: string) => ({
  compare: { column, operator: 'EQ', values: [value] },
})

describe.each([
  ['that was analysed', `${sql}; ANALYZE members`],
  [
    'that never was',
    `${sql.replace('note text NOT NULL)', 'note text NOT NULL) WITH (autovacuum_enabled = false)')}`,
  ],
])('the values of a large table %s', (_, script) => {
  let database: TestDatabase
  let client: pg.Client
  let structure: Structure
  const query = async <Row>(text: string, values?: unknown[]) =>
    (await client.query(text, values)).rows as Row[]
  beforeAll(async () => {
    database = await createDatabase({ sql: script })
    client = new pg.Client({ connectionString: database.connectionString })
    await client.connect()
    await client.query(`SET search_path = ''`)
    structure = await readStructure({ query })
  })
  afterAll(async () => {
    await client?.end()
    await database?.drop()
  })

  it.each([
    ['that are frequent', 'paused members', compares('status', 'paused')],
    ['that one row has', 'honorary members', compares('status', 'honorary')],
    ['of many', 'members from Town 4321', compares('town', 'Town 4321')],
    ['with accents that the prompt leaves out', 'members from Sao Romao', compares('town', 'São Romão')],
  ])('are found %s', async (_, prompt, where) => {
    const { subjects } = await planByRules(prompt, {
      structure,
      query,
      asOf: new Date('2025-01-01'),
      scope: 'RELATED',
    })
    expect(subjects).toMatchObject([{ table: { name: 'members' }, where }])
  })
})
