import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Client, ExecutionResult } from 'graphql-ws'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { jwt, jwtSecret, seconds } from '../access/tokens.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register, startTask } from '../server/tasks.ts'
import { createProject, type Project } from './project.ts'
import { work } from './watching.ts'

let project: Project
let quarry: TestQuarry
let source: TestDatabase
beforeAll(async () => {
  project = await createProject('docs/clients.md')
  source = await createDatabase({ sql: 'create table book (id int primary key)' })
  quarry = await startQuarry({ worker: false, env: { JWT_SECRET: jwtSecret } })
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
  await project?.drop()
})

it('the connection that the programs share goes on with a new token where the server closes it with 4403', async () => {
  const tokenFor = (s: number) => jwt({ workspace: 'default', role: 'ADMIN', exp: seconds(s) })
  process.env.QUARRY_URL = quarry.url
  process.env.QUARRY_TOKEN = await tokenFor(3)
  const file = pathToFileURL(path.join(project.directory, 'connection.ts')).href
  const { socket } = (await import(file)) as { socket: Client }
  const codes: number[] = []
  socket.on('closed', (event) => codes.push((event as CloseEvent).code))

  const taskId = await startTask(
    quarry.client,
    await register(quarry.client, source.connectionString, 'bookshop'),
  )
  const query = `subscription ($taskId: ID!, $after: String) {
    taskEvents(taskId: $taskId, from: FIRST, after: $after) { cursor sequence type }
  }`
  type Data = { taskEvents: { sequence: number; type: string } }
  const results: ExecutionResult<Data>[] = []
  const completed = new Promise<void>((complete, error) =>
    socket.subscribe<Data>(
      { query, variables: { taskId } },
      { next: (result) => results.push(result as ExecutionResult<Data>), error, complete },
    ),
  )
  await expect.poll(() => results.length).toBe(1)
  process.env.QUARRY_TOKEN = await tokenFor(600)
  await expect.poll(() => codes, { timeout: 15_000 }).toEqual([4403])
  await work(quarry)
  await completed
  const events = results.map(({ data }) => data!.taskEvents)
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
  expect(events.at(-1)!.type).toBe('COMPLETED')
})
