import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RemoveDatabaseMutation, UpdateDatabaseMutation } from '../../../src/client/operations.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { ask, drawn, message, register, sales, totals, tryStart } from './installation.ts'

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string
beforeAll(async () => {
  source = await createDatabase({ sql: sales })
  quarry = await startQuarry()
  databaseId = await register(quarry.client, source.connectionString)
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

const question = 'Total amount by region'

describe('createMessage', () => {
  it.each([
    ['without a question', { question: '  ', rows: [] }, ['question'], 'The question is empty'],
    [
      'with too long a question',
      { question: 'x'.repeat(4_001), rows: [] },
      ['question'],
      'at most 4,000 characters',
    ],
    [
      'with neither rows nor a database',
      { question },
      ['databaseId'],
      'Say which database answers the question',
    ],
    [
      'with sql and no database',
      { question, sql: 'SELECT 1' },
      ['databaseId'],
      'Say which database runs the query',
    ],
    [
      'with a database that is none',
      { question, databaseId: 'nothing' },
      ['databaseId'],
      'There is no such database',
    ],
  ])('is refused %s', async (_, input, path, words) => {
    const refused = await ask(quarry.client, input)
    if (refused.__typename !== 'InvalidInputError') throw new Error(JSON.stringify(refused))
    expect(refused.reason).toContain(words)
    expect(refused.fields).toMatchObject([{ path }])
  })

  it('is refused with both sql and rows', async () => {
    const refused = await ask(quarry.client, { question, databaseId, sql: totals, rows: [{ a: 1 }] })
    expect(refused).toMatchObject({
      __typename: 'InvalidInputError',
      fields: [{ path: ['sql'] }, { path: ['rows'] }],
    })
  })

  it.each([
    ['DELETE FROM sale', 'SELECT'],
    ['SELECT 1; DROP TABLE sale', 'A query is one statement'],
    ['SELECT nothing FROM sale', 'column "nothing" does not exist'],
    ['SELECT * FROM absent', 'relation "absent" does not exist'],
    ['SELEC 1', 'syntax error'],
    ['SELECT pg_sleep(1)', 'pg_sleep'],
  ])('is refused with the query %s', async (sql, words) => {
    const refused = await ask(quarry.client, { question, databaseId, sql })
    if (refused.__typename !== 'InvalidInputError') throw new Error(JSON.stringify(refused))
    expect(refused.fields).toMatchObject([{ path: ['sql'] }])
    expect(refused.reason).toContain(words)
  })

  it('is answered with what is wrong with the connection where the database is away', async () => {
    const gone = await createDatabase()
    const id = await register(quarry.client, gone.connectionString, 'gone')
    await gone.drop()
    expect(await ask(quarry.client, { question, databaseId: id, sql: 'SELECT 1' })).toMatchObject({
      __typename: 'ConnectionFailedError',
      failure: 'DATABASE_MISSING',
    })
    await quarry.client.request(RemoveDatabaseMutation, { id })
  })

  it('lets errors be asked for as every other mutation does', async () => {
    const query = `mutation ($input: CreateMessageInput!) { createMessage(input: $input) { __typename
      ... on MessagePayload { message { id } } ... on Error { code message } } }`
    const response = await fetch(`${quarry.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${quarry.token}` },
      body: JSON.stringify({ query, variables: { input: { question: '' } } }),
    })
    expect(await response.json()).toMatchObject({
      data: {
        createMessage: {
          __typename: 'InvalidInputError',
          code: 'INVALID_INPUT',
          message: expect.any(String),
        },
      },
    })
  })

  it('still refuses other fields of one name and two shapes', async () => {
    const query = `{ node(id: "x") { ... on Message { same: question } ... on Chart { same: sourceMessage { id } } } }`
    const response = await fetch(`${quarry.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${quarry.token}` },
      body: JSON.stringify({ query }),
    })
    expect(JSON.stringify(await response.json())).toContain('conflict')
  })
})

describe('startChart', () => {
  it.each([
    ['of a message that is none', { messageId: 'nothing' }, ['messageId'], 'There is no such message'],
    ['with an empty adjustment', { adjustmentQuery: ' ' }, ['adjustmentQuery'], 'adjustmentQuery is empty'],
    [
      'with too long an adjustment',
      { adjustmentQuery: 'x'.repeat(1_001) },
      ['adjustmentQuery'],
      'at most 1,000',
    ],
    ['with a priority out of bounds', { priority: 1_001 }, ['priority'], 'priority is from -1000 to 1000'],
    ['with no attempt', { maxAttempts: 0 }, ['maxAttempts'], 'maxAttempts is from 1 to 20'],
    [
      'with an empty idempotency key',
      { idempotencyKey: '' },
      ['idempotencyKey'],
      'idempotencyKey is not empty',
    ],
  ])('is refused %s', async (_, input, path, words) => {
    const messageId = await message(quarry.client, { question, rows: [{ a: 1 }] })
    const refused = await tryStart(quarry.client, { messageId, ...input })
    if (refused.__typename !== 'InvalidInputError') throw new Error(JSON.stringify(refused))
    expect(refused.fields).toMatchObject([{ path }])
    expect(refused.message).toContain(words)
  })
})

describe('a chart task fails for good, after one attempt, and says why', () => {
  it.each([
    ['no rows', [], 'NOTHING_TO_DRAW'],
    ['rows of NULL alone', [{ a: null }, { a: null }], 'NOTHING_TO_DRAW'],
  ])('where there are %s', async (_, rows, code) => {
    const messageId = await message(quarry.client, { question, rows })
    expect(await drawn(quarry.client, { messageId })).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code, retryable: false },
    })
  })

  it('where the query fails on the rows that it meets', async () => {
    const sql = 'SELECT region_id, 1 / (region_id - 2) AS n FROM sale'
    const messageId = await message(quarry.client, { question, databaseId, sql })
    const { error, attempt } = await drawn(quarry.client, { messageId })
    expect(attempt).toBe(1)
    expect(error).toMatchObject({ code: 'SQL_FAILED', retryable: false })
    expect(error!.message).toContain('division by zero')
  })

  it('where the database was removed', async () => {
    const other = await register(quarry.client, source.connectionString, 'other')
    const messageId = await message(quarry.client, { question, databaseId: other, sql: totals })
    await quarry.client.request(RemoveDatabaseMutation, { id: other })
    expect((await drawn(quarry.client, { messageId })).error).toMatchObject({
      code: 'DATABASE_REMOVED',
      retryable: false,
    })
  })

  it('where its login does not work any more', async () => {
    const messageId = await message(quarry.client, { question, databaseId, sql: totals })
    const other = await createDatabase({ sql: sales })
    const id = await register(quarry.client, other.connectionString, 'moved')
    const moved = await message(quarry.client, { question, databaseId: id, sql: totals })
    await other.drop()
    expect((await drawn(quarry.client, { messageId: moved })).error).toMatchObject({
      code: 'CONNECTION_FAILED',
      retryable: false,
    })
    await quarry.client.request(UpdateDatabaseMutation, {
      input: { id, connectionString: source.connectionString },
    })
    expect((await drawn(quarry.client, { messageId: moved })).status).toBe('COMPLETED')
    expect((await drawn(quarry.client, { messageId })).status).toBe('COMPLETED')
  })
})
