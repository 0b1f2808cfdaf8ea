import type { Past } from './past.ts'

export type Recovery = { taskId: string; ms: number; from: number; to: number | null }

/** Of each run that a killed process took with it: how long until the task was started again, and where. */
export function recoveries({ runs, events }: Past, killed: { pid: number; at: number }[]): Recovery[] {
  return killed.flatMap(({ pid, at }) =>
    runs
      .filter((run) => run.pid === pid && run.begunAt <= at && run.doneAt >= at)
      .flatMap(({ taskId, attempt }) => {
        const of = events.filter((event) => event.taskId === taskId && event.at > at)
        // Its commit had reached the database when it was killed.
        if (of.some(({ type }) => type === 'COMPLETED') && !of.some(({ type }) => type === 'STARTED'))
          return []
        const started = of.find(({ type }) => type === 'STARTED')
        const next = runs.find((run) => run.taskId === taskId && run.attempt === attempt + 1)
        return [{ taskId, ms: (started?.at ?? Infinity) - at, from: pid, to: next?.pid ?? null }]
      }),
  )
}

/** How long tasks that could be started waited for it, in milliseconds. */
export function waits({ events }: Past): number[] {
  return events.flatMap(({ type, taskId, at }, index) => {
    const before = events[index - 1]
    return type === 'STARTED' && before?.taskId === taskId ? [at - before.at] : []
  })
}
