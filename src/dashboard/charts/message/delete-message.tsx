import { useMutation } from 'urql'
import { useLocation } from 'wouter'
import { graphql } from '../../generated/index.ts'
import { charts } from '../../texts/charts.ts'
import { AskToDelete } from '../ask-to-delete.tsx'

const texts = charts.message
const DeleteMessageMutation = graphql(/* GraphQL */ `
  mutation DeleteMessageWithCharts($id: ID!) {
    deleteMessage(id: $id) {
      __typename
      ... on Error { code message }
    }
  }
`)

/** Asks, and then deletes a question with its charts and goes to the list of the others. */
export function DeleteMessage({ id, charts: count }: { id: string; charts: number }) {
  const [{ data, error, fetching }, send] = useMutation(DeleteMessageMutation)
  const [, navigate] = useLocation()
  const refused = data && 'message' in data.deleteMessage ? data.deleteMessage.message : null
  async function remove() {
    const answer = await send({ id })
    const isGone = answer.data?.deleteMessage.__typename === 'RemovedPayload'
    if (isGone) navigate('/messages', { replace: true })
    return isGone
  }
  return (
    <AskToDelete
      action={texts.delete}
      title={texts.deleteTitle}
      what={texts.deleteWhat(count)}
      busy={fetching}
      refused={refused}
      error={error}
      remove={remove}
    />
  )
}
