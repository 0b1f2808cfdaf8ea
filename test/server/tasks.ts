import { sql } from 'kysely'
import { decodeId } from '../../src/graphql/nodes.ts'
import { dbOf, type EntityManager } from '../../src/platform/orm.ts'
import { encodeHint, eventChannel } from '../../src/tasks/channels.ts'
import { changeTasks, notify } from '../../src/tasks/store.sql.ts'

export { createElements, register, startElementCreation as startTask } from '../../bench/elements.ts'

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
