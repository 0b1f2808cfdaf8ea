import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { introspects } from '../app/limits.ts'
import { createQuarryClient, type QuarryClient } from '../client/client.ts'
import {
  DatabaseQuery,
  DatabasesQuery,
  ElementCreationTaskQuery,
  RegisterDatabaseMutation,
  StartElementCreationMutation,
  UpdateDatabaseMutation,
} from '../client/operations.ts'
import type { Config } from '../config.ts'
import type { Log } from '../platform/log.ts'
import { type Standalone, startStandalone } from '../standalone.ts'
import { createBookshop } from './bookshop.ts'
import { showChart } from './chart.ts'
import { showFilteredDatabase } from './filtered-database.ts'
import { progressBar } from './progress-bar.ts'

const sampleName = 'bookshop'
const reader = 'bookshop_reader'
const say = (text = '') => process.stdout.write(`${text}\n`)

/** Shows the main job on a sample database, through the public API alone, and goes on serving. */
export async function startDemo(config: Config, log: Log, stopping?: AbortSignal): Promise<Standalone> {
  say('Starting Quarry …')
  const standalone = await startStandalone(config, log, stopping)
  try {
    const { url, accessToken } = standalone
    const client = createQuarryClient({ url, token: accessToken })
    const connectionString = await createSample(
      config.DATABASE_URL ?? standalone.embedded!.connectionString('postgres'),
    )
    const databaseId = await register(client, connectionString)
    await createElements(client, databaseId)
    await showCounts(client, databaseId)
    await showFilteredDatabase(client, databaseId, say)
    await showChart(client, { databaseId, url, directory: config.DATA_DIR }, say)
    await client.close()
    say(whatToTry(standalone, introspects(config)))
    return standalone
  } catch (error) {
    await standalone.stop()
    throw error
  }
}

/** Makes the sample where it is not there yet. @returns how its reader, who can change nothing, connects to it */
async function createSample(serverUrl: string): Promise<string> {
  const sampleUrl = new URL(serverUrl)
  sampleUrl.pathname = `/${sampleName}`
  const password = randomBytes(18).toString('base64url')
  await withClient(serverUrl, async (server) => {
    const { rowCount } = await server.query('select from pg_database where datname = $1', [sampleName])
    if (rowCount === 0) await server.query(`create database ${sampleName}`)
  })
  await withClient(sampleUrl.href, async (sample) => {
    const { rowCount } = await sample.query(`select from pg_namespace where nspname = 'shop'`)
    if (rowCount === 0) {
      const bar = progressBar()
      const { tables, rows } = await createBookshop(sample, {
        asOf: today(),
        onProgress: (done, total, table) => bar.show(done / total, `Making the sample database: ${table}`),
      })
      bar.end(
        `Made the sample database ${sampleName}: ${tables} tables, ${rows.toLocaleString('en-US')} rows`,
      )
    }
    const role = await sample.query('select from pg_roles where rolname = $1', [reader])
    const verb = role.rowCount === 0 ? 'create' : 'alter'
    await sample.query(`${verb} role ${reader} login password ${pg.escapeLiteral(password)}`)
    await sample.query(`grant usage on schema shop, stock to ${reader};
      grant select on all tables in schema shop, stock to ${reader}`)
  })
  return Object.assign(sampleUrl, { username: reader, password }).href
}

/** The same day makes the same sample. */
function today(): Date {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()))
}

async function withClient(
  connectionString: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** A second demo on the same data finds the database registered, and gives it the reader's new password. */
async function register(client: QuarryClient, connectionString: string): Promise<string> {
  const { databases } = await client.request(DatabasesQuery, { search: sampleName })
  const known = databases.nodes.find(({ name }) => name === sampleName)
  const result = known
    ? (await client.request(UpdateDatabaseMutation, { input: { id: known.id, connectionString } }))
        .updateDatabase
    : (await client.request(RegisterDatabaseMutation, { input: { name: sampleName, connectionString } }))
        .registerDatabase
  if (result.__typename !== 'DatabasePayload')
    throw new Error(`The sample could not be registered: ${result.message}`)
  return result.database.id
}

async function createElements(client: QuarryClient, databaseId: string): Promise<void> {
  const { startElementCreation } = await client.request(StartElementCreationMutation, {
    input: { databaseIds: [databaseId] },
  })
  if (startElementCreation.__typename !== 'StartElementCreationPayload')
    throw new Error(startElementCreation.message)
  const [task] = startElementCreation.tasks
  if (!task) throw new Error(startElementCreation.skipped[0]?.reason)
  const bar = progressBar()
  let last = ''
  for await (const event of client.watchTask(task.id)) {
    bar.show(event.progress, event.message)
    last = event.message
  }
  const { task: settled } = await client.request(ElementCreationTaskQuery, { id: task.id })
  if (settled?.status !== 'COMPLETED') throw new Error(`The element creation did not complete: ${last}`)
  bar.end(`Created the elements in ${Math.round(settled.durationMs ?? 0)} ms. ${last}`)
}

async function showCounts(client: QuarryClient, databaseId: string): Promise<void> {
  const { database } = await client.request(DatabaseQuery, { id: databaseId })
  const { tableCount, columnCount, relationshipCount } = database!.catalog
  say(
    `\nThe catalog of ${sampleName} holds ${tableCount} tables, ${columnCount} columns and ${relationshipCount} relationships.`,
  )
}

const firstQuery = `{
    databases(search: "${sampleName}") {
      nodes {
        tables(first: 3, search: "order") {
          nodes { schema name comment columns { name dataType isPrimaryKey isForeignKey } }
        }
      }
    }
  }`

/** @param hasGraphiql whether it is served: it goes with introspection */
export const whatToTry = (
  { url, accessToken }: Pick<Standalone, 'url' | 'accessToken'>,
  hasGraphiql: boolean,
): string => `
Quarry is ready:  ${url}/graphql
The dashboard:    ${url}/#token=${accessToken}
${hasGraphiql ? `GraphiQL:         ${url}/graphql#token=${accessToken}\n` : ''}
A first query:

  ${firstQuery}

With curl:

  curl ${url}/graphql -H 'authorization: Bearer ${accessToken}' -H 'content-type: application/json' \\
    -d '${JSON.stringify({ query: firstQuery.replace(/\s+/g, ' ') })}'

Ctrl-C stops everything.`
