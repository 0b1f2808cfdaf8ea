import { Link, useLocation } from 'wouter'
import { graphql } from '../generated/index.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { useOtherTabs } from '../live/use-other-tabs.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { bytes, count } from '../ui/amounts.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty, Loading, Note, QueryError } from '../ui/note.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { ConnectionFacts } from './connection.tsx'
import { DropFilteredDatabase } from './drop.tsx'
import styles from './filtered.module.css'
import { KeptTables } from './kept-tables.tsx'
import { PlanView } from './plan-view.tsx'

const FilteredDatabaseQuery = graphql(/* GraphQL */ `
  query FilteredDatabaseDetails($id: ID!) {
    filteredDatabase(id: $id) {
      id name host port databaseName username rowCount sizeBytes createdAt expiresAt
      tables { schema name sourceRows rows referencedRows leftOutRows }
      task {
        id createdBy prompt warnings
        source { id name }
        plan { ...ShownPlan }
      }
    }
  }
`)

export default function FilteredDatabasePage({ id }: { id: string }) {
  const mayChange = useMayChange()
  const [, navigate] = useLocation()
  const { data, error, refetch } = useLiveQuery(FilteredDatabaseQuery, { id })
  useOtherTabs('FilteredDatabase', refetch)
  const one = data?.filteredDatabase
  const above = <Link href="/filtered-databases">{texts.back}</Link>
  if (!one)
    return (
      <Page title={data ? texts.page.notFound : texts.title} above={above}>
        {error && <QueryError error={error} retry={refetch} />}
        {!data && !error && <Loading />}
        {data && (
          <Empty title={texts.page.notFound}>
            <p>{texts.page.notFoundWhat}</p>
            <ButtonLink href="/filtered-databases">{texts.back}</ButtonLink>
          </Empty>
        )}
      </Page>
    )
  const { task } = one
  return (
    <Page
      title={one.name}
      above={above}
      actions={
        mayChange && (
          <DropFilteredDatabase id={id} name={one.name} onDropped={() => navigate('/filtered-databases')} />
        )
      }
    >
      {error && <QueryError error={error} retry={refetch} />}
      <Section title={texts.page.facts}>
        {task.prompt != null && <p className={styles.summary}>“{task.prompt}”</p>}
        <Facts
          of={[
            [
              texts.page.madeOf,
              task.source ? (
                <Link key="source" href={`/databases/${task.source.id}`}>
                  {task.source.name}
                </Link>
              ) : (
                texts.list.connectionString
              ),
            ],
            [texts.list.rows, count(one.rowCount)],
            [texts.list.size, bytes(one.sizeBytes)],
            [texts.page.at, <Time key="at" at={one.createdAt} />],
            [texts.page.by, task.createdBy],
            [texts.list.expires, one.expiresAt ? <Time key="until" at={one.expiresAt} /> : texts.list.never],
            [
              texts.page.task,
              <Link key="task" href={`/tasks/${task.id}`}>
                {texts.page.itsTask}
              </Link>,
            ],
          ]}
        />
      </Section>
      <ConnectionFacts of={one} />
      {task.warnings.length > 0 && (
        <Note tone="warn" title={texts.page.warnings}>
          <ul>
            {task.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Note>
      )}
      <KeptTables tables={one.tables} />
      {task.plan && (
        <Section title={texts.page.plan}>
          <PlanView plan={task.plan} />
        </Section>
      )}
    </Page>
  )
}
