import { startTaskWorker } from '../../src/app.ts'
import type { QuarryClient } from '../../src/client/client.ts'
import { DatabaseQuery, DatabasesQuery, RemoveDatabaseMutation } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import type { TestQuarry } from '../quarry.ts'
import type { Gate } from './gate.ts'
import { linesOf } from './program.ts'

export type Printed = {
  /** All that the program printed. */
  lines: string[]
  /** Of the lines that show events, as `1 QUEUED Waiting for a worker`. */
  events: { sequence: number; type: string }[]
  /** Connections that it made after the one it had was cut. */
  comebacks: number
}

/**
 * Runs a program that registers the source, starts element creation and prints each event, and cuts its connection behind the
 * first one. The whole work is done, by a worker that starts then, before the program can connect again.
 */
export async function runThroughLoss({
  file,
  quarry,
  gate,
  source,
}: {
  file: string
  quarry: TestQuarry
  gate: Gate
  source: string
}): Promise<Printed> {
  const env = { QUARRY_URL: gate.url, QUARRY_TOKEN: quarry.token, SOURCE_URL: source }
  const lines: string[] = []
  let passed = 0
  try {
    for await (const line of linesOf(file, env)) {
      lines.push(line)
      if (lines.length > 1) continue
      gate.shut()
      await work(quarry)
      passed = gate.passed
      gate.open()
    }
    const events = lines.flatMap((line) => {
      const [, sequence, type] = /^(\d+) ([A-Z]+) /.exec(line) ?? []
      return type ? [{ sequence: Number(sequence), type }] : []
    })
    return { lines, events, comebacks: gate.passed - passed }
  } finally {
    gate.open()
    await forget(quarry.client)
  }
}

const only = async (client: QuarryClient) => {
  const { databases } = await client.request(DatabasesQuery, { first: 2 })
  if (databases.nodes.length !== 1) throw new Error('The program registered no database')
  return databases.nodes[0]!.id
}

/** Has a worker do the work of the one database there is, from its start to its end. */
export async function work(quarry: TestQuarry): Promise<void> {
  const id = await only(quarry.client)
  const worker = await startTaskWorker(quarry.surroundings)
  const isDone = async () => {
    const { database } = await quarry.client.request(DatabaseQuery, { id })
    return database?.elementCreation.status === 'COMPLETED'
  }
  const done = await waitUntil(isDone, 20_000)
  await worker.stop(1_000)
  if (!done) throw new Error('The task did not complete')
}

/** The next program registers a database of the same name. */
export async function forget(client: QuarryClient): Promise<void> {
  const { databases } = await client.request(DatabasesQuery, { first: 100 })
  for (const { id } of databases.nodes) await client.request(RemoveDatabaseMutation, { id })
}
