import type { TaskDefinition } from './define.ts'
import type { StepState } from './states.ts'

/** The arithmetic of steps: plain values in, plain values out. */

export const initialSteps = (definition: Pick<TaskDefinition, 'steps'>): StepState[] =>
  definition.steps.map(({ name }) => ({ name, status: 'PENDING', progress: 0, done: null, total: null }))

/** From 0 to 1: each step counts by its weight; a skipped one is done. */
export function overallProgress(definition: Pick<TaskDefinition, 'steps'>, steps: StepState[]): number {
  const whole = definition.steps.reduce((sum, { weight }) => sum + weight, 0)
  const done = definition.steps.reduce((sum, { name, weight }) => {
    const step = steps.find((state) => state.name === name)
    return sum + weight * (step?.status === 'SKIPPED' ? 1 : (step?.progress ?? 0))
  }, 0)
  return whole === 0 ? 0 : Math.min(1, done / whole)
}

/** Enough has been seen of a run, or of a step, to trust its own rate. */
const trustedProgress = 0.1

/**
 * When a run will be complete, in epoch milliseconds: by its own rate once there is one, before that by how long such
 * tasks usually take; null when nothing is known.
 */
export function estimateCompletion(run: {
  startedAt: number
  now: number
  progress: number
  usualDurationMs: number | null
}): number | null {
  if (run.progress >= trustedProgress) return run.startedAt + (run.now - run.startedAt) / run.progress
  return run.usualDurationMs === null ? null : Math.max(run.now, run.startedAt + run.usualDurationMs)
}

/**
 * When a run will be complete, in epoch milliseconds, by how long each step usually takes: what is left of the one in work, by its
 * own rate once there is one, and all those behind it. Null where one of them has never been seen.
 */
export function estimateBySteps(run: {
  now: number
  steps: StepState[]
  /** When the step in work began. */
  stepStartedAt: number
  usualStepsMs: ReadonlyMap<string, number>
}): number | null {
  let left = 0
  for (const { name, status, progress } of run.steps) {
    if (status !== 'PENDING' && status !== 'RUNNING') continue
    const elapsed = status === 'RUNNING' ? run.now - run.stepStartedAt : 0
    const usual = run.usualStepsMs.get(name)
    if (status === 'RUNNING' && progress >= trustedProgress) left += (elapsed * (1 - progress)) / progress
    else if (usual === undefined) return null
    else left += Math.max(0, usual - elapsed)
  }
  return run.now + left
}
