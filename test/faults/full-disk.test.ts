import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { elementCreation } from '../../src/catalog/element-creation.task.ts'
import { decodeId } from '../../src/graphql/nodes.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register, startTask } from '../server/tasks.ts'
import { useProcesses } from '../start/processes.ts'

const processes = useProcesses()
let quarry: TestQuarry
const sources: TestDatabase[] = []
beforeAll(async () => {
  quarry = await startQuarry({ worker: false })
})
afterAll(async () => {
  await quarry.stop()
  for (const source of sources) await source.drop()
})

/** Tasks that wait for a worker, of databases of their own. */
async function startTasks(names: string[]): Promise<{ name: string; taskId: string }[]> {
  const tasks: { name: string; taskId: string }[] = []
  for (const name of names) {
    const source = await createDatabase({ sql: 'create table a (id int primary key)' })
    sources.push(source)
    const databaseId = await register(quarry.client, source.connectionString, name)
    tasks.push({ name, taskId: await startTask(quarry.client, databaseId) })
  }
  return tasks
}

/** The tasks run in a worker whose LOG_DIR is that; its log, once it has ended. */
async function runAll(tasks: { taskId: string }[], LOG_DIR: string): Promise<Record<string, unknown>[]> {
  const { databaseUrl, accessToken, encryptionKey } = quarry.surroundings
  const worker = processes.start(
    {
      DATABASE_URL: databaseUrl,
      DATA_DIR: await processes.newDirectory(),
      ACCESS_TOKEN: accessToken,
      ENCRYPTION_KEY: encryptionKey.toString('base64'),
      LOG_DIR,
    },
    ['work'],
  )
  for (const { taskId } of tasks) {
    const types: string[] = []
    for await (const { type } of quarry.client.watchTask(taskId)) types.push(type)
    expect(types.at(-1)).toBe('COMPLETED')
  }
  const complaints = () => worker.output().match(/cannot be written/g)?.length ?? 0
  await waitUntil(() => complaints() >= tasks.length, 2_000)
  worker.signal('SIGTERM')
  expect(await worker.ended).toBe(0)
  return worker
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}

const complaintsOf = (lines: Record<string, unknown>[]) =>
  lines
    .filter(({ msg }) => /log file of a task cannot be written/.test(String(msg)))
    .map(({ taskId, err }) => ({ taskId, code: (err as { code: string }).code }))
    .sort((one, other) => String(one.taskId).localeCompare(String(other.taskId)))

it('a full disk costs the log files of tasks, which the log says once a task, and never a task', async () => {
  const tasks = await startTasks(['one', 'two', 'three'])
  const logDirectory = await processes.newDirectory()
  const folder = path.join(logDirectory, elementCreation.queue)
  await mkdir(folder)
  // Every write to /dev/full fails as on a full disk: full(4). A small tmpfs would need rights that a container lacks.
  const expected = tasks.map(({ taskId }) => ({ taskId: decodeId(taskId)!.id, code: 'ENOSPC' }))
  for (const [index, { name }] of tasks.entries())
    await symlink('/dev/full', path.join(folder, `${name}-${expected[index]!.taskId}.log`))
  expect(complaintsOf(await runAll(tasks, logDirectory))).toEqual(
    expected.sort((one, other) => one.taskId.localeCompare(other.taskId)),
  )
}, 60_000)

it('and so does a LOG_DIR that cannot be made', async () => {
  const tasks = await startTasks(['four', 'five'])
  const file = path.join(await processes.newDirectory(), 'file')
  await writeFile(file, '')
  const expected = tasks.map(({ taskId }) => ({ taskId: decodeId(taskId)!.id, code: 'ENOTDIR' }))
  expect(complaintsOf(await runAll(tasks, path.join(file, 'logs')))).toEqual(expected)
}, 60_000)
