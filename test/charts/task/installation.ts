import type { QuarryClient } from '../../../src/client/client.ts'
import type { CreateMessageInput, StartChartInput } from '../../../src/client/generated/graphql.ts'
import {
  ChartQuery,
  ChartTaskQuery,
  CreateMessageMutation,
  StartChartMutation,
} from '../../../src/client/operations.ts'
import { register as registerAs } from '../../server/tasks.ts'

/** Sales small enough to be added up by hand, in a database with a reference. */
export const sales = `
CREATE TABLE region (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE sale (id int PRIMARY KEY, region_id int NOT NULL REFERENCES region, sold_on date NOT NULL,
  amount numeric(10,2) NOT NULL, paid boolean NOT NULL);
INSERT INTO region VALUES (1, 'North'), (2, 'South'), (3, 'East'), (4, 'West');
INSERT INTO sale SELECT i, i % 4 + 1, date '2025-01-01' + i % 365, (i % 50) * 1.5, i % 3 = 0 FROM generate_series(1, 1000) i;
ANALYZE`

export const totals = `SELECT r.name AS region, sum(s.amount) AS total
  FROM sale s JOIN region r ON r.id = s.region_id GROUP BY r.name`

/** Runs for as long as it is let. */
export const endless = 'SELECT count(*) AS n FROM generate_series(1, 100000000000) AS i WHERE i % 7 = 3'

export const register = (client: QuarryClient, connectionString: string, name = 'sales') =>
  registerAs(client, connectionString, name)

export const ask = async (client: QuarryClient, input: CreateMessageInput) =>
  (await client.request(CreateMessageMutation, { input })).createMessage

export async function message(client: QuarryClient, input: CreateMessageInput): Promise<string> {
  const made = await ask(client, input)
  if (made.__typename !== 'MessagePayload') throw new Error(JSON.stringify(made))
  return made.message.id
}

export const tryStart = async (client: QuarryClient, input: StartChartInput) =>
  (await client.request(StartChartMutation, { input })).startChart

export async function start(client: QuarryClient, input: StartChartInput) {
  const started = await tryStart(client, input)
  if (started.__typename !== 'StartChartPayload') throw new Error(JSON.stringify(started))
  return started
}

export async function taskOf(client: QuarryClient, id: string) {
  const { task } = await client.request(ChartTaskQuery, { id })
  return task as Extract<typeof task, { sourceMessage: unknown }>
}

/** The task once it is settled. */
export async function settled(client: QuarryClient, taskId: string) {
  for await (const _ of client.watchTask(taskId));
  return (await taskOf(client, taskId))!
}

/** A new task's end. */
export async function drawn(client: QuarryClient, input: StartChartInput) {
  const { task } = await start(client, input)
  if (!task) throw new Error('No task was started')
  return settled(client, task.id)
}

/** A new chart, whole. */
export async function chartOf(client: QuarryClient, input: StartChartInput) {
  const task = await drawn(client, input)
  if (!task.chart) throw new Error(JSON.stringify(task))
  return (await client.request(ChartQuery, { id: task.chart.id })).chart!
}

/** What is drawn: the values of a chart's fields, whatever they are called, as rows that are sorted. */
export const pairs = (data: readonly Record<string, unknown>[]) =>
  data.map((row) => Object.values(row).filter((value) => value !== null)).sort()
