import type { TaskStatus } from '../generated/graphql.ts'
import { tasks } from '../texts/tasks.ts'
import styles from './badge.module.css'

/** How a task stands: a word with a sign of its own, so that nobody has to tell colours apart. */
export function StatusBadge({ status }: { status: TaskStatus }) {
  return (
    <span className={`${styles.badge} ${styles[status.toLowerCase()]}`}>
      <span className={styles.sign} aria-hidden="true" />
      {tasks.status[status]}
    </span>
  )
}

export function Badge({ children }: { children: string }) {
  return <span className={styles.badge}>{children}</span>
}
