import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { QuarryClient } from '../client/client.ts'
import {
  ChartPictureQuery,
  ChartTaskQuery,
  CreateMessageMutation,
  StartChartMutation,
} from '../client/operations.ts'
import { progressBar } from './progress-bar.ts'

export const question = 'Number of orders per country, top 10'

type Say = (text?: string) => void

/** A question to the sample, without SQL: its chart as a file, and the address of its page. */
export async function showChart(
  client: QuarryClient,
  { databaseId, url, directory }: { databaseId: string; url: string; directory: string },
  say: Say,
): Promise<void> {
  const { createMessage } = await client.request(CreateMessageMutation, { input: { question, databaseId } })
  if (createMessage.__typename !== 'MessagePayload') throw new Error(createMessage.reason)
  const { startChart } = await client.request(StartChartMutation, {
    input: { messageId: createMessage.message.id, visibility: 'PUBLIC' },
  })
  if (startChart.__typename !== 'StartChartPayload') throw new Error(startChart.message)
  say(`\n"${question}"\n`)
  const bar = progressBar()
  let last = ''
  for await (const event of client.watchTask(startChart.task!.id)) {
    bar.show(event.progress, event.message)
    last = event.message
  }
  const { task } = await client.request(ChartTaskQuery, { id: startChart.task!.id })
  const chart = task && 'chart' in task ? task.chart : null
  if (!chart) throw new Error(`The chart was not made: ${last}`)
  bar.end(`Made the chart in ${Math.round(task?.durationMs ?? 0)} ms. ${last}`)
  const picture = await client.request(ChartPictureQuery, { id: chart.id, scale: 2 })
  const file = path.join(directory, 'orders-per-country.png')
  await writeFile(file, Buffer.from(picture.chart!.png, 'base64'))
  say(`\n  ${file}\n  ${url}${chart.page}   (its page, without a token)`)
}
