import { afterAll, beforeAll, expect, it } from 'vitest'
import { FilterPlanQuery } from '../../../src/client/operations.ts'
import { asSuperuser } from '../../databases/sources.ts'
import { type Endpoint, isSilent, openEndpoint, says } from '../../platform/chat/endpoint.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { draft } from './draft.ts'

const apiKey = 'sk-cAnArY-4711-0815'
const prompt = 'people of the north'
let endpoint: Endpoint
let quarry: TestQuarry
let source: TestDatabase
beforeAll(async () => {
  endpoint = await openEndpoint()
  source = await createDatabase({
    sql: `create table person (id int primary key, latitude int not null);
      insert into person select i, i from generate_series(1, 90) i; analyze`,
  })
  quarry = await startQuarry({
    worker: false,
    env: {
      LLM_BASE_URL: endpoint.baseUrl,
      LLM_MODEL: 'planner-1',
      LLM_API_KEY: apiKey,
      LLM_TIMEOUT_SECONDS: '3',
    },
  })
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
  await endpoint?.close()
})

const ask = async (text: string) =>
  (
    await quarry.client.request(FilterPlanQuery, {
      input: {
        source: { connectionString: source.connectionString },
        prompt: text,
        asOf: '2026-03-31T12:00:00Z',
      },
    })
  ).filterPlan

it('filterPlan shows the plan that the configured model made, checked and as SQL that runs', async () => {
  const where = { compare: { column: 'latitude', operator: 'GE', values: [60], other: null } }
  endpoint.answers(
    says(draft(prompt, { subjects: [{ table: 'public.person', where, orderBy: [], limit: null }] })),
  )
  const result = await ask(prompt)
  if (result.__typename !== 'FilterPlanPayload') throw new Error(JSON.stringify(result))
  const { plan } = result
  expect(plan).toMatchObject({ planner: 'MODEL', asOf: '2026-03-31T12:00:00.000Z' })
  expect(plan.summary).toContain('latitude')
  expect(await asSuperuser(plan.subjects[0]!.sql, source.name)).toHaveLength(31)
  expect(endpoint.requests[0]!.authorization).toBe(`Bearer ${apiKey}`)
  expect(JSON.stringify(result)).not.toContain('cAnArY')
})

it('filterPlan says that the rules made the plan where the model did not answer in time', async () => {
  endpoint.answers(isSilent)
  const result = await ask('persons with latitude above 80')
  expect(result).toMatchObject({ __typename: 'FilterPlanPayload', plan: { planner: 'RULES' } })
})

it('filterPlan declines what neither the model nor the rules understand', async () => {
  endpoint.answers(says(draft(prompt, { unclear: ['north'] })))
  expect(await ask(prompt)).toMatchObject({ __typename: 'UnclearPromptError' })
})

it('filterPlan that nobody waits for any more ends the request to the model', async () => {
  endpoint.answers(isSilent)
  const leaving = new AbortController()
  const body = {
    query: 'query ($input: FilterPlanQueryInput!) { filterPlan(input: $input) { __typename } }',
    variables: { input: { source: { connectionString: source.connectionString }, prompt } },
  }
  const request = fetch(new URL('/graphql', quarry.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${quarry.token}` },
    body: JSON.stringify(body),
    signal: leaving.signal,
  }).catch((error) => error.name)
  while (endpoint.requests.length === 0) await new Promise((done) => setTimeout(done, 10))
  const left = Date.now()
  leaving.abort()
  expect(await request).toBe('AbortError')
  await endpoint.requests[0]!.hungUp
  // Long before the model's own time is up.
  expect(Date.now() - left).toBeLessThan(1_500)
})
