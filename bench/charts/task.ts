import type { QuarryClient } from '../../src/client/client.ts'
import type { CreateMessageInput } from '../../src/client/generated/graphql.ts'
import { ChartTaskQuery, CreateMessageMutation, StartChartMutation } from '../../src/client/operations.ts'

export async function createMessage(client: QuarryClient, input: CreateMessageInput): Promise<string> {
  const { createMessage } = await client.request(CreateMessageMutation, { input })
  if (createMessage.__typename !== 'MessagePayload') throw new Error(JSON.stringify(createMessage))
  return createMessage.message.id
}

/** As a user would: starts a chart of the message and watches its task over the subscription. How long until it is COMPLETED. */
export async function drawChart(
  client: QuarryClient,
  messageId: string,
): Promise<{ taskId: string; ms: number }> {
  const begun = performance.now()
  const { startChart } = await client.request(StartChartMutation, {
    input: { messageId, forceCreate: true },
  })
  if (startChart.__typename !== 'StartChartPayload') throw new Error(JSON.stringify(startChart))
  const taskId = startChart.task!.id
  for await (const event of client.watchTask(taskId)) {
    if (event.type === 'COMPLETED') return { taskId, ms: performance.now() - begun }
    if (event.type === 'FAILED' || event.type === 'CANCELLED') throw new Error(event.message)
  }
  throw new Error('The subscription ended before its task did')
}

export type Drawn = { title: string; mark: string; notes: readonly string[] }

export async function chartOf(client: QuarryClient, taskId: string): Promise<Drawn> {
  const { task } = await client.request(ChartTaskQuery, { id: taskId })
  const chart = task && 'chart' in task ? task.chart : null
  if (!chart) throw new Error('The task has no chart')
  return chart
}
