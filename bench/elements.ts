import type { QuarryClient, TaskEvent } from '../src/client/client.ts'
import {
  ClearCatalogMutation,
  RegisterDatabaseMutation,
  StartElementCreationMutation,
} from '../src/client/operations.ts'
import type { BenchQuarry } from './quarry.ts'

export async function register(
  client: QuarryClient,
  name: string,
  connectionString: string,
): Promise<string> {
  const { registerDatabase } = await client.request(RegisterDatabaseMutation, {
    input: { name, connectionString },
  })
  if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(registerDatabase.message)
  return registerDatabase.database.id
}

export async function startElementCreation(client: QuarryClient, databaseId: string): Promise<string> {
  const { startElementCreation } = await client.request(StartElementCreationMutation, {
    input: { databaseIds: [databaseId] },
  })
  if (startElementCreation.__typename !== 'StartElementCreationPayload')
    throw new Error(startElementCreation.message)
  const [task] = startElementCreation.tasks
  if (!task) throw new Error(startElementCreation.skipped[0]?.reason)
  return task.id
}

/** As a user would: starts the task and watches it over the subscription until it is COMPLETED. */
export async function createElements(
  client: QuarryClient,
  databaseId: string,
  onEvent: (event: TaskEvent) => void = () => {},
): Promise<void> {
  const taskId = await startElementCreation(client, databaseId)
  for await (const event of client.watchTask(taskId)) {
    onEvent(event)
    if (event.type === 'COMPLETED') return
    if (event.type === 'FAILED' || event.type === 'CANCELLED') throw new Error(event.message)
  }
  throw new Error('The subscription ended before its task did')
}

export async function emptyCatalog({ client, store }: BenchQuarry, databaseId: string): Promise<void> {
  const { clearCatalog } = await client.request(ClearCatalogMutation, { databaseId })
  if (clearCatalog.__typename !== 'DatabasePayload') throw new Error(clearCatalog.message)
  await store.query('vacuum (analyze) catalog_table, catalog_column, catalog_relationship')
}
