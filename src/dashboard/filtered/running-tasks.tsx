import { graphql } from '../generated/index.ts'
import { changesState, useLiveQuery } from '../live/use-live-query.ts'
import { TaskLine } from '../tasks/task-line.tsx'
import { filtered as texts } from '../texts/filtered.ts'
import { QueryError } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import table from '../ui/table.module.css'
import styles from './filtered.module.css'

const RunningQuery = graphql(/* GraphQL */ `
  query FilteredDatabasesInTheMaking {
    tasks(first: 10, filter: { kinds: [FILTERED_DATABASE], statuses: [PENDING, RUNNING, CANCELLING] }) {
      totalCount
      nodes {
        ...TaskLine
        ... on FilteredDatabaseTask { prompt }
      }
    }
  }
`)

/** The filtered databases that are on their way; nothing where there are none. */
export function RunningTasks() {
  const { data, error, askedAt, refetch } = useLiveQuery(
    RunningQuery,
    {},
    { follows: (event) => event.task.kind === 'FILTERED_DATABASE' && changesState(event) },
  )
  if (error) return <QueryError error={error} retry={refetch} />
  const tasks = data?.tasks
  if (!tasks || tasks.nodes.length === 0) return null
  return (
    <Section title={texts.list.running}>
      <ul className={styles.running}>
        {tasks.nodes.map((task) => (
          <li key={task.id}>
            <TaskLine
              task={task}
              askedAt={askedAt}
              what={'prompt' in task ? (task.prompt ?? undefined) : undefined}
            />
          </li>
        ))}
      </ul>
      {tasks.totalCount > tasks.nodes.length && (
        <p className={table.quiet}>{texts.list.moreRunning(tasks.totalCount - tasks.nodes.length)}</p>
      )}
    </Section>
  )
}
