import type { QuarryClient } from '../../src/client/client.ts'
import {
  FilterPlanQuery,
  RegisterDatabaseMutation,
  StartFilteredDatabaseMutation,
  TestConnectionMutation,
  UpdateDatabaseMutation,
} from '../../src/client/operations.ts'
import { ofTen } from '../filtered/task/installation.ts'

let registered = 0

/** What each way out that a client can name says of the connection string. */
export async function answersTo(client: QuarryClient, connectionString: string, databaseId: string) {
  const sourced = { source: { connectionString }, plan: ofTen }
  const { filterPlan } = await client.request(FilterPlanQuery, { input: sourced })
  const { startFilteredDatabase } = await client.request(StartFilteredDatabaseMutation, { input: sourced })
  return { ...(await connectingTo(client, connectionString, databaseId)), filterPlan, startFilteredDatabase }
}

/** The ways that lead to a source of any engine. */
export async function connectingTo(client: QuarryClient, connectionString: string, databaseId: string) {
  const { testConnection } = await client.request(TestConnectionMutation, { input: { connectionString } })
  const { registerDatabase } = await client.request(RegisterDatabaseMutation, {
    input: { name: `registered ${registered++}`, connectionString },
  })
  const { updateDatabase } = await client.request(UpdateDatabaseMutation, {
    input: { id: databaseId, connectionString },
  })
  return { testConnection, registerDatabase, updateDatabase }
}

export type Failure = { __typename?: string; reason?: string; message?: string }
export const reasons = (answers: Record<string, Failure | null | undefined>) =>
  new Set(Object.values(answers).map((answer) => answer?.reason ?? answer?.__typename))
