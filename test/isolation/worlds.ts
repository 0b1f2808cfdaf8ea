import { randomUUID } from 'node:crypto'
import { parse } from 'graphql'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import { ScheduleElementCreationMutation } from '../../src/client/operations.ts'
import { jwt } from '../access/tokens.ts'
import { chartOf, drawn, message, sales } from '../charts/task/installation.ts'
import { databaseOf, start as startFiltered } from '../filtered/task/installation.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import type { TestQuarry } from '../quarry.ts'
import { createElements, register } from '../server/tasks.ts'

export type Role = 'VIEWER' | 'EDITOR' | 'ADMIN'

export const tokenOf = (user: string, workspace: string, role: Role) => jwt({ sub: user, workspace, role })

export type World = {
  workspace: string
  /** Stands in all that users of the workspace have written and named. */
  canary: string
  maker: QuarryClient
  close(): Promise<void>
}

const createApiToken = parse(`mutation ($name: String!) {
  createApiToken(input: { name: $name, role: VIEWER }) { __typename }
}`)

/** A workspace that has something of everything. */
export async function createWorld(quarry: TestQuarry, workspace: string): Promise<World> {
  const canary = `canary${randomUUID().slice(0, 8)}`
  const source: TestDatabase = await createDatabase({
    sql: `${sales}; CREATE TABLE ${canary} (${canary}_id int PRIMARY KEY, region_id int REFERENCES region)`,
  })
  const maker = createQuarryClient({
    url: quarry.url,
    token: await tokenOf(`${canary}-maker`, workspace, 'ADMIN'),
  })
  const databaseId = await register(maker, source.connectionString, `${canary} sales`)
  await createElements(maker, databaseId)
  await maker.request(ScheduleElementCreationMutation, { databaseId, cron: '0 0 1 1 *' })
  const kept = { subjects: [{ table: { name: 'region' } }] }
  await databaseOf(
    maker,
    await startFiltered(maker, { source: { databaseId }, plan: kept, name: `${canary} filtered` }),
  )
  const sql = `SELECT name AS ${canary}, count(*) AS n FROM region GROUP BY name`
  const asked = await message(maker, { question: `${canary} regions`, databaseId, sql })
  await chartOf(maker, { messageId: asked })
  await chartOf(maker, { messageId: asked, visibility: 'WORKSPACE', forceCreate: true })
  await drawn(maker, { messageId: asked, adjustmentQuery: `${canary} frobnicate` })
  await maker.request(createApiToken as never, { name: `${canary} token` } as never)
  return {
    workspace,
    canary,
    maker,
    async close() {
      await maker.close()
      await source.drop()
    },
  }
}
