import { Link, useSearchParams } from 'wouter'
import type { MessageListQuery as MessageList } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { changesState, useLiveQuery } from '../live/use-live-query.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { charts } from '../texts/charts.ts'
import { StatusBadge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty, Loading, QueryError } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { Pager, type Place } from '../ui/pager.tsx'
import table from '../ui/table.module.css'
import { Time } from '../ui/time.tsx'
import { AskForm } from './ask/ask-form.tsx'
import { DatabaseChoice } from './ask/database-choice.tsx'
import styles from './messages-page.module.css'

const texts = charts.list
const pageSize = 20

const MessageListQuery = graphql(/* GraphQL */ `
  query MessageList($databaseId: ID, $first: Int, $after: String, $last: Int, $before: String) {
    messages(databaseId: $databaseId, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        id question createdAt createdBy sql
        database { id name }
        charts { hasActiveTasks charts { id } }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)

/** What was asked, newest first, and a place to ask. */
export default function MessagesPage() {
  const mayChange = useMayChange()
  const [params, setParams] = useSearchParams()
  const databaseId = params.get('database') ?? ''
  const [after, before] = [params.get('after'), params.get('before')]
  const { data, error, refetch } = useLiveQuery(
    MessageListQuery,
    {
      databaseId: databaseId || null,
      ...(before ? { last: pageSize, before } : { first: pageSize, after }),
    },
    { follows: (event) => event.task.kind === 'CHART' && changesState(event) },
  )
  const choose = (id: string) => setParams(id ? { database: id } : {})
  const turn = (place: Place) => setParams({ ...(databaseId && { database: databaseId }), ...place })
  const { nodes, pageInfo, totalCount } = data?.messages ?? {}

  return (
    <Page title={charts.title}>
      {mayChange && <AskForm databaseId={databaseId} />}
      <div className={styles.head}>
        <h2>{totalCount === undefined ? texts.heading : texts.total(totalCount)}</h2>
        <div className={styles.filter}>
          <DatabaseChoice label={texts.filter} none={texts.all} value={databaseId} onChange={choose} />
        </div>
      </div>
      {error && !data && <QueryError error={error} retry={refetch} />}
      {!error && !data && <Loading />}
      {nodes && nodes.length === 0 && (
        <Empty title={databaseId ? texts.emptyOfDatabase : texts.empty}>
          {databaseId ? (
            <Button onClick={() => choose('')}>{texts.showAll}</Button>
          ) : (
            <p>{mayChange ? texts.emptyHint : texts.emptyToViewer}</p>
          )}
        </Empty>
      )}
      {nodes && nodes.length > 0 && <Messages of={nodes} />}
      {pageInfo && <Pager info={pageInfo} label={texts.pages} onPlace={turn} />}
    </Page>
  )
}

function Messages({ of }: { of: MessageList['messages']['nodes'] }) {
  return (
    <div className={table.frame}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.question}</th>
            <th scope="col">{texts.database}</th>
            <th scope="col">{texts.maker}</th>
            <th scope="col" className={table.number}>
              {texts.charts}
            </th>
            <th scope="col">{texts.asked}</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ id, question, database, createdBy, createdAt, charts: { charts, hasActiveTasks } }) => (
            <tr key={id}>
              <td>
                <Link className={styles.question} href={`/messages/${id}`}>
                  {question}
                </Link>
              </td>
              <td data-label={texts.database}>
                {database ? (
                  <Link href={`/databases/${database.id}`}>{database.name}</Link>
                ) : (
                  <span className={table.quiet}>{texts.ownRows}</span>
                )}
              </td>
              <td data-label={texts.maker} className={styles.maker}>
                {createdBy}
              </td>
              <td data-label={texts.charts} className={table.number}>
                <span className={styles.charts}>
                  {hasActiveTasks && <StatusBadge status="RUNNING" />}
                  {texts.mostOf(charts.length)}
                </span>
              </td>
              <td data-label={texts.asked}>
                <Time at={createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
