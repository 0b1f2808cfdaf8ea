import { useSyncExternalStore } from 'react'
import { useSession } from '../session/session.ts'
import { shell as texts } from '../texts/shell.ts'
import styles from './connection.module.css'

/** Whether what the page shows is kept up to date. Read out when it changes. */
export function Connection() {
  const { client } = useSession()
  const { state } = useSyncExternalStore(client.onConnection, () => client.connection)
  return (
    <span className={`${styles.connection} ${styles[state]}`} role="status">
      <span className={styles.dot} aria-hidden="true" />
      <span className={styles.word}>{texts.connection[state]}</span>
    </span>
  )
}
