import type { z } from 'zod'
import type { TaskRun } from './run.ts'
import type { TaskKind } from './states.ts'

export type TaskId = { id: string; workspaceId: string }

/** What the API process needs of a task kind; the worker's code is not imported with it. */
export type TaskDefinition<Input = unknown, Result = unknown> = {
  kind: TaskKind
  /** The queue's name, and the folder of its log files. */
  queue: string
  /** Checked when a task is started, and again when it runs: a newer process may meet an older task. */
  input: z.ZodType<Input>
  /** The input for a task that repeats another one, where something in it is bound to the task that it was made for. */
  inputFor?(task: TaskId, input: Input, made: TaskId): Input
  /** In the order in which they run, with their share of the whole in any unit. */
  steps: readonly { name: string; weight: number }[]
  /**
   * What the expected end is reckoned from: the rate of the run itself, or how long each of its steps usually takes, where the
   * steps have nothing to do with one another. `rate` where left out.
   */
  estimate?: 'rate' | 'steps'
  /** What its log files are named after. */
  label?(input: Input): string
  maxAttempts: number
  /** An attempt that runs longer is settled as FAILED, in milliseconds. */
  timeLimitMs: number
  /** Carries the result's type; has no value. */
  result?: Result
}

/** What every part of the engine that meets tasks of any kind is given. */
export type Definitions = ReadonlyMap<TaskKind, TaskDefinition>

// biome-ignore lint/suspicious/noExplicitAny: inputs and results differ from kind to kind
export const definitionsOf = (definitions: TaskDefinition<any, any>[]): Definitions =>
  new Map(definitions.map((definition) => [definition.kind, definition]))

export const defineTask = <Input, Result>(definition: TaskDefinition<Input, Result>) => definition

/**
 * A kind's work. It settles itself through `run.commit`, which writes its effect and the task's end in one
 * transaction; it may be run again after a lost attempt, and first clears what that one left behind.
 */
export type TaskImplementation<Input = unknown, Result = unknown> = {
  definition: TaskDefinition<Input, Result>
  run(run: TaskRun<Input, Result>): Promise<void>
}

export const implementTask = <Input, Result>(
  definition: TaskDefinition<Input, Result>,
  run: (run: TaskRun<Input, Result>) => Promise<void>,
): TaskImplementation => ({ definition, run }) as unknown as TaskImplementation
