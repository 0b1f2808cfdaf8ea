import { useEffect, useRef } from 'react'
import { graphql } from '../generated/index.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { databases as texts } from '../texts/databases.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty, Loading, QueryError } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import styles from './log.module.css'

const LogQuery = graphql(/* GraphQL */ `
  query ElementsLog($id: ID!) {
    database(id: $id) { id elementCreation { log } }
  }
`)

/** The log of the latest element creation, which goes on while it runs. Its end stays in sight until the reader scrolls away. */
export function ElementsLog({ databaseId, taskId }: { databaseId: string; taskId: string | null }) {
  const { data, error, refetch } = useLiveQuery(
    LogQuery,
    { id: databaseId },
    { follows: ({ task, type }) => task.kind === 'ELEMENT_CREATION' && type !== 'PROGRESS' },
  )
  const log = data?.database?.elementCreation.log
  const frame = useRef<HTMLPreElement>(null)
  const isAtEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the log is followed
  useEffect(() => {
    if (frame.current && isAtEnd.current) frame.current.scrollTop = frame.current.scrollHeight
  }, [log])
  return (
    <Section
      title={texts.log.label}
      actions={taskId && <ButtonLink href={`/tasks/${taskId}`}>{texts.log.whole}</ButtonLink>}
    >
      {error && <QueryError error={error} retry={refetch} />}
      {log === undefined && !error && <Loading />}
      {log === '' && <Empty title={texts.log.empty} />}
      {log && (
        <pre
          ref={frame}
          className={styles.log}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
          tabIndex={0}
          role="log"
          aria-label={texts.log.label}
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
            isAtEnd.current = scrollTop + clientHeight >= scrollHeight - 4
          }}
        >
          {log}
        </pre>
      )}
    </Section>
  )
}
