import { expect } from 'vitest'
import type { QuarryClient } from '../../src/client/client.ts'
import { StartElementCreationMutation, ViewerQuery } from '../../src/client/operations.ts'

// biome-ignore lint/suspicious/noExplicitAny: what a step asks for is what it knows the shape of
type Answer = any
/** Sends an operation of the page: the data of a query or mutation, all data of a subscription. */
export type Ask = (variables: Record<string, unknown>) => Promise<Answer>

/** All that a subscription gives, until its end. */
export async function followed(results: AsyncIterable<unknown>): Promise<unknown[]> {
  const all = []
  for await (const result of results) all.push(result)
  return all
}

/** Starts the task, now or later, and gives its id. */
export async function createElements(
  client: QuarryClient,
  databaseId: string,
  startAfter?: string,
): Promise<string> {
  const input = { databaseIds: [databaseId], startAfter }
  const { startElementCreation } = await client.request(StartElementCreationMutation, { input })
  if (startElementCreation.__typename !== 'StartElementCreationPayload' || !startElementCreation.tasks[0])
    throw new Error(JSON.stringify(startElementCreation))
  return startElementCreation.tasks[0].id
}

type Given = { connectionString: string; bookshop: string; warehouse: string }

/** What each operation of docs/migrating.md is given, and what must come of it; in the order of the page. */
export function migrated(
  client: QuarryClient,
  { connectionString, bookshop, warehouse }: Given,
): Record<string, (ask: Ask) => Promise<void>> {
  let taskId: string
  let messageId: string
  let filteredId: string

  const settle = (id: string) => followed(client.watchTask(id))
  const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()

  return {
    async CreateElements(ask) {
      await createElements(client, warehouse, tomorrow())
      const { startElementCreation } = await ask({ databaseIds: [bookshop, warehouse] })
      const { tasks, skipped } = startElementCreation
      expect(tasks).toMatchObject([{ status: 'PENDING', database: { name: 'bookshop' } }])
      expect(skipped).toMatchObject([{ reason: expect.any(String), database: { name: 'warehouse' } }])
      taskId = tasks[0].id
    },
    async CanStart(ask) {
      const { database } = await ask({ databaseId: warehouse })
      expect(database.elementCreation).toMatchObject({ canStart: false, status: 'PENDING' })
    },
    async Reset(ask) {
      const { resetElementCreation } = await ask({ databaseId: warehouse })
      const { elementCreation } = resetElementCreation.database
      expect(elementCreation).toMatchObject({ status: 'IDLE', canStart: true })
      expect(elementCreation.log).toContain('Force reset: worker died (was: PENDING)')
    },
    async Outcome(ask) {
      await settle(taskId)
      const { task } = await ask({ taskId })
      expect(task).toMatchObject({ status: 'COMPLETED', error: null })
      expect(task.result).toMatchObject({
        tables: { created: 2 },
        columns: { created: 4 },
        relationships: { created: 1 },
        failedTables: [],
      })
    },
    async Log(ask) {
      const events = await ask({ taskId })
      expect(events.length).toBeGreaterThan(2)
      expect(events.at(-1).taskEvents).toMatchObject({ level: 'INFO', progress: 1 })
    },
    async Cancel(ask) {
      taskId = await createElements(client, warehouse, tomorrow())
      const { cancelTask } = await ask({ taskId })
      expect(cancelTask.task).toMatchObject({ status: 'CANCELLED', cancelReason: 'the wrong database' })
    },
    async Retry(ask) {
      const { retryTask } = await ask({ taskId })
      expect(retryTask.task).toMatchObject({ status: 'PENDING', retryOf: { id: taskId } })
      await settle(retryTask.task.id)
    },
    async TrainSchema(ask) {
      const { startElementCreation } = await ask({ databaseId: bookshop })
      expect(startElementCreation).toMatchObject({ tasks: [{ id: expect.any(String) }], skipped: [] })
      taskId = startElementCreation.tasks[0].id
      await settle(taskId)
    },
    async Jobs(ask) {
      const { viewer } = await client.request(ViewerQuery, {})
      const { task, tasks } = await ask({ taskId, me: viewer.userId })
      expect(task).toMatchObject({ kind: 'ELEMENT_CREATION', status: 'COMPLETED', progress: 1 })
      expect(tasks.nodes[0]).toMatchObject({ id: taskId })
    },
    async Cache(ask) {
      const { clearCatalog, scheduleElementCreation } = await ask({ databaseId: warehouse })
      expect(clearCatalog.database.catalog.tableCount).toBe(0)
      expect(scheduleElementCreation.database.schedule).toMatchObject({ cron: '0 2 * * 0' })
    },
    async Plan(ask) {
      const { filterPlan } = await ask({ connectionString })
      expect(filterPlan.plan.subjects).toMatchObject([{ table: 'customers', sql: expect.any(String) }])
    },
    async CreateFiltered(ask) {
      const { startFilteredDatabase } = await ask({ connectionString })
      taskId = startFilteredDatabase.task.id
    },
    async FilteredJob(ask) {
      await settle(taskId)
      const { task } = await ask({ taskId })
      expect(task).toMatchObject({ status: 'COMPLETED', progress: 1, error: null, warnings: [] })
      // All orders are of seven customers.
      expect(task.filteredDatabase).toMatchObject({ rowCount: 47, connectionString: expect.any(String) })
      filteredId = task.filteredDatabase.id
    },
    async FilteredJobs(ask) {
      expect((await ask({})).tasks).toMatchObject({ totalCount: 1, nodes: [{ id: taskId }] })
    },
    async DropFiltered(ask) {
      expect(await ask({ id: filteredId })).toEqual({ dropFilteredDatabase: { id: filteredId } })
    },
    async Ask(ask) {
      const { createMessage } = await ask({ databaseId: bookshop })
      messageId = createMessage.message.id
    },
    async StartChart(ask) {
      const { startChart } = await ask({ messageId })
      expect(startChart).toMatchObject({ chart: null, task: { status: 'PENDING', currentStep: 'queued' } })
      taskId = startChart.task.id
    },
    async ChartProgress(ask) {
      const events = await ask({ taskId })
      expect(events.at(-1).taskEvents).toMatchObject({ status: 'COMPLETED', progress: 1 })
      expect(events.at(-1).taskEvents.task.steps.map(({ name }: { name: string }) => name)).toEqual([
        'queued',
        'data_extraction',
        'llm_generation',
        'schema_creation',
      ])
    },
    async ChartResult(ask) {
      const { task, messageCharts } = await ask({ taskId, messageId })
      expect(task.chart.svg).toMatch(/^<svg/)
      expect(messageCharts).toMatchObject({ hasActiveTasks: false, charts: [{ id: task.chart.id }] })
    },
    async Adjust(ask) {
      const { startChart } = await ask({ messageId })
      await settle(startChart.task.id)
    },
    async QueueLength(ask) {
      const { queueStats } = await ask({})
      expect(queueStats.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
        'CHART',
        'ELEMENT_CREATION',
        'FILTERED_DATABASE',
      ])
    },
  }
}
