import { randomBytes } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Definitions } from '../../../src/filtered/definitions/definition.ts'
import { afterData, beforeData } from '../../../src/filtered/definitions/phases.ts'
import { readDefinitions } from '../../../src/filtered/definitions/read.ts'
import { runPhases } from '../../../src/filtered/definitions/run.ts'
import { fitTo } from '../../../src/filtered/definitions/target.ts'

export type Session = {
  client: pg.Client
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

export async function connect(connectionString: string): Promise<Session> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  return {
    client,
    query: async (text, values) =>
      (values ? await client.query(text, values) : await client.query(text)).rows,
    close: () => client.end(),
  }
}

export async function withSession<T>(
  connectionString: string,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await connect(connectionString)
  try {
    return await use(session)
  } finally {
    await session.close()
  }
}

export const definitionsOf = (connectionString: string): Promise<Definitions> =>
  withSession(connectionString, readDefinitions)

/** What can be compared between two databases: everything but ids, and where sequences stand. */
export const comparable = ({ definitions }: Definitions) =>
  definitions
    .filter(({ kind }) => kind !== 'SEQUENCE VALUE')
    .map(({ kind, name, sql }) => `${kind} ${name}: ${sql}`)
    .sort()

export type EmptyDatabase = {
  /** As its owner, a role that may do nothing else on the server. */
  connectionString: string
  name: string
  drop(): Promise<void>
}

/** A fresh database with a fresh owner. */
export async function createOwnedDatabase(superuserUrl: string): Promise<EmptyDatabase> {
  const name = `owned_${randomBytes(8).toString('hex')}`
  await withSession(superuserUrl, async ({ query }) => {
    await query(`CREATE ROLE ${name} LOGIN PASSWORD 'secret' NOSUPERUSER NOCREATEDB NOCREATEROLE`)
    await query(`CREATE DATABASE ${name} OWNER ${name} TEMPLATE template0`)
  })
  const url = new URL(superuserUrl)
  url.pathname = name
  url.username = name
  url.password = 'secret'
  const drop = () =>
    withSession(superuserUrl, async ({ query }) => {
      await query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await query(`DROP ROLE IF EXISTS ${name}`)
    })
  return { connectionString: url.href, name, drop }
}

/** Makes the source's database anew in the target, with all its rows, over three sessions. */
export async function rebuild(sourceUrl: string, targetUrl: string): Promise<Definitions> {
  const source = await connect(sourceUrl)
  const targets = await Promise.all([connect(targetUrl), connect(targetUrl), connect(targetUrl)] as const)
  try {
    const definitions = await fitTo(await readDefinitions(source), targets[0])
    await runPhases([...targets], beforeData(definitions))
    await copyRows(source, targets[0])
    await runPhases([...targets], afterData(definitions))
    return definitions
  } finally {
    for (const session of [source, ...targets]) await session.close()
  }
}

async function copyRows(source: Session, target: Session) {
  const tables = await source.query<{ name: string; columns: string | null }>(`
    SELECT format('%I.%I', n.nspname, c.relname) AS name, string_agg(quote_ident(a.attname), ', ') AS columns
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' GROUP BY 1`)
  for (const { name, columns } of tables) {
    await pipeline(
      source.client.query(copyTo(`COPY (SELECT ${columns ?? ''} FROM ONLY ${name}) TO STDOUT`)),
      target.client.query(copyFrom(`COPY ${name} ${columns ? `(${columns})` : ''} FROM STDIN`)),
    )
  }
}
