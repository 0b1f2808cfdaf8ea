import type { QuarryClient } from '../../src/client/client.ts'
import type { StartFilteredDatabaseInput } from '../../src/client/generated/graphql.ts'
import {
  DropFilteredDatabaseMutation,
  FilteredDatabaseTaskQuery,
  StartFilteredDatabaseMutation,
} from '../../src/client/operations.ts'

export type Made = {
  id: string
  /** From the start's answer being asked for to the event that says COMPLETED. */
  ms: number
  /** From the beginning of each step to that of the next, as events tell. */
  stepMs: Map<string, number>
  rows: Map<string, number>
  totalRows: number
  sizeBytes: number
}

/** As a user would: starts the task and watches it over the subscription until it is COMPLETED. */
export async function makeFiltered(client: QuarryClient, input: StartFilteredDatabaseInput): Promise<Made> {
  const begun = performance.now()
  const { startFilteredDatabase } = await client.request(StartFilteredDatabaseMutation, { input })
  if (startFilteredDatabase.__typename !== 'StartFilteredDatabasePayload')
    throw new Error(JSON.stringify(startFilteredDatabase))
  const starts = new Map<string, number>()
  let end = 0
  for await (const event of client.watchTask(startFilteredDatabase.task.id)) {
    if (event.type === 'FAILED' || event.type === 'CANCELLED') throw new Error(event.message)
    if (event.currentStep && !starts.has(event.currentStep))
      starts.set(event.currentStep, Date.parse(event.at))
    end = Date.parse(event.at)
  }
  const ms = performance.now() - begun
  const { task } = await client.request(FilteredDatabaseTaskQuery, { id: startFilteredDatabase.task.id })
  const made = task?.__typename === 'FilteredDatabaseTask' ? task.filteredDatabase : null
  if (!made) throw new Error('The task has no database')
  const steps = [...starts]
  return {
    id: made.id,
    ms,
    stepMs: new Map(steps.map(([name, at], index) => [name, (steps[index + 1]?.[1] ?? end) - at])),
    rows: new Map(made.tables.map(({ name, rows }) => [name, Number(rows)])),
    totalRows: Number(made.rowCount),
    sizeBytes: Number(made.sizeBytes),
  }
}

export async function dropFiltered(client: QuarryClient, id: string): Promise<void> {
  const { dropFilteredDatabase } = await client.request(DropFilteredDatabaseMutation, { id })
  if (dropFilteredDatabase.__typename !== 'RemovedPayload') throw new Error(dropFilteredDatabase.message)
}
