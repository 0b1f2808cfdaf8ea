import { memo } from 'react'
import { Link } from 'wouter'
import type { TaskRowFragment } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { tasks as texts } from '../texts/tasks.ts'
import { StatusBadge } from '../ui/badge.tsx'
import { Progress } from '../ui/progress.tsx'
import { Time } from '../ui/time.tsx'
import { CancelTask } from './cancel.tsx'
import { RetryTask } from './retry.tsx'
import { subjectOf } from './subject.ts'
import styles from './task-rows.module.css'
import { TimeLeft } from './time-left.tsx'
import { Took } from './took.tsx'
import { isSettled, useStanding } from './use-standing.ts'

export const TaskRowFields = graphql(/* GraphQL */ `
  fragment TaskRow on Task {
    ...TaskLine
    ...TaskSubject
    createdBy createdAt startedAt durationMs
  }
`)

/** A task in the list. It draws itself anew with the events of its task alone. */
export const TaskRow = memo(function TaskRow({
  task,
  askedAt,
  mayChange,
  isSelected,
  onSelect,
}: {
  task: TaskRowFragment
  askedAt: number
  mayChange: boolean
  isSelected: boolean
  onSelect(id: string, isSelected: boolean): void
}) {
  const now = useStanding(task, askedAt)
  const subject = subjectOf(task)
  const isOver = isSettled(now.status)
  const mayCancel = mayChange && (now.status === 'PENDING' || now.status === 'RUNNING')
  return (
    <tr data-task="" aria-selected={mayChange ? isSelected : undefined}>
      {mayChange && (
        <td className={styles.select}>
          {(mayCancel || isSelected) && (
            <input
              type="checkbox"
              aria-label={texts.select(subject)}
              checked={isSelected}
              onChange={(event) => onSelect(task.id, event.target.checked)}
            />
          )}
        </td>
      )}
      <th scope="row">
        <Link className={styles.subject} href={`/tasks/${task.id}`} title={subject}>
          {subject}
        </Link>
        <span className={styles.kind}>
          {texts.kind[task.kind] ?? task.kind} · {texts.by(task.createdBy)}
        </span>
      </th>
      <td data-label={texts.columns.status}>
        <StatusBadge status={now.status} />
      </td>
      <td data-label={texts.columns.progress}>
        <div className={styles.progress}>
          {!isOver && <Progress value={now.progress} label={texts.progressOf(subject)} />}
          <p
            className={`${styles.message} ${now.status === 'FAILED' ? styles.failed : ''}`}
            title={now.message}
          >
            {!isOver && now.status !== 'PENDING' && <b>{texts.step(now.currentStep)}</b>} {now.message}
          </p>
          <p className={styles.message}>
            <TimeLeft of={now} />
          </p>
        </div>
      </td>
      <td data-label={texts.columns.started}>
        <Time at={task.createdAt} />
      </td>
      <td data-label={texts.columns.took} className={styles.took}>
        <Took of={now} />
      </td>
      {mayChange && (
        <td className={styles.actions}>
          {mayCancel && <CancelTask taskId={task.id} what={subject} />}
          {isOver && <RetryTask taskId={task.id} what={subject} />}
        </td>
      )}
    </tr>
  )
})
