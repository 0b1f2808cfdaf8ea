import type { QuarryClient, TaskEvent } from '../src/client/client.ts'
import type { StartElementCreationInput } from '../src/client/generated/graphql.ts'
import {
  ClearCatalogMutation,
  RegisterDatabaseMutation,
  StartElementCreationMutation,
} from '../src/client/operations.ts'
import type { BenchQuarry } from './quarry.ts'

/** Registers a database, and answers with its id. */
export async function register(
  client: QuarryClient,
  connectionString: string,
  name: string,
): Promise<string> {
  const { registerDatabase } = await client.request(RegisterDatabaseMutation, {
    input: { name, connectionString },
  })
  if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(registerDatabase))
  return registerDatabase.database.id
}

type ElementOptions = Partial<StartElementCreationInput>

/** Answers with the id of the task. */
export async function startElementCreation(
  client: QuarryClient,
  databaseId: string,
  options: ElementOptions = {},
): Promise<string> {
  const { startElementCreation } = await client.request(StartElementCreationMutation, {
    input: { databaseIds: [databaseId], ...options },
  })
  if (startElementCreation.__typename !== 'StartElementCreationPayload' || !startElementCreation.tasks[0])
    throw new Error(JSON.stringify(startElementCreation))
  return startElementCreation.tasks[0].id
}

/** As a user would: starts the task and watches it over the subscription until it is COMPLETED. */
export async function createElements(
  client: QuarryClient,
  databaseId: string,
  options: ElementOptions = {},
  onEvent: (event: TaskEvent) => void = () => {},
): Promise<void> {
  const taskId = await startElementCreation(client, databaseId, options)
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
