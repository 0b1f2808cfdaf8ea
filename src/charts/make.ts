import type { Databases } from '../databases/databases.ts'
import { InvalidInputError, TaskError, UnclearPromptError } from '../platform/errors.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import { implementTask } from '../tasks/define.ts'
import { chart } from './chart.task.ts'
import { type ChartRun, chooseChart } from './choose.ts'
import type { ChartDesigner, Designed } from './designer.ts'
import { type Drawn, drawChart } from './drawing.ts'
import { extractRows } from './extract.ts'
import type { Message } from './message.entity.ts'
import type { QuestionPlanner } from './model/question-planner.ts'
import type { Renderer } from './render/renderer.ts'
import { findMessage, keepChart } from './store.sql.ts'

export type ChartParts = {
  orm: Orm
  databases: Databases
  planQuestion: QuestionPlanner
  statementTimeoutMs: number
  designer: ChartDesigner
  renderer: Renderer
}

/** Reads the rows, chooses a chart of them, and draws it. What it opened is closed when it ends, however it ends. */
export const implementChart = (parts: ChartParts) =>
  implementTask(chart, async (run) => {
    const opened: (() => Promise<void>)[] = []
    try {
      await makeChart(parts, run, (close) => opened.push(close))
    } catch (error) {
      run.signal.throwIfAborted()
      throw ended(error)
    } finally {
      for (const close of opened.reverse()) await close()
    }
  })

async function makeChart(parts: ChartParts, run: ChartRun, closeAtEnd: (close: () => Promise<void>) => void) {
  const { signal, taskId } = run
  await run.step('queued', async (report) => report.done(1))
  const message = await messageOf(parts, run)
  const extracted = await run.step('data_extraction', (report) =>
    extractRows(parts, { message, taskId, signal, report, log: run.log, closeAtEnd }),
  )
  const designed = await run.step('llm_generation', async (report) => {
    report.total(1)
    const designed = await chooseChart(parts, run, message, extracted)
    const how = designed.planner === 'MODEL' ? 'llm_generation' : 'chart_design'
    report.done(1, `${how}: ${designed.intent.mark}. ${designed.reason}`)
    return designed
  })
  const drawn = await run.step('schema_creation', (report) =>
    drawChart(parts, run, { message, designed, extracted, report }),
  )
  await commit(run, message, designed, drawn)
}

async function messageOf({ orm }: ChartParts, { input, workspaceId }: ChartRun): Promise<Message> {
  const message = await findMessage(dbOf(orm.em.fork()), workspaceId, input.messageId)
  if (!message) throw final('MESSAGE_DELETED', 'The message was deleted')
  return message
}

async function commit(run: ChartRun, message: Message, designed: Designed, drawn: Drawn) {
  const { visibility, adjustmentQuery } = run.input
  const { title, mark, notes, spec, svg, alternatives, intent, rowCount: rows, asked } = drawn
  await run.commit(async (em) => {
    const isKept = await keepChart(dbOf(em), {
      id: run.taskId,
      messageId: message.id,
      adjustmentQuery,
      visibility,
      planner: designed.planner,
      title,
      mark,
      reason: designed.reason,
      understood: asked?.inWords ?? null,
      notes,
      intent,
      createdAt: new Date(),
      spec,
      svg,
      alternatives,
      sql: asked?.sql ?? null,
    })
    if (!isKept) throw final('MESSAGE_DELETED', 'The message was deleted')
    return { result: { title, mark, rows, notes }, message: `Drew “${title}” (${mark})` }
  })
}

const final = (code: string, message: string, cause?: unknown) =>
  new TaskError(code, message, { retryable: false, cause })

/** What the words could not be made into is final: the same words fail again. */
function ended(error: unknown): unknown {
  if (error instanceof UnclearPromptError) {
    const suggestions = error.suggestions.length > 0 ? ` It could say: ${error.suggestions.join('; ')}.` : ''
    return final('UNCLEAR_PROMPT', `${error.message}${suggestions}`, error)
  }
  if (error instanceof InvalidInputError) return final('INVALID_CHART', error.message, error)
  return error
}
