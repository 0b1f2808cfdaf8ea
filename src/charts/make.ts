import type { Databases } from '../databases/databases.ts'
import { InvalidInputError, TaskError, UnclearPromptError } from '../platform/errors.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import { implementTask } from '../tasks/define.ts'
import type { TaskRun } from '../tasks/run.ts'
import { Task } from '../tasks/task.entity.ts'
import { Chart, type ChartAlternative, ChartPicture } from './chart.entity.ts'
import { type ChartInput, type ChartResult, chart } from './chart.task.ts'
import type { TypedResult } from './columns/column.ts'
import { designChart } from './design/design.ts'
import type { ChartDesigner, Designed } from './designer.ts'
import { type Asked, asTaskError, type Extracted, extractRows } from './extract.ts'
import type { ChartIntent } from './intent.ts'
import { Message } from './message.entity.ts'
import type { QuestionPlanner } from './model/question-planner.ts'
import { readIntent } from './read-intent.ts'
import { reduceInDatabase } from './reduce/reduce.ts'
import type { Renderer } from './render/renderer.ts'
import { type SpecifiedChart, specify } from './specification/specify.ts'
import { holdMessage, latestIntent } from './store.sql.ts'
import { titleFor } from './title.ts'

export type ChartParts = {
  orm: Orm
  databases: Databases
  planQuestion: QuestionPlanner
  statementTimeoutMs: number
  designer: ChartDesigner
  renderer: Renderer
}

type Run = TaskRun<ChartInput, ChartResult>
type Drawn = SpecifiedChart & {
  svg: string
  alternatives: ChartAlternative[]
  intent: ChartIntent
  rowCount: number
  asked: Asked | null
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

async function makeChart(parts: ChartParts, run: Run, closeAtEnd: (close: () => Promise<void>) => void) {
  const { signal, taskId } = run
  await run.step('queued', async (report) => report.done(1))
  const message = await messageOf(parts, run)
  const extracted = await run.step('data_extraction', (report) =>
    extractRows(parts, { message, taskId, signal, report, log: run.log, closeAtEnd }),
  )
  const designed = await run.step('llm_generation', async (report) => {
    report.total(1)
    const designed = await design(parts, run, message, extracted)
    const by = designed.planner === 'MODEL' ? 'the model' : 'the rules'
    report.done(1, `chart_design: ${designed.intent.mark} by ${by}. ${designed.reason}`)
    return designed
  })
  const drawn = await run.step('schema_creation', async (report) => {
    report.total(2)
    if (extracted.more) report.done(0, 'The database puts together what is drawn, since its rows are many')
    const rows = await rowsFor(parts, run, message, designed, extracted)
    const named = { ...rows.intent, title: rows.intent.title ?? designed.title }
    const specified = specify(named, rows.typed, {
      question: message.question,
      notes: [...designed.notes, ...rows.notes],
    })
    report.done(1, 'Draws the picture')
    const svg = await parts.renderer.svg(specified.spec, { signal })
    report.done(2)
    const alternatives = alternativesOf(designed, extracted, message)
    return {
      ...specified,
      svg,
      alternatives,
      intent: rows.intent,
      rowCount: rows.typed.rowCount,
      asked: extracted.query?.asked ?? null,
    }
  })
  await commit(run, message, designed, drawn)
}

async function messageOf({ orm }: ChartParts, { input, workspaceId }: Run): Promise<Message> {
  const message = await orm.em.fork().findOne(Message, { id: input.messageId, workspaceId, deletedAt: null })
  if (!message) throw final('MESSAGE_DELETED', 'The message was deleted')
  return message
}

/** By the question, or where there are words of adjustment: the message's latest chart, changed by them. */
async function design(
  parts: ChartParts,
  run: Run,
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
async function latestOf({ orm }: ChartParts, run: Run, message: Message, typed: TypedResult) {
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

/** All rows, or what the database makes of them for this chart where they are too many. */
async function rowsFor(
  parts: ChartParts,
  run: Run,
  message: Message,
  designed: Designed,
  extracted: Extracted,
) {
  const { typed, query, more } = extracted
  const { intent, planner } = designed
  if (!more) return { intent, typed, notes: [] as string[] }
  const isTheRules = planner === 'RULES' && run.input.adjustmentQuery === null
  const again = (typed: TypedResult) => designChart(message.question, typed).intent
  return asTaskError(parts, () =>
    reduceInDatabase(more, query!, intent, typed, {
      signal: run.signal,
      ...(isTheRules && { again }),
    }),
  )
}

/** Of rows that the database has put together for one chart, another one is only named: it would have to ask once more. */
function alternativesOf(
  { alternatives }: Designed,
  { typed, more }: Extracted,
  { question }: Message,
): ChartAlternative[] {
  return alternatives.map(({ intent, reason, score }) => {
    const { mark } = intent
    if (more) return { mark, reason, score, title: titleFor(intent, typed, question), spec: null }
    const { title, spec } = specify(intent, typed, { question })
    return { mark, reason, score, title, spec }
  })
}

async function commit(run: Run, message: Message, designed: Designed, drawn: Drawn) {
  const { visibility, adjustmentQuery } = run.input
  const { title, mark, notes, spec, svg, alternatives, intent, rowCount: rows, asked } = drawn
  await run.commit(async (em) => {
    const { createdBy, createdRole } = await em.findOneOrFail(Task, { id: run.taskId })
    if (!(await holdMessage(dbOf(em), message.id))) throw final('MESSAGE_DELETED', 'The message was deleted')
    const made = em.create(Chart, {
      id: run.taskId,
      workspaceId: run.workspaceId,
      messageId: message.id,
      adjustmentQuery,
      visibility,
      visibilityChanges: [],
      planner: designed.planner,
      title,
      mark,
      reason: designed.reason,
      understood: asked?.inWords ?? null,
      notes,
      intent,
      createdBy,
      createdRole,
      createdAt: new Date(),
    })
    await em.persist(made).flush()
    await em
      .persist(
        em.create(ChartPicture, { chartId: run.taskId, spec, svg, alternatives, sql: asked?.sql ?? null }),
      )
      .flush()
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
