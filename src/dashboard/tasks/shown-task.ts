import type { TaskPageQuery } from '../generated/graphql.ts'

/** As the page of a task has it. */
export type ShownTask = NonNullable<TaskPageQuery['task']>
