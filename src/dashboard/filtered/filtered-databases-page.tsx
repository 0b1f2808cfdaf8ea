import { useState } from 'react'
import { Link } from 'wouter'
import type { FilteredDatabasesQuery as Data } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { changesState, useLiveQuery } from '../live/use-live-query.ts'
import { useOtherTabs } from '../live/use-other-tabs.ts'
import { useMayChange, useViewer } from '../session/use-viewer.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { bytes, count } from '../ui/amounts.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty, Loading, Note, QueryError } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { Pager, type Place } from '../ui/pager.tsx'
import table from '../ui/table.module.css'
import { Time } from '../ui/time.tsx'
import { DropFilteredDatabase } from './drop.tsx'
import styles from './filtered.module.css'
import { RunningTasks } from './running-tasks.tsx'

const FilteredDatabasesQuery = graphql(/* GraphQL */ `
  query FilteredDatabases($first: Int, $last: Int, $after: String, $before: String) {
    filteredDatabases(first: $first, last: $last, after: $after, before: $before) {
      totalCount
      nodes {
        id name rowCount sizeBytes createdAt expiresAt
        task { id createdBy source { id name } }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)

type Row = Data['filteredDatabases']['nodes'][number]

const pageSize = 25

export default function FilteredDatabasesPage() {
  const viewer = useViewer()
  const mayChange = useMayChange()
  const [place, setPlace] = useState<Place>({})
  const [dropped, setDropped] = useState('')
  const { data, error, refetch } = useLiveQuery(
    FilteredDatabasesQuery,
    place.before ? { last: pageSize, before: place.before } : { first: pageSize, after: place.after },
    { follows: (event) => event.task.kind === 'FILTERED_DATABASE' && changesState(event) },
  )
  useOtherTabs('FilteredDatabase', refetch)
  const list = data?.filteredDatabases
  function onDropped(name: string) {
    setDropped(name)
    refetch()
    // The row takes the button with it that the focus would go back to.
    requestAnimationFrame(() => document.getElementById('content')?.focus())
  }
  return (
    <Page
      title={texts.title}
      actions={
        viewer && (
          <ButtonLink href="/filtered-databases/new" kind={mayChange ? 'primary' : 'plain'}>
            {mayChange ? texts.list.new : texts.list.look}
          </ButtonLink>
        )
      }
    >
      {dropped && <Note tone="good" title={texts.drop.dropped(dropped)} />}
      <RunningTasks />
      {error && <QueryError error={error} retry={refetch} />}
      {!list && !error && <Loading />}
      {list?.nodes.length === 0 && (
        <Empty title={texts.list.empty}>
          <p>{texts.list.emptyWhat}</p>
        </Empty>
      )}
      {list && list.nodes.length > 0 && <List rows={list.nodes} onDropped={onDropped} />}
      {list && <Pager info={list.pageInfo} label={texts.list.pages} onPlace={setPlace} />}
    </Page>
  )
}

function List({ rows, onDropped }: { rows: Row[]; onDropped(name: string): void }) {
  const mayChange = useMayChange()
  return (
    <div className={table.frame}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.list.name}</th>
            <th scope="col">{texts.list.source}</th>
            <th scope="col" className={table.number}>
              {texts.list.rows}
            </th>
            <th scope="col" className={table.number}>
              {texts.list.size}
            </th>
            <th scope="col">{texts.list.made}</th>
            <th scope="col">{texts.list.expires}</th>
            {mayChange && (
              <th scope="col">
                <span className="visually-hidden">{texts.list.actions}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, rowCount, sizeBytes, createdAt, expiresAt, task }) => (
            <tr key={id}>
              <td data-label={texts.list.name} className={styles.name}>
                <Link href={`/filtered-databases/${id}`}>{name}</Link>
              </td>
              <td data-label={texts.list.source} className={`${styles.name} ${styles.from}`}>
                {task.source ? (
                  <Link href={`/databases/${task.source.id}`}>{task.source.name}</Link>
                ) : (
                  <span className={table.quiet}>{texts.list.connectionString}</span>
                )}
              </td>
              <td data-label={texts.list.rows} className={table.number}>
                {count(rowCount)}
              </td>
              <td data-label={texts.list.size} className={`${table.number} ${styles.whole}`}>
                {bytes(sizeBytes)}
              </td>
              <td data-label={texts.list.made}>
                <span>
                  <Time at={createdAt} />{' '}
                  <span className={`${table.quiet} ${styles.by}`}>{texts.list.by(task.createdBy)}</span>
                </span>
              </td>
              <td data-label={texts.list.expires}>
                {expiresAt ? (
                  <Time at={expiresAt} />
                ) : (
                  <span className={table.quiet}>{texts.list.never}</span>
                )}
              </td>
              {mayChange && (
                <td className={styles.action}>
                  <DropFilteredDatabase kind="plain" id={id} name={name} onDropped={() => onDropped(name)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
