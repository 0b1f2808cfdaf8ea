import { tasks as texts } from '../texts/tasks.ts'
import { Badge } from '../ui/badge.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import styles from './failure.module.css'
import type { ShownTask } from './shown-task.ts'
import { isSettled } from './use-standing.ts'

/** Why a task failed, or why its last attempt did, and what can be done about it. */
export function Failure({ task, error }: { task: ShownTask; error: NonNullable<ShownTask['error']> }) {
  const isOver = isSettled(task.status)
  const remedy = texts.remedy(error.code)
  const settings = settingsOf(task)
  return (
    <Note
      tone={isOver ? 'bad' : 'warn'}
      title={isOver ? error.message : texts.failure.attempt(error.message)}
    >
      <div className={styles.failure}>
        <p className={styles.facts}>
          <Badge>{error.code}</Badge> {error.retryable ? texts.failure.retryable : texts.failure.final}
        </p>
        {isOver && remedy && <p>{remedy}</p>}
        {isOver && settings && (
          <div>
            <ButtonLink href={settings.href}>{settings.name}</ButtonLink>
          </div>
        )}
      </div>
    </Note>
  )
}

/** Where what the task worked with can be looked at and changed. */
function settingsOf(task: ShownTask): { href: string; name: string } | null {
  if ('database' in task)
    return task.database.removedAt
      ? { href: '/databases', name: texts.failure.databases }
      : { href: `/databases/${task.database.id}`, name: texts.failure.database(task.database.name) }
  if ('sourceMessage' in task)
    return task.sourceMessage.deletedAt
      ? null
      : { href: `/messages/${task.sourceMessage.id}`, name: texts.failure.message }
  if ('prompt' in task && task.source && !task.source.removedAt)
    return { href: `/databases/${task.source.id}`, name: texts.failure.database(task.source.name) }
  return null
}
