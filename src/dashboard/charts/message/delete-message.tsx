import { useState } from 'react'
import { useMutation } from 'urql'
import { useLocation } from 'wouter'
import { graphql } from '../../generated/index.ts'
import { charts } from '../../texts/charts.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Note } from '../../ui/note.tsx'
import { wordsOf } from '../words-of.ts'

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
  const [asks, setAsks] = useState(false)
  const [{ data, error, fetching }, remove] = useMutation(DeleteMessageMutation)
  const [, navigate] = useLocation()
  const refused = data && 'message' in data.deleteMessage ? data.deleteMessage.message : null
  async function confirm() {
    const answer = await remove({ id })
    if (answer.data?.deleteMessage.__typename === 'RemovedPayload') navigate('/messages', { replace: true })
  }
  return (
    <>
      <Button kind="danger" onClick={() => setAsks(true)}>
        {texts.delete}
      </Button>
      {asks && (
        <Confirm
          title={texts.deleteTitle}
          action={texts.delete}
          busy={fetching}
          onConfirm={confirm}
          onClose={() => setAsks(false)}
        >
          <p>{texts.deleteWhat(count)}</p>
          {(refused ?? error) && <Note tone="bad" title={refused ?? wordsOf(error)} />}
        </Confirm>
      )}
    </>
  )
}
