import { filtered as texts } from '../texts/filtered.ts'
import { CopyButton } from '../ui/copy.tsx'
import styles from './filtered.module.css'

/** A statement, folded until it is asked for. `what` names it to those who do not see what it stands beside. */
export function Sql({ sql, what }: { sql: string; what: string }) {
  return (
    <details className={styles.sql}>
      <summary aria-label={texts.plan.sqlOf(what)}>{texts.plan.sql}</summary>
      <div className={styles.statement}>
        <pre>
          <code>{sql}</code>
        </pre>
        <CopyButton text={sql} what={texts.plan.sqlOf(what)} />
      </div>
    </details>
  )
}
