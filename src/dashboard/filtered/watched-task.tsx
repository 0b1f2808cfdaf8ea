import { Link } from 'wouter'
import { graphql } from '../generated/index.ts'
import { changesState, useLiveQuery } from '../live/use-live-query.ts'
import { TaskLine } from '../tasks/task-line.tsx'
import { filtered as texts } from '../texts/filtered.ts'
import { bytes, count, duration } from '../ui/amounts.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Loading, Note, QueryError } from '../ui/note.tsx'
import { Facts, Section } from '../ui/page.tsx'
import styles from './filtered.module.css'
import { PlanView } from './plan-view.tsx'

const WatchedQuery = graphql(/* GraphQL */ `
  query WatchedFilteredDatabaseTask($id: ID!) {
    task(id: $id) {
      ...TaskLine
      durationMs
      error { code message retryable }
      ... on FilteredDatabaseTask {
        prompt
        plan { ...ShownPlan }
        filteredDatabase { id name rowCount sizeBytes tables { rows } }
      }
    }
  }
`)

/** A task that was started here: how it goes, what came of it, and the plan that it follows. */
export function WatchedTask({ id, isSame }: { id: string; isSame: boolean }) {
  const { data, error, askedAt, refetch } = useLiveQuery(
    WatchedQuery,
    { id },
    { follows: (event) => event.task.id === id && changesState(event) },
  )
  const task = data?.task
  if (!task)
    return (
      <>
        {error && <QueryError error={error} retry={refetch} />}
        {!data && !error && <Loading />}
        {data && <Note tone="warn" title={texts.task.missing} />}
      </>
    )
  const made = 'filteredDatabase' in task ? task.filteredDatabase : null
  const prompt = 'prompt' in task ? task.prompt : null
  return (
    <>
      {!isSame && <Note tone="warn" title={texts.make.notTheSame} />}
      <Section title={texts.task.title}>
        <TaskLine task={task} askedAt={askedAt} what={prompt ?? undefined} />
        <div className={styles.outcome} role="status">
          {task.status === 'COMPLETED' &&
            (made ? (
              <>
                <p>
                  <strong>{made.name}</strong> {texts.task.done}
                </p>
                <Facts
                  of={[
                    [texts.task.rows, count(made.rowCount)],
                    [texts.task.tables, count(made.tables.filter(({ rows }) => Number(rows) > 0).length)],
                    [texts.task.size, bytes(made.sizeBytes)],
                    task.durationMs != null && [texts.task.took, duration(task.durationMs)],
                  ]}
                />
                <div>
                  <ButtonLink kind="primary" href={`/filtered-databases/${made.id}`}>
                    {texts.task.open}
                  </ButtonLink>
                </div>
              </>
            ) : (
              <p>{texts.task.gone}</p>
            ))}
          {task.status === 'CANCELLED' && <p>{texts.task.cancelled}</p>}
        </div>
        {task.status === 'FAILED' && (
          <Note tone="bad" title={task.error?.message ?? texts.task.failed}>
            {task.error?.retryable && <p>{texts.task.retryable}</p>}
          </Note>
        )}
        <p>
          <Link href={`/tasks/${id}`}>{texts.task.page}</Link>
        </p>
      </Section>
      {'plan' in task && task.plan && (
        <Section title={texts.task.plan}>
          <PlanView plan={task.plan} />
        </Section>
      )}
    </>
  )
}
