import type { TaskCountsQuery, TaskFilter, TaskKind, TaskStatus } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { changesState, useLiveQuery } from '../live/use-live-query.ts'

const CountsQuery = graphql(/* GraphQL */ `
  query TaskCounts(
    $anyStatus: TaskFilter!, $anyKind: TaskFilter!
    $pending: TaskFilter!, $running: TaskFilter!, $cancelling: TaskFilter!
    $completed: TaskFilter!, $failed: TaskFilter!, $cancelled: TaskFilter!
    $elementCreation: TaskFilter!, $filteredDatabase: TaskFilter!, $chart: TaskFilter!
  ) {
    anyStatus: tasks(filter: $anyStatus, first: 1) { totalCount }
    PENDING: tasks(filter: $pending, first: 1) { totalCount }
    RUNNING: tasks(filter: $running, first: 1) { totalCount }
    CANCELLING: tasks(filter: $cancelling, first: 1) { totalCount }
    COMPLETED: tasks(filter: $completed, first: 1) { totalCount }
    FAILED: tasks(filter: $failed, first: 1) { totalCount }
    CANCELLED: tasks(filter: $cancelled, first: 1) { totalCount }
    anyKind: tasks(filter: $anyKind, first: 1) { totalCount }
    ELEMENT_CREATION: tasks(filter: $elementCreation, first: 1) { totalCount }
    FILTERED_DATABASE: tasks(filter: $filteredDatabase, first: 1) { totalCount }
    CHART: tasks(filter: $chart, first: 1) { totalCount }
  }
`)

export type TaskCount = (of: keyof TaskCountsQuery & string) => number | undefined

/** How many tasks each status and each kind would show, with whatever else is chosen: one question for all of them. */
export function useTaskCounts(filter: TaskFilter): TaskCount {
  const status = (status: TaskStatus) => ({ ...filter, statuses: [status] })
  const kind = (kind: TaskKind) => ({ ...filter, kinds: [kind] })
  const { data } = useLiveQuery(
    CountsQuery,
    {
      anyStatus: { ...filter, statuses: null },
      anyKind: { ...filter, kinds: null },
      pending: status('PENDING'),
      running: status('RUNNING'),
      cancelling: status('CANCELLING'),
      completed: status('COMPLETED'),
      failed: status('FAILED'),
      cancelled: status('CANCELLED'),
      elementCreation: kind('ELEMENT_CREATION'),
      filteredDatabase: kind('FILTERED_DATABASE'),
      chart: kind('CHART'),
    },
    { follows: changesState },
  )
  return (of) => (data?.[of] as { totalCount: number } | undefined)?.totalCount
}
