import { sql } from 'kysely'
import type { QuarryClient } from '../../src/client/client.ts'
import { RegisterDatabaseMutation, StartElementCreationMutation } from '../../src/client/operations.ts'
import { decodeId } from '../../src/graphql/nodes.ts'
import { dbOf, type EntityManager } from '../../src/platform/orm.ts'
import { encodeHint, eventChannel } from '../../src/tasks/channels.ts'
import { changeTasks, notify } from '../../src/tasks/store.sql.ts'

/** The ID of the database under its new name. */
export async function register(
  client: QuarryClient,
  connectionString: string,
  name: string,
): Promise<string> {
  const input = { name, connectionString }
  const { registerDatabase: result } = await client.request(RegisterDatabaseMutation, { input })
  if (result.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(result))
  return result.database.id
}

/** The ID of the new task of the database. */
export async function startTask(client: QuarryClient, databaseId: string): Promise<string> {
  const input = { databaseIds: [databaseId] }
  const { startElementCreation: result } = await client.request(StartElementCreationMutation, { input })
  if (result.__typename !== 'StartElementCreationPayload' || !result.tasks[0])
    throw new Error(JSON.stringify(result))
  return result.tasks[0].id
}

/** Appends lines to the task's log and announces them, as a worker would. */
export async function addEvents(em: EntityManager, taskId: string, messages: string[]): Promise<void> {
  const db = dbOf(em.fork())
  const [changed] = await changeTasks(db, {
    where: sql`id = ${decodeId(taskId)!.id}`,
    set: sql`message = 'At work'`,
    events: messages.map((message) => ({ type: 'LOG', level: 'INFO', message })),
  })
  if (!changed) throw new Error(`There is no task ${taskId}`)
  const { workspaceId, id, lastSequence } = changed
  await notify(db, [
    { channel: eventChannel, payload: encodeHint({ workspaceId, taskId: id, sequence: lastSequence }) },
  ])
}
