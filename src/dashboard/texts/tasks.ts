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
}
