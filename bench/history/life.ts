import { setTimeout as sleep } from 'node:timers/promises'
import { encodeGlobalID } from '@pothos/plugin-relay'
import { parse } from 'graphql'
import { elementCreation } from '../../src/catalog/element-creation.task.ts'
import {
  CancelTaskMutation,
  DatabaseQuery,
  RetryTaskMutation,
  StartElementCreationMutation,
} from '../../src/client/operations.ts'
import { TaskError } from '../../src/platform/errors.ts'
import { createAnnounce } from '../../src/tasks/announce.ts'
import { definitionsOf, implementTask } from '../../src/tasks/define.ts'
import { openSender } from '../../src/tasks/queue.ts'
import { cleanUp } from '../../src/tasks/retention.ts'
import { restoreJobs, sweep } from '../../src/tasks/sweeper.ts'
import { startWorker } from '../../src/tasks/worker.ts'
import { type DatabaseName, databaseNames, type Installation, preparePast } from './installation.ts'
import { writePast } from './past.ts'
import type { Statements } from './statements.ts'

/** Everything that can happen to a task, done by the product; each once or a few times, so that every statement is sent. */

const definitions = definitionsOf([elementCreation])
const applicationName = 'quarry history'
const nothing = { created: 0, skipped: 0, updated: 0, removed: 0 }
const result = {
  tables: nothing,
  columns: nothing,
  relationships: nothing,
  failedTables: [],
  unreadableTables: 0,
  partitionsLeftOut: 0,
  unresolvedRelationships: 0,
}

const implementationOf = (definition: typeof elementCreation) =>
  implementTask(definition, async (run) => {
    const does = run.input.databaseName as DatabaseName
    if (does === 'fails' || (does === 'retries' && run.attempt === 1))
      throw new TaskError('EXAMPLE', 'It does not work', { retryable: does === 'retries' })
    await run.step('tables', async (report) => {
      report.total(2)
      run.log('INFO', 'Something to say')
      await run.isHeld()
      report.done(1)
      if (does === 'waits') await sleep(60_000, undefined, { signal: run.signal })
    })
    await run.commit(async () => ({ result, message: 'Done' }))
  })

const workspaceEvents = parse('subscription { workspaceEvents { sequence type task { id status } } }')
const queueStats = parse('{ queueStats { kind pending running completedLastHour failedLastHour workers } }')

/** Tasks that expire are always as many: what a clean-up does is in proportion to them. */
const expired = { fromDaysAgo: 400, days: 6, tasks: 300, eventsPerTask: 4 }
const expiresAfterDays = 300

export async function liveThrough(installation: Installation, statements: Statements): Promise<void> {
  const { client, surroundings, orm, store, databases } = installation
  const { databaseUrl: url, log, logDirectory } = surroundings
  const announce = createAnnounce(orm)
  const queue = openSender({ url, applicationName, log })
  const work = (estimate: 'rate' | 'steps' = 'rate') =>
    startWorker({
      orm,
      url,
      applicationName,
      log,
      logDirectory,
      definitions,
      implementations: [implementationOf({ ...elementCreation, estimate })],
      concurrency: 5,
      retry: { delayMs: () => 50 },
      limits: { ELEMENT_CREATION: 20 },
    })

  async function start(
    name: DatabaseName,
    more: { startAfter?: Date; idempotencyKey?: string } = {},
  ): Promise<string> {
    const input = { databaseIds: [encodeGlobalID('Database', databases[name])], ...more }
    const { startElementCreation } = await client.request(StartElementCreationMutation, {
      input: input as never,
    })
    if (startElementCreation.__typename !== 'StartElementCreationPayload')
      throw new Error(startElementCreation.message)
    return startElementCreation.tasks[0]?.id ?? ''
  }
  const ended = async (taskId: string) => {
    for await (const _ of client.watchTask(taskId));
    return taskId
  }
  const cancel = (taskId: string) =>
    client.request(CancelTaskMutation, { taskId, reason: 'No longer wanted' })
  const rowOf = (taskId: string) => Buffer.from(taskId, 'base64').toString().split(':')[1]!
  const change = (taskId: string, to: string) =>
    store.query(`update task set ${to} where id = $1`, [rowOf(taskId)])
  const tomorrow = new Date(Date.now() + 86_400_000)

  const events = client.subscribe(workspaceEvents as never, {})
  const told = events.next()
  const worker = await work()
  const idempotencyKey = `again ${Date.now()}`
  const first = await ended(await start('completes', { idempotencyKey }))
  await start('completes', { idempotencyKey })
  await Promise.all([
    ended(await start('retries')),
    ended(await start('fails')),
    ended(await start('broken')),
  ])
  await told
  for (const name of databaseNames)
    await client.request(DatabaseQuery, { id: encodeGlobalID('Database', databases[name]) })
  const { retryTask } = await client.request(RetryTaskMutation, { taskId: first })
  if (retryTask.__typename === 'TaskPayload') await ended(retryTask.task.id)
  await client.request(queueStats as never, {})

  const stopped = await start('waits')
  await sleep(2_500)
  await start('waits')
  await client.request(DatabaseQuery, { id: encodeGlobalID('Database', databases.waits) })
  await cancel(stopped)
  await ended(stopped)
  const handedBack = await start('waits')
  await sleep(500)
  await worker.stop(0)
  await events.return?.()
  await cancel(handedBack)

  const other = await work('steps')
  const estimated = await start('waits')
  await sleep(500)
  await cancel(estimated)
  await ended(estimated)
  await other.stop(0)

  // Without a worker: what its sweep would find once one is back.
  const lost = await start('waits')
  await change(
    lost,
    `status = 'RUNNING', lease = gen_random_uuid(), attempt = 1, heartbeat_at = now() - interval '1 minute'`,
  )
  const overdue = await start('completes')
  await change(
    overdue,
    `status = 'RUNNING', heartbeat_at = now(), attempt_started_at = now() - interval '3 hours'`,
  )
  const waiting = await start('retries')
  await change(waiting, `available_at = now() - interval '1 hour'`)
  await store.query('delete from pgboss.job where id = $1', [rowOf(waiting)])
  await sweep({ orm, queue, announce, definitions, silenceCounts: true })
  await restoreJobs({ orm, queue, announce, definitions })
  const reset = parse('mutation ($id: ID!) { resetElementCreation(databaseId: $id) { __typename } }')
  await client.request(reset as never, { id: encodeGlobalID('Database', databases.waits) } as never)
  await cancel(waiting)
  await cancel(await start('completes', { startAfter: tomorrow }))

  await statements.during('tasks that expire', async () => {
    await preparePast(orm, expired.fromDaysAgo, expired.days)
    await writePast(store, installation.past, expired)
    // One that still waits holds up the partition of its week, whose other events go one by one.
    await store.query(
      `update task set status = 'PENDING', completed_at = null, available_at = 'infinity' where id = (
      select min(id::text)::uuid from task where workspace_id = $1)`,
      [installation.past.workspaceId],
    )
    const retention = { taskDays: expiresAfterDays, eventDays: expiresAfterDays }
    await cleanUp(orm, retention)
    await store.query(
      `update task set status = 'CANCELLED', completed_at = created_at where available_at = 'infinity'`,
    )
    await cleanUp(orm, retention)
  })
  await queue.stop()
}
