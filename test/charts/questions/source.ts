import pg from 'pg'
import { readStructure } from '../../../src/filtered/postgresql/structure.ts'
import type { Structure } from '../../../src/filtered/structure.ts'
import { createDatabase } from '../../postgres.ts'

/** A database on the tests' server, as a question finds it. */
export type Source = {
  structure: Structure
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
  /** Cells as text, as PostgreSQL writes them. */
  table(
    text: string,
    values?: unknown[],
  ): Promise<{ columns: string[]; types: number[]; rows: (string | null)[][] }>
  close(): Promise<void>
}

const asText = {
  getTypeParser: () => (text: string | Buffer) => text.toString(),
} as unknown as pg.CustomTypesConfig

/** @param timezone of the session; questions are to be answered in UTC whatever it is */
export async function openSource(
  fill: string | ((client: pg.Client) => Promise<unknown>),
  timezone = 'UTC',
): Promise<Source> {
  const database = await createDatabase()
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  await client.query(`SET timezone = '${timezone}'`)
  await (typeof fill === 'string' ? client.query(fill) : fill(client))
  await client.query(`SET search_path = ''`)
  const query = async <Row>(text: string, values?: unknown[]) =>
    (await client.query(text, values)).rows as Row[]
  return {
    structure: await readStructure({ query }),
    query,
    async table(text, values) {
      const { fields, rows } = await client.query({ text, values, rowMode: 'array', types: asText })
      return {
        columns: fields.map(({ name }) => name),
        types: fields.map(({ dataTypeID }) => dataTypeID),
        rows: rows as (string | null)[][],
      }
    },
    async close() {
      await client.end()
      await database.drop()
    },
  }
}

/** Rows whatever their order and that of their columns; numbers by their value, rounded. */
export const sortedRows = (rows: (string | null)[][]): string[] =>
  rows.map((row) => row.map(cell).sort().join(' | ')).sort()

const cell = (value: string | null) => {
  if (value === null) return '(no value)'
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value) ? String(Number(Number(value).toFixed(6))) : value
}
