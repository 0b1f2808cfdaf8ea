import { afterAll, beforeAll, expect, it } from 'vitest'
import { planQuestion } from '../../../src/charts/questions/plan-question.ts'
import { readStructure } from '../../../src/filtered/postgresql/structure.ts'
import { openSource, type Source } from './source.ts'

let source: Source
beforeAll(async () => {
  source = await openSource(`
    CREATE TABLE countries (id int PRIMARY KEY, name text NOT NULL);
    CREATE TABLE orders (id int PRIMARY KEY, status text NOT NULL, country_id int REFERENCES countries);
    DO $$ BEGIN CREATE ROLE reads_no_countries; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
    GRANT SELECT ON orders TO reads_no_countries;
    SET ROLE reads_no_countries`)
})
afterAll(() => source?.close())

it('says which table the login may not read, where the question is clear', async () => {
  const structure = await readStructure(source)
  const plan = (question: string) =>
    planQuestion(question, { structure, query: source.query, asOf: new Date() })
  await expect(plan('number of orders per country')).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/may not select from public.countries; grant it SELECT there/),
  })
  await expect(plan('orders by status')).resolves.toMatchObject({ table: { name: 'orders' } })
})
