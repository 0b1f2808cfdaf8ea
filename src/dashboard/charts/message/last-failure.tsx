import { useQuery } from 'urql'
import { Link } from 'wouter'
import { graphql } from '../../generated/index.ts'
import { charts } from '../../texts/charts.ts'
import { Empty, Note } from '../../ui/note.tsx'

const texts = charts.message
const FailedDrawingsQuery = graphql(/* GraphQL */ `
  query FailedDrawings($filter: TaskFilter!) {
    tasks(last: 50, filter: $filter) {
      nodes { id error { message } ... on ChartTask { sourceMessage { id } } }
    }
  }
`)

/** In place of the charts of a question that has none: why the last attempt drew none, where there was one. */
export function LastFailure({
  messageId,
  databaseId,
  createdAt,
  mayChange,
}: {
  messageId: string
  databaseId: string | undefined
  createdAt: string
  mayChange: boolean
}) {
  // The first ones after the question was asked: its own are among them, however much the workspace draws.
  const filter = {
    kinds: ['CHART' as const],
    statuses: ['FAILED' as const],
    createdAfter: createdAt,
    ...(databaseId && { databaseId }),
  }
  const [{ data }] = useQuery({ query: FailedDrawingsQuery, variables: { filter } })
  const failed = data?.tasks.nodes.find(
    (task) => 'sourceMessage' in task && task.sourceMessage.id === messageId,
  )
  if (!failed) return <Empty title={texts.empty}>{mayChange && <p>{texts.emptyHint}</p>}</Empty>
  return (
    <Note tone="bad" title={texts.emptyFailed}>
      <p>{failed.error?.message}</p>
      <Link href={`/tasks/${failed.id}`}>{charts.asked.task}</Link>
    </Note>
  )
}
