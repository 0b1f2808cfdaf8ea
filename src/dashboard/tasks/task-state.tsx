import { Link } from 'wouter'
import { tasks as texts } from '../texts/tasks.ts'
import { dateTime, duration } from '../ui/amounts.ts'
import { StatusBadge } from '../ui/badge.tsx'
import { Facts, Section } from '../ui/page.tsx'
import { Progress } from '../ui/progress.tsx'
import { Time } from '../ui/time.tsx'
import type { ShownTask } from './shown-task.ts'
import styles from './task-state.module.css'
import { TimeLeft } from './time-left.tsx'
import { Took } from './took.tsx'
import { isSettled } from './use-standing.ts'

/** How a task stands, what it is doing, and what is known of it. */
export function TaskState({ task }: { task: ShownTask }) {
  const isOver = isSettled(task.status)
  const { retryOf } = task
  return (
    <Section>
      <div className={styles.state}>
        <StatusBadge status={task.status} />
        {!isOver && <Progress value={task.progress} label={texts.progressOf(texts.one)} />}
        <TimeLeft of={task} />
      </div>
      {/* Of one that failed, the note below says it. */}
      {!(isOver && task.error) && (
        <p className={styles.message}>
          {!isOver && task.status !== 'PENDING' && <b>{texts.step(task.currentStep)}: </b>}
          {task.message}
        </p>
      )}
      <Facts
        of={[
          [texts.facts.attempt, texts.facts.attemptOf(task.attempt, task.maxAttempts)],
          [texts.facts.made, <Time key="made" at={task.createdAt} />],
          !!task.startedAt && [texts.facts.waited, waited(task.createdAt, task.startedAt)],
          !!task.startedAt && [texts.columns.took, <Took key="took" of={task} />],
          !!task.completedAt && [texts.facts.ended, dateTime(task.completedAt)],
          [texts.filters.maker, task.createdBy],
          task.priority !== 0 && [texts.facts.priority, String(task.priority)],
          !!retryOf && [
            texts.facts.retryOf,
            <Link key="retry" href={`/tasks/${retryOf.id}`}>
              {texts.facts.earlier(texts.status[retryOf.status], dateTime(retryOf.createdAt))}
            </Link>,
          ],
        ]}
      />
    </Section>
  )
}

/** From the making of a task until a worker took it up for the first time. */
const waited = (createdAt: string, startedAt: string) =>
  duration(Math.max(0, new Date(startedAt).getTime() - new Date(createdAt).getTime()))
