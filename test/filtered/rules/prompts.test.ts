import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPlan } from '../../../src/filtered/check.ts'
import { compileSubject } from '../../../src/filtered/compile.ts'
import { readStructure } from '../../../src/filtered/postgresql/structure.ts'
import { planByRules } from '../../../src/filtered/rules/planner.ts'
import type { Structure } from '../../../src/filtered/structure.ts'
import { UnclearPromptError } from '../../../src/platform/errors.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { domains } from './domains/all.ts'
import type { Prompt } from './domains/domain.ts'

describe.each(domains)('prompts about $name', ({ sql, asOf, prompts }) => {
  let database: TestDatabase
  let client: pg.Client
  let structure: Structure
  const query = async <Row>(text: string, values?: unknown[]) =>
    (await client.query(text, values)).rows as Row[]
  beforeAll(async () => {
    database = await createDatabase({ sql })
    client = new pg.Client({ connectionString: database.connectionString })
    await client.connect()
    await client.query(`SET search_path = ''; SET timezone = 'UTC'`)
    structure = await readStructure({ query })
  })
  afterAll(async () => {
    await client?.end()
    await database?.drop()
  })

  const plan = (prompt: string) =>
    planByRules(prompt, { structure, query, asOf: new Date(asOf), scope: 'RELATED' })
  const keys = async (text: string, values: unknown[] = []) =>
    (await client.query({ text, values, rowMode: 'array' })).rows.map((row) => row.map(String).join()).sort()

  it.each(prompts.filter(({ rows }) => rows.length > 0))(
    'plans the rows of: $prompt',
    async ({ prompt, rows }: Prompt) => {
      const planned = await plan(prompt)
      const { subjects } = checkPlan(planned, structure)
      expect(subjects.map(({ table }) => table.name).sort()).toEqual(
        rows.map(({ table }) => table.replaceAll('"', '')).sort(),
      )
      for (const { table, where, key } of rows) {
        const subject = subjects.find((one) => one.table.name === table.replaceAll('"', ''))!
        const { text, values } = compileSubject(subject)
        const columns = key
          .split(', ')
          .map((column) => `t.${column}`)
          .join(', ')
        await client.query('SET search_path = public')
        const meant = await keys(`SELECT ${columns} FROM ${table} t WHERE ${where}`)
        await client.query(`SET search_path = ''`)
        expect(await keys(text, values), JSON.stringify(planned.subjects)).toEqual(meant)
      }
    },
  )

  it.each(prompts.filter(({ rows }) => rows.length === 0))(
    'does not guess at: $prompt',
    async ({ prompt, unclear }: Prompt) => {
      const error = await plan(prompt).then(
        (planned) => new Error(`planned ${JSON.stringify(planned.subjects)}`),
        (thrown) => thrown,
      )
      expect(error).toBeInstanceOf(UnclearPromptError)
      const { unrecognized, suggestions } = error as UnclearPromptError
      const said = unrecognized.join(' ').toLowerCase()
      expect(
        unclear.filter((word) => said.includes(word.toLowerCase())),
        said,
      ).not.toEqual([])
      expect(suggestions).not.toEqual([])
    },
  )
})
