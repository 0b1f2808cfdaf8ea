import { Link } from 'wouter'
import type { TaskLineFragment } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { tasks as texts } from '../texts/tasks.ts'
import { StatusBadge } from '../ui/badge.tsx'
import { Progress } from '../ui/progress.tsx'
import { CancelTask } from './cancel.tsx'
import styles from './task-line.module.css'
import { TimeLeft } from './time-left.tsx'
import { isSettled, useStanding } from './use-standing.ts'

/** What TaskLine needs of a task: spread it in the query. */
export const TaskLineFields = graphql(/* GraphQL */ `
  fragment TaskLine on Task {
    id kind status progress currentStep message attempt maxAttempts estimatedCompletionAt
  }
`)

/**
 * One task in a line of its own, kept up to date by its events: how it stands and how far it is, what it is doing, when it will be
 * done, the way to its page, and cancel. `askedAt` is that of the useLiveQuery that the task is of; `what` names it, where its kind alone
 * would not tell it from its neighbours.
 */
export function TaskLine({
  task,
  askedAt,
  what,
}: {
  task: TaskLineFragment
  askedAt: number
  what?: string
}) {
  const mayChange = useMayChange()
  const now = useStanding({ ...task, estimatedCompletionAt: task.estimatedCompletionAt ?? null }, askedAt)
  const name = what ?? texts.kind[task.kind]
  const isOver = isSettled(now.status)
  return (
    <div className={styles.line} data-task="">
      <StatusBadge status={now.status} />
      <Link className={styles.name} href={`/tasks/${task.id}`}>
        {name}
      </Link>
      {isOver ? null : <Progress value={now.progress} label={texts.progressOf(name)} />}
      <span className={styles.doing}>
        {!isOver && now.status !== 'PENDING' && `${texts.step(now.currentStep)}: `}
        {now.message} <TimeLeft of={now} />
      </span>
      {mayChange && (now.status === 'PENDING' || now.status === 'RUNNING') && (
        <CancelTask taskId={task.id} what={name} />
      )}
    </div>
  )
}
