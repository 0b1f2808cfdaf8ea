import type { TaskPageQuery } from '../generated/graphql.ts'
import { tasks as texts } from '../texts/tasks.ts'
import { count, duration } from '../ui/amounts.ts'
import { Progress } from '../ui/progress.tsx'
import styles from './steps.module.css'

type Step = NonNullable<TaskPageQuery['task']>['steps'][number]

/** The parts of a task in their order, each with how far it is or how long it took. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className={styles.steps}>
      {steps.map((step) => (
        <li key={step.name} className={`${styles.step} ${styles[step.status.toLowerCase()]}`}>
          <span className={styles.sign} aria-hidden="true" />
          <span className={styles.name}>{texts.step(step.name)}</span>
          <span className={styles.status}>{texts.steps.status[step.status] ?? step.status}</span>
          <span className={styles.amount}>{amountOf(step)}</span>
          <span className={styles.how}>
            {step.status === 'RUNNING' || step.status === 'FAILED' ? (
              <Progress value={step.progress} label={texts.progressOf(texts.step(step.name))} />
            ) : (
              (step.durationMs ?? null) !== null && duration(step.durationMs!)
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}

function amountOf({ done, total }: Step): string {
  if ((done ?? null) === null) return ''
  return (total ?? null) === null || String(done) === String(total)
    ? count(done!)
    : texts.steps.doneOf(count(done!), count(total!))
}
