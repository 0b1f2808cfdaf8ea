import type { TaskStatus } from '../generated/graphql.ts'
import { useLatest } from '../live/use-latest.ts'

export type Standing = {
  status: TaskStatus
  progress: number
  currentStep: string
  message: string
  attempt: number
  estimatedCompletionAt: string | null
}

const settled: ReadonlySet<TaskStatus> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
export const isSettled = (status: TaskStatus): boolean => settled.has(status)

/** How a task stands now: as a query of `askedAt` (performance.now()) said, and as its latest event says since then. */
export function useStanding<Task extends Standing & { id: string }>(task: Task, askedAt = 0): Task {
  const event = useLatest(task.id, askedAt)
  if (!event) return task
  const { note, attempt, estimatedCompletionAt } = event.task
  return {
    ...task,
    status: event.status,
    progress: event.progress,
    currentStep: event.currentStep,
    message: note,
    attempt,
    estimatedCompletionAt: estimatedCompletionAt ?? null,
  }
}
