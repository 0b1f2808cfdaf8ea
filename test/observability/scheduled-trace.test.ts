import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scheduleQueue } from '../../src/catalog/schedules.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { type Collector, startCollector } from './collector.ts'
import { type Observed, rowIdOf, startObserved } from './observed.ts'

let collector: Collector
let quarry: Observed
let source: TestDatabase
beforeAll(async () => {
  collector = await startCollector()
  quarry = await startObserved({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } })
  source = await createDatabase({ sql: 'create table one (id int primary key)' })
})
afterAll(async () => {
  await quarry?.stop()
  await collector?.close()
  await source?.drop()
})

describe('what a schedule starts', () => {
  it('has a trace of its own, from the schedule to the attempt', async () => {
    const databaseId = rowIdOf(await quarry.register('scheduled', source.connectionString))
    // As the queue does when the time has come.
    const boss = new PgBoss({
      connectionString: quarry.database.connectionString,
      migrate: false,
      schedule: false,
    })
    boss.on('error', () => {})
    await boss.start()
    try {
      const { rows } = await boss.getDb().executeSql('select id from workspace')
      const due = { databaseId, workspaceId: rows[0].id, userId: 'someone', role: 'ADMIN' }
      expect(await boss.send(scheduleQueue, due)).not.toBeNull()
    } finally {
      await boss.stop({ graceful: false, close: true })
    }
    const find = (name: string) => collector.spans.find((span) => span.name === name)
    expect(await waitUntil(() => find('attempt ELEMENT_CREATION') !== undefined, 20_000, 50)).toBe(true)
    expect(await waitUntil(() => find('schedule ELEMENT_CREATION') !== undefined, 20_000, 50)).toBe(true)
    const [schedule, attempt] = [find('schedule ELEMENT_CREATION')!, find('attempt ELEMENT_CREATION')!]
    expect(schedule).toMatchObject({ parentSpanId: '', service: 'quarry-worker' })
    expect(attempt).toMatchObject({ parentSpanId: schedule.spanId, traceId: schedule.traceId })
    const started = quarry.logged.find(({ msg }) => msg === 'A task was started')
    expect(started).toMatchObject({
      requestId: `schedule ${databaseId}`,
      taskId: attempt.attributes['quarry.task.id'],
    })
  })
})
