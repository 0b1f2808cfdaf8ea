import type { QuarryClient } from '../../../src/client/client.ts'
import type { StartElementCreationInput } from '../../../src/client/generated/graphql.ts'
import { RegisterDatabaseMutation, StartElementCreationMutation } from '../../../src/client/operations.ts'

/** Registers a database and answers with its id. */
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

/** Reads its elements into the catalog, and waits until they are there. */
export async function createElements(
  client: QuarryClient,
  databaseId: string,
  options: Partial<StartElementCreationInput> = {},
): Promise<void> {
  const { startElementCreation } = await client.request(StartElementCreationMutation, {
    input: { databaseIds: [databaseId], ...options },
  })
  if (startElementCreation.__typename !== 'StartElementCreationPayload')
    throw new Error(startElementCreation.message)
  for await (const _ of client.watchTask(startElementCreation.tasks[0]!.id));
}
