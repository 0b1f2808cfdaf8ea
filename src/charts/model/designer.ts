import type { Log } from '../../platform/log.ts'
import { adjustIntent } from '../adjust/adjust.ts'
import { designChart } from '../design/design.ts'
import type { ChartDesigner } from '../designer.ts'

export type ModelSettings = { baseUrl?: string; model?: string; apiKey?: string; timeoutMs: number }

const designByRules: ChartDesigner = {
  async design(question, typed, { signal }) {
    signal.throwIfAborted()
    const { intent, reason, alternatives, notes } = designChart(question, typed)
    return { planner: 'RULES', intent, reason, alternatives, notes, fallback: null }
  },
  async adjust(words, intent, typed, { signal }) {
    signal.throwIfAborted()
    return { planner: 'RULES', intent: adjustIntent(words, intent, typed) }
  },
}

/** The designer that the settings ask for: a model needs both an endpoint and a name. */
export function createChartDesigner(settings: ModelSettings, log: Log): ChartDesigner {
  const { baseUrl, model } = settings
  if (!baseUrl || !model) log.debug('No model chooses charts, the rules do')
  return designByRules
}
