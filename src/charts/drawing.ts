import { InvalidInputError, TaskError } from '../platform/errors.ts'
import type { StepReport } from '../tasks/run.ts'
import type { ChartAlternative } from './chart.entity.ts'
import type { ChartRun } from './choose.ts'
import type { TypedResult } from './columns/column.ts'
import { designChart } from './design/design.ts'
import type { Designed } from './designer.ts'
import { asTaskError } from './extract.ts'
import type { Asked, Extracted } from './extracted.ts'
import type { ChartIntent } from './intent.ts'
import type { Message } from './message.entity.ts'
import { reduceInDatabase } from './reduce/reduce.ts'
import type { Renderer } from './render/renderer.ts'
import { type SpecifiedChart, specify } from './specification/specify.ts'
import { titleFor } from './title.ts'

export type Drawn = SpecifiedChart & {
  svg: string
  alternatives: ChartAlternative[]
  intent: ChartIntent
  rowCount: number
  asked: Asked | null
}

export type DrawParts = { statementTimeoutMs: number; renderer: Renderer }

type ToDraw = { message: Message; designed: Designed; extracted: Extracted }

/** The chosen chart as a specification and as a picture, with the others that could be. */
export async function drawChart(
  parts: DrawParts,
  run: ChartRun,
  { message, designed, extracted, report }: ToDraw & { report: StepReport },
): Promise<Drawn> {
  report.total(2)
  if (extracted.more) report.done(0, 'The database puts together what is drawn, since its rows are many')
  const rows = await rowsFor(parts, run, message, designed, extracted)
  const named = { ...rows.intent, title: rows.intent.title ?? designed.title }
  const specified = specify(named, rows.typed, {
    question: message.question,
    notes: [...designed.notes, ...rows.notes],
  })
  report.done(1, 'Draws the picture')
  // A thread draws; the others are specified meanwhile.
  const [svg, alternatives] = await Promise.all([
    parts.renderer.svg(specified.spec, { signal: run.signal }),
    (async () => alternativesOf(designed, extracted, message))(),
  ])
  report.done(2)
  return {
    ...specified,
    svg,
    alternatives,
    intent: rows.intent,
    rowCount: rows.typed.rowCount,
    asked: extracted.query?.asked ?? null,
  }
}

/** All rows, or what the database makes of them for this chart where they are too many. */
async function rowsFor(
  parts: DrawParts,
  run: ChartRun,
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
  return alternatives.flatMap(({ intent, reason, score }) => {
    const { mark } = intent
    if (more) return { mark, reason, score, title: titleFor(intent, typed, question), spec: null }
    try {
      const { title, spec } = specify(intent, typed, { question })
      return { mark, reason, score, title, spec }
    } catch (error) {
      // It was only offered; the chart that was chosen is there.
      if (error instanceof TaskError || error instanceof InvalidInputError) return []
      throw error
    }
  })
}
