import type { QuarryClient, TaskEvent } from '../src/client/client.ts'
import { RegisterDatabaseMutation, StartElementCreationMutation } from '../src/client/operations.ts'

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

/** Answers with the id of the task. */
export async function startElementCreation(client: QuarryClient, databaseId: string): Promise<string> {
  const { startElementCreation } = await client.request(StartElementCreationMutation, {
    input: { databaseIds: [databaseId] },
  })
  if (startElementCreation.__typename !== 'StartElementCreationPayload' || !startElementCreation.tasks[0])
    throw new Error(JSON.stringify(startElementCreation))
  return startElementCreation.tasks[0].id
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
