import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { encodeGlobalID } from '@pothos/plugin-relay'
import { getOperationAST, parse, print } from 'graphql'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  CreateMessageMutation,
  DatabaseQuery,
  StartChartMutation,
  StartElementCreationMutation,
} from '../src/client/operations.ts'
import { decodeId } from '../src/graphql/nodes.ts'
import { waitUntil } from '../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from './postgres.ts'
import { startQuarry, type TestQuarry } from './quarry.ts'
import { register, startTask } from './server/tasks.ts'

const pages = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
]

function blocks(language: string): { page: string; code: string }[] {
  return pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
      ([, code]) => ({ page, code: code! }),
    ),
  )
}

/** Those that need what they begin with are run by a test of their own in test/docs. */
const otherwise = ['docs/migrating.md', 'docs/candidates.md', 'docs/engines.md']
const graphqlBlocks = blocks('graphql').filter(({ page }) => !otherwise.includes(page))

let quarry: TestQuarry
let source: TestDatabase
let variables: Record<string, unknown>

beforeAll(async () => {
  quarry = await startQuarry()
  source = await createDatabase({ sql: 'create schema shop; create table shop.orders (id int primary key)' })
  const id = await register(quarry.client, source.connectionString, 'bookshop')
  const taskId = await startTask(quarry.client, id)
  for await (const _ of quarry.client.watchTask(taskId));
  const { createMessage } = await quarry.client.request(CreateMessageMutation, { input: givenMessage })
  if (createMessage.__typename !== 'MessagePayload') throw new Error(JSON.stringify(createMessage))
  const messageId = createMessage.message.id
  const { startChart } = await quarry.client.request(StartChartMutation, { input: { messageId } })
  if (startChart.__typename !== 'StartChartPayload') throw new Error(JSON.stringify(startChart))
  for await (const _ of quarry.client.watchTask(startChart.task!.id));
  const chartId = encodeGlobalID('Chart', decodeId(startChart.task!.id)!.id)
  variables = {
    ...{ id, databaseId: id, taskId, messageId, chartId },
    filter: { kinds: ['ELEMENT_CREATION'] },
  }
})
/** What an example started must not be in the way of the next one. */
afterEach(async () => {
  const canStart = async () => {
    const { database } = await quarry.client.request(DatabaseQuery, { id: variables.id as string })
    return database!.elementCreation.canStart
  }
  expect(await waitUntil(canStart, 20_000)).toBe(true)
})
afterAll(async () => {
  await quarry.stop()
  await source.drop()
})

const givenMessage = {
  question: 'Weight by fruit',
  rows: [
    { fruit: 'apple', weight: 2 },
    { fruit: 'pear', weight: 1 },
  ],
}

/** The variables that an example's operation asks for, as its text suggests them. */
const inputs: Record<string, () => unknown> = {
  RegisterDatabaseInput: () => ({ name: 'another', connectionString: source.connectionString }),
  StartElementCreationInput: () => ({ databaseIds: [variables.id] }),
  FilterPlanQueryInput: () => ({ source: { databaseId: variables.id }, prompt: 'orders' }),
  CreateMessageInput: () => givenMessage,
  StartChartInput: () => ({ messageId: variables.messageId }),
  StartFilteredDatabaseInput: () => ({ source: { databaseId: variables.id }, prompt: 'orders' }),
}

describe('every example of the documentation', () => {
  it('is there', () => {
    expect(graphqlBlocks.length).toBeGreaterThanOrEqual(6)
  })

  it.each(graphqlBlocks)('$page: $code', async ({ code }) => {
    const document = parse(code)
    const operation = getOperationAST(document)!
    const given = Object.fromEntries(
      (operation.variableDefinitions ?? []).map(({ variable, type }) => {
        const name = variable.name.value
        return [name, inputs[print(type).replace('!', '')]?.() ?? variables[name]]
      }),
    )
    if (operation.operation === 'subscription') {
      const events = quarry.client.subscribe(document as never, given as never)
      const first = events.next()
      if (code.includes('workspaceEvents')) {
        // It tells what happens from now on, so something has to happen until it has begun.
        let told = false
        first.then(() => {
          told = true
        })
        while (!told) {
          await quarry.client.request(StartElementCreationMutation, {
            input: { databaseIds: [variables.id as string] },
          })
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
      expect(await first).toMatchObject({ done: false, value: expect.any(Object) })
      await events.return?.()
    } else {
      const data = await quarry.client.request(document as never, given as never)
      expect(data).toEqual(expect.any(Object))
      expect(JSON.stringify(data)).not.toContain('"code"')
    }
  })

  it('leads to pages that exist', () => {
    for (const page of pages) {
      for (const [, target] of readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        expect(
          readdirSync(path.dirname(path.join(path.dirname(page), target!))),
          `${page} → ${target}`,
        ).toContain(path.basename(path.join(path.dirname(page), target!)))
      }
    }
  })
})
