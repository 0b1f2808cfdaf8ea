import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FilterPlanQueryInput } from '../../../src/client/generated/graphql.ts'
import {
  FilterPlanQuery,
  RegisterDatabaseMutation,
  StartElementCreationMutation,
} from '../../../src/client/operations.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { databaseOf, keptIn, rowsOf, settled, start } from './installation.ts'

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string
/** No key is declared; three visits lead to nobody. */
const undeclared = `
  create table persons (id int primary key, name text);
  create table visits (id int primary key, person_id int, day date);
  create table notes (id int primary key, visit_id int, body text);
  insert into persons select i, 'p' || i from generate_series(1, 20) i;
  insert into visits select i, i % 20 + 1, '2026-01-01' from generate_series(1, 100) i;
  insert into visits select i, 1000 + i, '2026-02-01' from generate_series(101, 103) i;
  insert into notes select i, i % 100 + 1, 'n' from generate_series(1, 300) i;
  analyze`
beforeAll(async () => {
  source = await createDatabase({ sql: undeclared })
  quarry = await startQuarry()
  const { registerDatabase } = await quarry.client.request(RegisterDatabaseMutation, {
    input: { name: 'undeclared', connectionString: source.connectionString },
  })
  if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(registerDatabase))
  databaseId = registerDatabase.database.id
  const { startElementCreation } = await quarry.client.request(StartElementCreationMutation, {
    input: { databaseIds: [databaseId], include: ['CANDIDATE_KEYS'] },
  })
  if (startElementCreation.__typename !== 'StartElementCreationPayload')
    throw new Error(JSON.stringify(startElementCreation))
  for await (const _ of quarry.client.watchTask(startElementCreation.tasks[0]!.id));
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

const onePerson: FilterPlanQueryInput['plan'] = {
  subjects: [
    { table: { name: 'persons' }, where: { compare: { column: 'id', operator: 'EQ', values: [2] } } },
  ],
}
const planned = async (
  input: Omit<FilterPlanQueryInput, 'source'>,
  from: FilterPlanQueryInput['source'] = { databaseId },
) => {
  const { filterPlan } = await quarry.client.request(FilterPlanQuery, { input: { source: from, ...input } })
  return filterPlan
}
const rolesOf = (plan: Awaited<ReturnType<typeof planned>>) =>
  plan.__typename === 'FilterPlanPayload'
    ? plan.plan.tables.map(({ table, role }) => `${table} ${role}`)
    : plan

describe('the candidates of a catalog', () => {
  it('are followed by a plan where the client asks for it, and not without', async () => {
    expect(rolesOf(await planned({ plan: onePerson }))).toEqual([
      'notes EMPTY',
      'persons SUBJECT',
      'visits EMPTY',
    ])
    const followed = await planned({ plan: onePerson, useCandidates: true })
    expect(rolesOf(followed)).toEqual(['notes DESCENDANT', 'persons SUBJECT', 'visits DESCENDANT'])
    expect(followed).toMatchObject({
      plan: {
        candidates: [
          'public.notes (visit_id) → public.visits (id), score 0.94',
          'public.visits (person_id) → public.persons (id), score 0.94',
        ],
      },
    })
  })

  it('are ways for a prompt to go', async () => {
    const prompt = 'visits of the person p3'
    expect(rolesOf(await planned({ prompt, useCandidates: true }))).toEqual([
      'notes DESCENDANT',
      'persons REFERENCED',
      'visits SUBJECT',
    ])
  })

  it('keep the rows that they lead to in a filtered database, which has no constraint of them', async () => {
    const taskId = await start(quarry.client, {
      source: { databaseId },
      plan: onePerson,
      useCandidates: true,
    })
    const database = await databaseOf(quarry.client, taskId)
    expect(keptIn(database)).toEqual([
      ['notes', 300, 15, 0],
      ['persons', 20, 1, 0],
      ['visits', 103, 5, 0],
    ])
    const keys = await rowsOf(
      database.connectionString,
      `select conname from pg_constraint where contype = 'f'`,
    )
    expect(keys).toEqual([])
  })

  it('may lead nowhere: those rows are counted in the log, and are no warning', async () => {
    const plan: FilterPlanQueryInput['plan'] = {
      subjects: [
        { table: { name: 'visits' }, where: { compare: { column: 'id', operator: 'GE', values: [100] } } },
      ],
    }
    const taskId = await start(quarry.client, { source: { databaseId }, plan, useCandidates: true })
    const database = await databaseOf(quarry.client, taskId)
    expect(keptIn(database)).toEqual([
      ['notes', 300, 3, 0],
      ['persons', 20, 1, 1],
      ['visits', 103, 4, 0],
    ])
    const task = await settled(quarry.client, taskId)
    expect(task).toMatchObject({ status: 'COMPLETED', warnings: [] })
    const said: string[] = []
    for await (const event of quarry.client.watchTask(taskId)) said.push(event.message ?? '')
    expect(said).toContain(
      '3 rows of public.visits refer by visits(person_id) to rows that the source does not have either; it is a candidate',
    )
  })

  it('are of registered databases alone', async () => {
    const from = { connectionString: source.connectionString }
    expect(await planned({ plan: onePerson, useCandidates: true }, from)).toMatchObject({
      __typename: 'InvalidInputError',
      fields: [{ path: ['useCandidates'] }],
    })
  })
})
