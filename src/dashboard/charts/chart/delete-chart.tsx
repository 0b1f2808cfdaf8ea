import { useMutation } from 'urql'
import { graphql } from '../../generated/index.ts'
import { charts } from '../../texts/charts.ts'
import { AskToDelete } from '../ask-to-delete.tsx'

const texts = charts.chart
const DeleteChartMutation = graphql(/* GraphQL */ `
  mutation DeleteChartOfMessage($id: ID!) {
    deleteChart(id: $id) {
      __typename
      ... on Error { code message }
    }
  }
`)

/** Asks, and then deletes a chart. */
export function DeleteChart({ id, title, onDeleted }: { id: string; title: string; onDeleted(): void }) {
  const [{ data, error, fetching }, send] = useMutation(DeleteChartMutation)
  const refused = data && 'message' in data.deleteChart ? data.deleteChart.message : null
  async function remove() {
    const answer = await send({ id })
    const isGone = answer.data?.deleteChart.__typename === 'RemovedPayload'
    if (isGone) onDeleted()
    return isGone
  }
  return (
    <AskToDelete
      action={texts.delete}
      title={texts.deleteTitle}
      name={`${texts.delete}: ${title}`}
      what={texts.deleteWhat(title)}
      busy={fetching}
      refused={refused}
      error={error}
      remove={remove}
    />
  )
}
