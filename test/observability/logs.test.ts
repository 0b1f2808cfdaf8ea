import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StartElementCreationMutation } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { asSuperuser } from '../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { post } from '../server/transports.ts'
import { type LogLine, type Observed, rowIdOf, startObserved, watch } from './observed.ts'

let quarry: Observed
let source: TestDatabase
beforeAll(async () => {
  quarry = await startObserved()
  source = await createDatabase({ sql: 'create table one (id int primary key)' })
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

const lines = (of: (line: LogLine) => boolean) => quarry.logged.filter(of)

async function startAs(requestId: string, databaseId: string): Promise<string> {
  const { data } = await post(
    quarry,
    { query: String(StartElementCreationMutation), variables: { input: { databaseIds: [databaseId] } } },
    { 'x-request-id': requestId },
  )
  return data.startElementCreation.tasks[0].id
}

describe('the id of a request', () => {
  const query = { query: '{ __typename }' }

  it('is the one that the client sent, where that is fit for a log', async () => {
    for (const sent of ['checkout-4711', 'a', 'A_b-9'.repeat(20)]) {
      const { headers } = await post(quarry, query, { 'x-request-id': sent })
      expect(headers.get('x-request-id')).toBe(sent)
    }
  })

  it('is made where the client sent none, or one that is not', async () => {
    for (const sent of [undefined, 'x'.repeat(101), 'two words', 'a"b', 'a{b}', 'ä', '']) {
      const { headers } = await post(
        quarry,
        query,
        sent === undefined ? {} : { 'x-request-id': encodeURI(sent) },
      )
      expect(headers.get('x-request-id'), sent).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    }
  })

  it('leads from the request to the task, and to every line of its runs', async () => {
    const requestId = 'search-for-me'
    const taskId = await startAs(requestId, await quarry.register('logged', source.connectionString))
    await watch(quarry.client, taskId)
    const rowId = rowIdOf(taskId)
    const found = lines((line) => line.requestId === requestId)
    expect(found).toContainEqual(
      expect.objectContaining({
        level: 30,
        msg: 'A task was started',
        taskId: rowId,
        kind: 'ELEMENT_CREATION',
      }),
    )
    expect(found).toContainEqual(
      expect.objectContaining({
        level: 20,
        msg: 'A request was answered',
        operation: 'mutation',
        outcome: 'ok',
      }),
    )
    const ofRuns = found.filter((line) => line.attempt !== undefined)
    expect(ofRuns.length).toBeGreaterThanOrEqual(2)
    for (const line of ofRuns) expect(line).toMatchObject({ taskId: rowId, attempt: 1 })
    expect(lines((line) => line.taskId === rowId).every((line) => line.requestId === requestId)).toBe(true)
  })
})

describe('the connections that a run opens to a registered database', () => {
  it('name its task in pg_stat_activity', async () => {
    const letGo = await quarry.holdRuns()
    try {
      const taskId = await quarry.startTask(await quarry.register('seen', source.connectionString))
      const names = async () =>
        (
          await asSuperuser<{ name: string }>(
            `select application_name as name from pg_stat_activity where datname = '${source.name}'`,
          )
        ).map(({ name }) => name)
      const expected = `quarry element creation ${rowIdOf(taskId)}`
      expect(await waitUntil(async () => (await names()).includes(expected), 15_000, 50)).toBe(true)
      expect((await names()).filter((name) => name.startsWith('quarry'))).toEqual([expected])
      await letGo()
      expect((await watch(quarry.client, taskId)).at(-1)).toBe('COMPLETED')
      expect(await waitUntil(async () => !(await names()).includes(expected), 5_000, 50)).toBe(true)
    } finally {
      await letGo()
    }
  })
})
