import type { TaskKind, TaskStatus } from '../generated/graphql.ts'

/** English of tasks, wherever they are shown. */
export const tasks = {
  status: {
    PENDING: 'Waiting',
    RUNNING: 'Running',
    CANCELLING: 'Cancelling',
    COMPLETED: 'Completed',
    FAILED: 'Failed',
    CANCELLED: 'Cancelled',
  } satisfies Record<TaskStatus, string>,
  kind: {
    ELEMENT_CREATION: 'Element creation',
    FILTERED_DATABASE: 'Filtered database',
    CHART: 'Chart',
  } satisfies Record<TaskKind, string>,
  progressOf: (what: string) => `Progress: ${what}`,
  attempt: (attempt: number, of: number) => `Attempt ${attempt} of ${of}`,
  /** Of the steps that the kinds have; any other one reads as it is named. */
  step: (name: string): string => steps[name] ?? name.replaceAll('_', ' '),
  left: (seconds: number): string => {
    if (seconds < 10) return 'a few seconds left'
    if (seconds < 55) return `about ${Math.round(seconds / 10) * 10} s left`
    if (seconds < 3_300) return `about ${Math.round(seconds / 60)} min left`
    const hours = Math.round(seconds / 1_800) / 2
    return `about ${hours} h left`
  },
  cancel: {
    act: 'Cancel',
    actOn: (what: string) => `Cancel: ${what}`,
    title: 'Cancel this task?',
    what: 'What it has done so far is taken back. It can be started again later.',
    reason: 'Reason',
    reasonHint: 'May be left out. It is kept with the task.',
    confirm: 'Cancel the task',
  },
}

const steps: Record<string, string> = {
  queued: 'queued',
  tables: 'tables',
  columns: 'columns',
  constraints: 'constraints',
  indexes: 'indexes',
  relationships: 'relationships',
  plan: 'plan',
  provision: 'new database',
  schema: 'definitions',
  select: 'selection',
  copy: 'copying rows',
  keys: 'keys',
  proof: 'proof of references',
  data_extraction: 'reading the data',
  llm_generation: 'choosing the chart',
  schema_creation: 'drawing',
}
