import type { ReactNode } from 'react'
import type { CombinedError } from 'urql'
import { common } from '../texts/common.ts'
import { Button } from './button.tsx'
import styles from './note.module.css'

type Tone = 'bad' | 'warn' | 'good' | 'plain'

/** Something to know, in a box. What went wrong is read out at once. */
export function Note({
  tone = 'plain',
  title,
  children,
}: {
  tone?: Tone
  title?: string
  children?: ReactNode
}) {
  return (
    <div className={`${styles.note} ${styles[tone]}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {title && <strong>{title}</strong>}
      {children && <div>{children}</div>}
    </div>
  )
}

/** Why a request has no answer: in the server's own words, with the id that its log has. */
export function QueryError({ error, retry }: { error: CombinedError; retry?: () => void }) {
  const requestId = error.graphQLErrors.find(({ extensions }) => extensions.requestId)?.extensions.requestId
  const words = error.networkError ? [common.unreachable] : error.graphQLErrors.map(({ message }) => message)
  return (
    <Note tone="bad" title={words.join(' ')}>
      {requestId ? <p>{common.requestId(String(requestId))}</p> : null}
      {retry && <Button onClick={retry}>{common.tryAgain}</Button>}
    </Note>
  )
}

/** In place of a list that has nothing in it: why, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <strong>{title}</strong>
      {children}
    </div>
  )
}

/** In place of what is on its way. It shows after a moment alone, so that what is fast does not flicker. */
export function Loading() {
  return (
    <p className={styles.loading} role="status">
      {common.loading}
    </p>
  )
}
