import { encodeGlobalID } from '@pothos/plugin-relay'
import { parse } from 'graphql'
import { encodeCursor } from '../../src/graphql/cursors.ts'
import type { Installation } from './installation.ts'
import type { Statements } from './statements.ts'

/** Every list that a client can ask for, from its beginning and from a place deep in it. */

const tasks = parse(`query ($first: Int, $last: Int, $after: String, $before: String, $filter: TaskFilter) {
  tasks(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
    pageInfo { hasNextPage } edges { cursor node { id kind status progress } }
  }
}`)
const events = parse(`query ($id: ID!, $first: Int, $last: Int, $after: String, $minLevel: LogLevel) {
  task(id: $id) { events(first: $first, last: $last, after: $after, minLevel: $minLevel) { edges { cursor node { type message } } } }
}`)
const counted = parse('query ($filter: TaskFilter) { tasks(first: 1, filter: $filter) { totalCount } }')
const countedEvents = parse('query ($id: ID!) { task(id: $id) { events(first: 1) { totalCount } } }')

/**
 * What grows with what there is, and why. A list is counted only for a client that asks for `totalCount`. A filter of two
 * conditions reads the tasks that meet one of them, which are those of one database; one of several kinds, of which there are none,
 * reads them all.
 */
export const inherent = [
  /, counted$/,
  /^tasks of a database that has had no CANCELLED/,
  /^tasks of two kinds that have none/,
]

export async function askForLists(
  { client, store, past }: Installation,
  statements: Statements,
  longTaskId: string,
): Promise<void> {
  const ask = (what: string, document: unknown, variables: Record<string, unknown>) =>
    statements.during(what, () => client.request(document as never, variables as never))
  const { rows } = await store.query<{ oldest: string; middle: string; at: Date }>(
    `select min(id::text) as oldest, percentile_disc(0.5) within group (order by id::text) as middle,
      uuid_extract_timestamp(percentile_disc(0.05) within group (order by id::text)::uuid) as at from task`,
  )
  const { middle, at } = rows[0]!
  const databaseId = (id: string) => encodeGlobalID('Database', id)
  const filters: Record<string, Record<string, unknown> | undefined> = {
    'all tasks': undefined,
    'of a kind': { kinds: ['ELEMENT_CREATION'] },
    'of two kinds': { kinds: ['ELEMENT_CREATION', 'FILTERED_DATABASE'] },
    'of a kind that has none': { kinds: ['CHART'] },
    'of two kinds that have none': { kinds: ['CHART', 'FILTERED_DATABASE'] },
    'that failed': { statuses: ['FAILED'] },
    'that run or wait': { statuses: ['PENDING', 'RUNNING', 'CANCELLING'] },
    'that ended': { statuses: ['COMPLETED', 'FAILED', 'CANCELLED'] },
    'of a kind that failed': { kinds: ['ELEMENT_CREATION'], statuses: ['FAILED'] },
    'of a database': { databaseId: databaseId(past.busy[0]!) },
    'of a database that failed': { databaseId: databaseId(past.busy[0]!), statuses: ['FAILED'] },
    'of a database that has had none for long': { databaseId: databaseId(past.former) },
    'of a database that has had no CANCELLED': {
      databaseId: databaseId(past.broken),
      statuses: ['CANCELLED'],
    },
    'of a maker': { createdBy: 'user 1' },
    'of a maker who has made none for long': { createdBy: past.formerMaker },
    'made before a time long past': { createdBefore: at },
    'made after a time long past': { createdAfter: at },
    'made lately': { createdAfter: new Date(Date.now() - 3_600_000) },
  }
  for (const [what, filter] of Object.entries(filters)) {
    await ask(`tasks ${what}, first page`, tasks, { filter })
    await ask(`tasks ${what}, deep page`, tasks, { filter, first: 20, after: encodeCursor('Task', [middle]) })
    await ask(`tasks ${what}, last page`, tasks, { filter, last: 20 })
  }
  const id = encodeGlobalID('ElementCreationTask', longTaskId)
  const [{ count }] = (
    await store.query('select last_sequence as count from task where id = $1', [longTaskId])
  ).rows as [{ count: number }]
  const deep = encodeCursor('TaskEvent', [longTaskId, Math.floor(count / 2)])
  await ask('events, first page', events, { id })
  await ask('events, deep page', events, { id, first: 20, after: deep })
  await ask('events, last page', events, { id, last: 20 })
  await ask('events of a level, first page', events, { id, minLevel: 'INFO' })
  await ask('tasks all tasks', counted, {})
  await ask('events of a task', countedEvents, { id })
}
