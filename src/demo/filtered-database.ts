import pg from 'pg'
import type { QuarryClient } from '../client/client.ts'
import {
  FilteredDatabaseQuery,
  FilteredDatabaseTaskQuery,
  FilterPlanQuery,
  StartFilteredDatabaseMutation,
} from '../client/operations.ts'
import { progressBar } from './progress-bar.ts'
import { textTable } from './text-table.ts'

export const prompt = 'Extract customers from last 6 months with 3+ purchases'

const query = `select full_name, country_code as country, count(*)::int as orders, max(ordered_at)::date::text as latest
  from shop.customers join shop.orders using (customer_id)
  group by customer_id order by orders desc, customer_id limit 5`

type Say = (text?: string) => void

/** The plan of the prompt before a row is copied, then the database, and a question to it with its own login. */
export async function showFilteredDatabase(
  client: QuarryClient,
  databaseId: string,
  say: Say,
): Promise<void> {
  const source = { databaseId }
  await showPlan(client, source, say)
  const { startFilteredDatabase } = await client.request(StartFilteredDatabaseMutation, {
    input: { source, prompt },
  })
  if (startFilteredDatabase.__typename !== 'StartFilteredDatabasePayload')
    throw new Error(startFilteredDatabase.message)
  const made = await watch(client, startFilteredDatabase.task.id)
  say(`\n${tableOfRows(made.tables)}\n`)
  await ask(client, made.id, say)
}

async function showPlan(client: QuarryClient, source: { databaseId: string }, say: Say): Promise<void> {
  const { filterPlan } = await client.request(FilterPlanQuery, { input: { source, prompt } })
  if (filterPlan.__typename !== 'FilterPlanPayload') throw new Error(filterPlan.message)
  const { planner, summary, subjects, tables } = filterPlan.plan
  const kept = tables.filter(({ role }) => role !== 'EMPTY')
  say(`\n"${prompt}"\n
The plan (${planner}): ${summary}
${subjects.map(({ sql }) => indent(sql)).join('\n')}

From the ${kept.length} of ${tables.length} tables that have rows to keep:
`)
  say(
    textTable(
      ['table', 'role', 'rows, about'],
      kept.map(({ schema, table, role, estimatedRows }) => [
        `${schema}.${table}`,
        role,
        estimatedRows === null || estimatedRows === undefined ? '?' : Number(estimatedRows),
      ]),
    ),
  )
  say()
}

async function watch(client: QuarryClient, taskId: string) {
  const bar = progressBar()
  let last = ''
  for await (const event of client.watchTask(taskId)) {
    bar.show(event.progress, event.message)
    last = event.message
  }
  const { task } = await client.request(FilteredDatabaseTaskQuery, { id: taskId })
  const made = task?.__typename === 'FilteredDatabaseTask' ? task.filteredDatabase : null
  if (!made) throw new Error(`The filtered database was not made: ${last}`)
  bar.end(`Made the filtered database in ${Math.round(task?.durationMs ?? 0)} ms. ${last}`)
  return made
}

type Rows = { schema: string; name: string; sourceRows: unknown; rows: unknown; referencedRows: unknown }

const tableOfRows = (tables: readonly Rows[]) =>
  textTable(
    ['table', 'in the source', 'kept', 'only by reference'],
    tables
      .filter(({ rows }) => Number(rows) > 0)
      .map(({ schema, name, sourceRows, rows, referencedRows }) => [
        `${schema}.${name}`,
        Number(sourceRows),
        Number(rows),
        Number(referencedRows),
      ]),
  )

async function ask(client: QuarryClient, id: string, say: Say): Promise<void> {
  const { filteredDatabase } = await client.request(FilteredDatabaseQuery, { id })
  const { connectionString, databaseName } = filteredDatabase!
  const connection = new pg.Client({ connectionString })
  await connection.connect()
  try {
    const { rows, fields } = await connection.query<Record<string, string | number>>(query)
    say(`${databaseName}=> ${query};`)
    say(
      textTable(
        fields.map(({ name }) => name),
        rows.map((row) => Object.values(row)),
      ),
    )
    say(`(${rows.length} rows)\n\n  psql ${connectionString}`)
  } finally {
    await connection.end()
  }
}

const indent = (text: string) =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
