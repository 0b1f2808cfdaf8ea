import { encodeGlobalID } from '@pothos/plugin-relay'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { entities } from '../src/app.ts'
import { dbOf, openOrm } from '../src/platform/orm.ts'
import { createAnnounce } from '../src/tasks/announce.ts'
import { insertTask } from '../src/tasks/starts.sql.ts'
import { changeTasks } from '../src/tasks/store.sql.ts'
import type { BenchQuarry } from './quarry.ts'

/** Writes events of tasks that no worker takes up, as a run writes them. */
export async function openTaskWriter(stack: AsyncDisposableStack, { databaseUrl, store }: BenchQuarry) {
  const applicationName = 'quarry bench writer'
  const orm = await openOrm({ url: databaseUrl, entities, applicationName, poolSize: 4 })
  stack.defer(() => orm.close())
  const announce = createAnnounce(orm)
  const { rows } = await store.query(`select id from workspace where slug = 'default'`)
  const workspaceId = rows[0].id
  const db = () => dbOf(orm.em.fork())

  return {
    async makeTask(): Promise<{ id: string; globalId: string }> {
      const id = uuid()
      await insertTask(db(), {
        id,
        workspaceId,
        kind: 'ELEMENT_CREATION',
        input: {},
        databaseId: null,
        exclusiveKey: null,
        idempotencyKey: null,
        retryOfId: null,
        steps: [],
        priority: 0,
        maxAttempts: 1,
        createdBy: 'bench',
        createdRole: 'ADMIN',
        requestId: null,
        traceParent: null,
        // Past the end of every bench.
        startAfter: new Date(Date.now() + 86_400_000),
        message: 'Waits',
      })
      return { id, globalId: encodeGlobalID('ElementCreationTask', id) }
    },

    /** One event of the task, and the notification that follows it. */
    async write(taskId: string): Promise<void> {
      const message = 'One of the things that a task says of itself while it is at work'
      const [changed] = await changeTasks(db(), {
        where: sql`id = ${taskId}`,
        set: sql`message = ${message}`,
        events: [{ type: 'LOG', level: 'INFO', message }],
      })
      announce.events(changed!)
    },

    /** Events in one write, as of a task that runs: lines of its log, the last of them that of its progress (0 to 1). */
    async writeProgress(taskId: string, count: number, progress: number, message: string): Promise<void> {
      const lines = Array.from({ length: count - 1 }, (_, line) => `Line ${line} of the log, which goes on`)
      const [changed] = await changeTasks(db(), {
        where: sql`id = ${taskId}`,
        set: sql`status = 'RUNNING', message = ${message}, progress = ${progress}, current_step = 'columns',
          started_at = coalesce(started_at, now())`,
        events: [
          ...lines.map((message) => ({ type: 'LOG', level: 'INFO', message }) as const),
          { type: 'PROGRESS', level: 'INFO', message, progress },
        ],
      })
      announce.events(changed!)
    },
  }
}
