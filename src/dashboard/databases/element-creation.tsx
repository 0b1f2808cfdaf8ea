import type { CatalogCountsFragment, ElementCreationFragment } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { TaskLine } from '../tasks/task-line.tsx'
import { databases as texts } from '../texts/databases.ts'
import { count } from '../ui/amounts.ts'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { Facts, Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import styles from './databases.module.css'

export const ElementCreationFields = graphql(/* GraphQL */ `
  fragment ElementCreation on ElementCreationState {
    status canStart reason completedAt
    task {
      ...TaskLine
      error { code message retryable }
      result {
        tables { ...Counts }
        columns { ...Counts }
        relationships { ...Counts }
        failedTables { schema name message }
        unreadableTables partitionsLeftOut unresolvedRelationships
      }
    }
  }
  fragment CatalogCounts on CatalogSummary { tableCount columnCount relationshipCount updatedAt }
  fragment Counts on ElementCounts { created updated removed skipped }
`)

type Result = NonNullable<NonNullable<ElementCreationFragment['task']>['result']>

/** What the catalog holds, and the latest element creation: the task while it runs, and what it came to. */
export function ElementCreation({
  state: { task, status, reason },
  catalog,
  askedAt,
  onReset,
}: {
  state: ElementCreationFragment
  catalog: CatalogCountsFragment
  askedAt: number
  /** Null where there is nothing to reset, or nobody who may. */
  onReset: (() => void) | null
}) {
  return (
    <Section
      title={texts.state.title}
      actions={
        onReset && (
          <Button kind="danger" onClick={onReset}>
            {texts.reset.act}
          </Button>
        )
      }
    >
      <Facts
        of={[
          [texts.facts.tables, count(catalog.tableCount)],
          [texts.facts.columns, count(catalog.columnCount)],
          [texts.facts.relationships, count(catalog.relationshipCount)],
          [
            texts.facts.changed,
            catalog.updatedAt === null ? texts.facts.never : <Time key="changed" at={catalog.updatedAt} />,
          ],
        ]}
      />
      {task && <TaskLine task={task} askedAt={askedAt} />}
      {status !== 'COMPLETED' && <p className={styles.quiet}>{reason}</p>}
      {task?.error && <Note tone="bad" title={task.error.message} />}
      {task?.result && <ResultOf result={task.result} />}
    </Section>
  )
}

function ResultOf({ result }: { result: Result }) {
  const { failedTables } = result
  return (
    <>
      <details className={styles.more}>
        <summary>{texts.result.title}</summary>
        <Facts
          of={[
            [texts.result.tables, texts.result.of(result.tables)],
            [texts.result.columns, texts.result.of(result.columns)],
            [texts.result.relationships, texts.result.of(result.relationships)],
          ]}
        />
      </details>
      {failedTables.length > 0 && (
        <Note tone="warn" title={texts.result.failed(failedTables.length)}>
          <ul>
            {failedTables.map(({ schema, name, message }) => (
              <li key={`${schema}.${name}`}>
                {schema}.{name}: {message}
              </li>
            ))}
          </ul>
        </Note>
      )}
      {result.unreadableTables > 0 && <p>{texts.result.unreadable(result.unreadableTables)}</p>}
      {result.partitionsLeftOut > 0 && (
        <p className={styles.quiet}>{texts.result.partitions(result.partitionsLeftOut)}</p>
      )}
      {result.unresolvedRelationships > 0 && (
        <p className={styles.quiet}>{texts.result.unresolved(result.unresolvedRelationships)}</p>
      )}
    </>
  )
}
