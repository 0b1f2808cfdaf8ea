import { z } from 'zod'
import { defineTask, implementTask } from '../../src/tasks/define.ts'
import type { TaskRun } from '../../src/tasks/run.ts'

/** What a test's task does, by the name in its input. */
export type Handler = (run: TaskRun<TestInput, TestResult>) => Promise<void>
export type Handlers = Record<string, Handler>

const input = z.object({ does: z.string(), label: z.string().optional() })
export type TestInput = z.output<typeof input>
export type TestResult = { done: boolean }

/** A kind of task for the tests of the engine, which itself knows none. */
export const testTask = defineTask<TestInput, TestResult>({
  kind: 'CHART',
  queue: 'test-work',
  input,
  steps: [
    { name: 'first', weight: 1 },
    { name: 'second', weight: 3 },
  ],
  label: ({ label }) => label ?? 'test',
  maxAttempts: 3,
  timeLimitMs: 2 * 3_600_000,
})

export const done = { result: { done: true }, message: 'Done' }

/** Writes the task's effect, which a test counts. */
export const commitEffect = (run: Parameters<Handler>[0]) =>
  run.commit(async (em) => {
    await em.execute('insert into effect (task_id, attempt) values (?, ?)', [run.taskId, run.attempt])
    return done
  })

export const implementTestTask = (handlers: Handlers) =>
  implementTask(testTask, async (run) => handlers[run.input.does]!(run))

/** Goes on until the run is told to stop. */
export const untilStopped = ({ signal }: { signal: AbortSignal }) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
  })

/** 1, 2, 3 … up to the last. */
export const isGapless = (events: { sequence: number }[]) =>
  events.every(({ sequence }, index) => sequence === index + 1)

export const typesOf = (events: { type: string }[]) => events.map(({ type }) => type)
