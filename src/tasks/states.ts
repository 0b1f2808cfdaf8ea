/** The words of a task's life. See docs/architecture.md for the transitions. */

export const taskKinds = ['ELEMENT_CREATION', 'FILTERED_DATABASE', 'CHART'] as const
export type TaskKind = (typeof taskKinds)[number]

export const isTaskKind = (text: string): text is TaskKind => (taskKinds as readonly string[]).includes(text)

export const taskStatuses = ['PENDING', 'RUNNING', 'CANCELLING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const
export type TaskStatus = (typeof taskStatuses)[number]

export const settledStatuses = ['COMPLETED', 'FAILED', 'CANCELLED'] as const satisfies TaskStatus[]
export type SettledStatus = (typeof settledStatuses)[number]

export const isSettled = (status: TaskStatus): status is SettledStatus =>
  (settledStatuses as readonly TaskStatus[]).includes(status)

export const taskEventTypes = [
  'QUEUED',
  'STARTED',
  'PROGRESS',
  'LOG',
  'RETRYING',
  'CANCELLING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const
export type TaskEventType = (typeof taskEventTypes)[number]

/** Whether it is a task's last event. */
export const settles = ({ type }: { type: TaskEventType }) =>
  (settledStatuses as readonly TaskEventType[]).includes(type)

export const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const
export type LogLevel = (typeof logLevels)[number]

export const stepStatuses = ['PENDING', 'RUNNING', 'COMPLETED', 'SKIPPED', 'FAILED'] as const
export type StepStatus = (typeof stepStatuses)[number]

/** `done` of `total` in the step's own unit (tables, rows); null where it does not count. */
export type StepState = {
  name: string
  status: StepStatus
  progress: number
  done: number | null
  total: number | null
  /** How long it took, once it is done. */
  durationMs?: number | null
}

export type TaskFailure = { code: string; message: string; retryable: boolean }
