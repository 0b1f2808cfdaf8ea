import type { ShownTask } from './shown-task.ts'

/** The page on which such a task is started, filled in with what this one was started with; null where it cannot be started again. */
export function changedRun(task: ShownTask): string | null {
  if ('database' in task) return task.database.removedAt ? null : `/databases/${task.database.id}`
  if ('sourceMessage' in task) {
    if (task.sourceMessage.deletedAt) return null
    const words = task.adjustmentQuery ? `?${new URLSearchParams({ adjust: task.adjustmentQuery })}` : ''
    return `/messages/${task.sourceMessage.id}${words}`
  }
  if ('prompt' in task) {
    const { prompt, source, plan } = task
    return `/filtered-databases/new?${new URLSearchParams({
      ...(prompt && { prompt }),
      ...(source && !source.removedAt && { databaseId: source.id }),
      ...(plan && { scope: plan.scope }),
      ...(plan && plan.candidates.length > 0 && { candidates: '' }),
    })}`
  }
  return null
}
