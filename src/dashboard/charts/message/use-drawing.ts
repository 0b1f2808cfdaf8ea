import { useState } from 'react'
import { useSearchParams } from 'wouter'
import type { StartChartInput } from '../../generated/graphql.ts'
import { type StartedChart, useStartChart } from '../start-chart.ts'

/** What is to be drawn of a message: nothing but the question, or the newest chart with words of adjustment. */
export type Wanted = Pick<StartChartInput, 'adjustmentQuery' | 'forceCreate'>

export type Drawing = {
  busy: boolean
  /** The task that was started last; the address has it, so that it is still watched after a reload. */
  taskId: string | null
  /** Where no task was started: the chart that is there, or why there is none. */
  answer: Exclude<StartedChart, { taskId: string }> | null
  /** What was wanted last in this tab. */
  wanted: Wanted | null
  draw(wanted: Wanted): Promise<void>
}

/** Starts charts of a message, one after another. */
export function useDrawing(messageId: string): Drawing {
  const [params, setParams] = useSearchParams()
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Drawing['answer']>(null)
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const start = useStartChart()
  return {
    busy,
    taskId: params.get('task'),
    answer,
    wanted,
    async draw(wanted) {
      setBusy(true)
      setWanted(wanted)
      const started = await start({ messageId, ...wanted }).finally(() => setBusy(false))
      setAnswer('taskId' in started ? null : started)
      setParams('taskId' in started ? { task: started.taskId } : {}, { replace: true })
    },
  }
}
