import { dbOf, type Orm } from '../platform/orm.ts'
import type { TaskRun } from '../tasks/run.ts'
import { Task } from '../tasks/task.entity.ts'
import type { ChartInput, ChartResult } from './chart.task.ts'
import type { TypedResult } from './columns/column.ts'
import { designChart } from './design/design.ts'
import type { ChartDesigner, Designed } from './designer.ts'
import type { Extracted } from './extracted.ts'
import type { ChartIntent } from './intent.ts'
import type { Message } from './message.entity.ts'
import { readIntent } from './read-intent.ts'
import { latestIntent } from './store.sql.ts'

export type ChartRun = TaskRun<ChartInput, ChartResult>

export type ChooseParts = { orm: Orm; designer: ChartDesigner }

/** By the question, or where there are words of adjustment: the message's latest chart, changed by them. */
export async function chooseChart(
  parts: ChooseParts,
  run: ChartRun,
  message: Message,
  { typed, query }: Extracted,
): Promise<Designed> {
  const { designer } = parts
  const { signal, input } = run
  const { question } = message
  const words = input.adjustmentQuery
  const latest = words === null ? null : await latestOf(parts, run, message, typed)
  const designed = latest
    ? withRules(latest, question, typed)
    : await designer.design(question, typed, {
        sql: query?.text ?? null,
        signal,
        onFallback: (reason) =>
          run.log('WARN', `The rules choose the chart in place of the model: ${reason}`),
      })
  if (words === null) return designed
  const adjusted = await designer.adjust(words, designed.intent, typed, { question, signal })
  return { ...designed, ...adjusted, title: null, reason: `Adjusted: ${words}`, notes: [] }
}

/** The intent of the message's latest chart, where the rows are still such that it can be drawn of them. */
async function latestOf({ orm }: ChooseParts, run: ChartRun, message: Message, typed: TypedResult) {
  const { createdBy } = await orm.em.fork().findOneOrFail(Task, { id: run.taskId })
  const latest = await latestIntent(dbOf(orm.em.fork()), { messageId: message.id, userId: createdBy })
  const read = latest && readIntent(latest.intent, typed)
  if (!read || 'intent' in read) return read?.intent ?? null
  const why = `The latest chart does not fit the rows any more, so a new one is adjusted: ${read.wrongs[0]}`
  run.log('WARN', why)
  return null
}

/** A chart that is there, beside what the rules would draw now. */
function withRules(intent: ChartIntent, question: string, typed: TypedResult): Designed {
  const { alternatives, ...best } = designChart(question, typed)
  return {
    planner: 'RULES',
    intent,
    title: null,
    reason: '',
    alternatives: [best, ...alternatives].filter(({ intent: { mark } }) => mark !== intent.mark),
    notes: [],
    fallback: null,
  }
}
