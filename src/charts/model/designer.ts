import { ModelFailure } from '../../platform/chat/chat.ts'
import { type ModelOptions, type ModelSettings, modelIn, openModel } from '../../platform/chat/model.ts'
import { UnclearPromptError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import { adjustIntent } from '../adjust/adjust.ts'
import type { TypedResult } from '../columns/column.ts'
import { type Design, designChart, type Proposal } from '../design/design.ts'
import type { ChartDesigner, Designed } from '../designer.ts'
import type { ChartIntent } from '../intent.ts'
import { readCues } from '../words/cues.ts'
import { readAdjusted, readChosen } from './answer.ts'
import { adjustedSchema, draftSchema } from './draft.ts'
import { adjusting, adjustingQuestion, choosing, choosingQuestion } from './prompt.ts'
import { shownColumns } from './shown-columns.ts'

const wantedChart = { noun: 'chart', instead: 'The rules choose a chart in place of the model' }
const wantedChange = { noun: 'chart', instead: 'An adjustment that the rules cannot read stays unclear' }

/** As many as the rules give beside a chart of their own. */
const mostAlternatives = 4

const designByRules: ChartDesigner = {
  async design(question, typed, { signal }) {
    signal.throwIfAborted()
    return byRules(designChart(question, typed), null)
  },
  async adjust(words, intent, typed, { signal }) {
    signal.throwIfAborted()
    return { planner: 'RULES', intent: adjustIntent(words, intent, typed) }
  },
}

/**
 * Asks a model for the chart, once more where the first one cannot be drawn, and the rules where it gives none. Adjustments go to
 * it only where the rules do not understand them.
 */
function designByModel(options: ModelOptions, log: Log): ChartDesigner {
  const chooseWith = openModel(wantedChart, options, log)
  const changeWith = openModel(wantedChange, options, log)
  return {
    async design(question, typed, { sql, signal, onFallback }) {
      signal.throwIfAborted()
      const design = designChart(question, typed)
      return chooseWith<Designed>(
        async (ask) => {
          const columns = shownColumns(typed, [...usedBy(design), ...namedIn(question, typed)])
          const { schema, json } = draftSchema(columns.names)
          const { answer, rounds } = await ask({
            instructions: choosing,
            question: choosingQuestion(question, sql, typed, columns, design),
            schema: json,
            read: (text) => readChosen(text, { typed, question, columns, schema }),
          })
          log.debug({ mark: answer.intent.mark, rounds }, 'The model chose a chart')
          return { planner: 'MODEL', ...answer, ...besides(answer.intent, design), fallback: null }
        },
        (reason) => {
          onFallback?.(reason)
          return byRules(design, reason)
        },
        signal,
      )
    },

    async adjust(words, intent, typed, context) {
      const { question, signal } = context
      const unclear = await designByRules.adjust(words, intent, typed, context).catch((error) => {
        if (error instanceof UnclearPromptError) return error
        throw error
      })
      if (!(unclear instanceof UnclearPromptError)) return unclear
      return changeWith(
        async (ask) => {
          const columns = shownColumns(typed, [...fieldsOf(intent), ...namedIn(words, typed)])
          const { schema, json } = adjustedSchema(columns.names)
          const { answer, rounds } = await ask({
            instructions: adjusting,
            question: adjustingQuestion(words, intent, question, typed, columns),
            schema: json,
            read: (text) => readAdjusted(text, words, intent, { typed, question, columns, schema }),
          })
          if ('unclear' in answer) throw new ModelFailure('it finds words of the adjustment unclear')
          log.debug({ mark: answer.intent.mark, rounds }, 'The model adjusted a chart')
          return { planner: 'MODEL' as const, intent: answer.intent }
        },
        () => {
          throw unclear
        },
        signal,
      )
    },
  }
}

const byRules = ({ intent, reason, alternatives, notes }: Design, fallback: string | null): Designed => ({
  planner: 'RULES',
  intent,
  title: null,
  reason,
  alternatives,
  notes,
  fallback,
})

/** What of the rules' design stands beside the model's choice: their charts, and why there is not what was asked for. */
function besides(chosen: ChartIntent, design: Design): { alternatives: Proposal[]; notes: string[] } {
  const { intent, reason, score, alternatives, notes } = design
  const proposals = [{ intent, reason, score }, ...alternatives]
  const same = JSON.stringify({ ...chosen, title: null })
  return {
    alternatives: proposals
      .filter(({ intent }) => JSON.stringify({ ...intent, title: null }) !== same)
      .slice(0, mostAlternatives),
    // They speak of kinds of charts that the rules could not make; the model may have made one.
    notes: proposals.some(({ intent }) => intent.mark === chosen.mark) ? notes : [],
  }
}

const usedBy = ({ intent, alternatives }: Design) => [
  ...fieldsOf(intent),
  ...alternatives.flatMap((proposal) => fieldsOf(proposal.intent)),
]

const fieldsOf = ({ x, y, also, series, size }: ChartIntent): string[] =>
  [x?.field, y?.field, ...also.map(({ field }) => field), series, size].filter((name) => name != null)

const namedIn = (words: string, { columns }: TypedResult) =>
  readCues(words, columns).mentioned.map((index) => columns[index]!.name)

/** The designer that the settings ask for. */
export function createChartDesigner(settings: ModelSettings, log: Log): ChartDesigner {
  const options = modelIn(settings, 'No model chooses charts, the rules do', log)
  return options ? designByModel(options, log) : designByRules
}
