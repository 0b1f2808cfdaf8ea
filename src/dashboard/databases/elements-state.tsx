import type { ElementsStateFragment } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import type { LiveEvent } from '../live/feed.ts'
import { changesState } from '../live/use-live-query.ts'
import { isSettled, useStanding } from '../tasks/use-standing.ts'
import { databases as texts } from '../texts/databases.ts'
import { tasks } from '../texts/tasks.ts'
import { Badge, StatusBadge } from '../ui/badge.tsx'
import { Progress } from '../ui/progress.tsx'
import { Time } from '../ui/time.tsx'
import styles from './databases.module.css'

export const ElementsStateFields = graphql(/* GraphQL */ `
  fragment ElementsState on ElementCreationState {
    status canStart reason completedAt
    task { ...TaskLine }
  }
`)

/** What lists of databases follow: element creations that begin, end or are asked to stop. */
export const changesElements = (event: LiveEvent): boolean =>
  event.task.kind === 'ELEMENT_CREATION' && changesState(event)

/** Where the element creation of a database stands, in the space of a cell. */
export function ElementsState({
  state,
  askedAt,
  name,
}: {
  state: ElementsStateFragment
  askedAt: number
  name: string
}) {
  if (state.task) return <Running task={state.task} state={state} askedAt={askedAt} name={name} />
  return <Badge>{texts.idle}</Badge>
}

function Running({
  task,
  state,
  askedAt,
  name,
}: {
  task: NonNullable<ElementsStateFragment['task']>
  state: ElementsStateFragment
  askedAt: number
  name: string
}) {
  const now = useStanding({ ...task, estimatedCompletionAt: task.estimatedCompletionAt ?? null }, askedAt)
  return (
    <span className={styles.state}>
      <StatusBadge status={now.status} />
      {isSettled(now.status)
        ? state.completedAt && (
            <span className={styles.quiet}>
              <Time at={state.completedAt} />
            </span>
          )
        : now.status !== 'PENDING' && <Progress value={now.progress} label={tasks.progressOf(name)} />}
    </span>
  )
}
