import { useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../../generated/index.ts'
import { charts } from '../../texts/charts.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Note } from '../../ui/note.tsx'
import { wordsOf } from '../words-of.ts'

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
  const [asks, setAsks] = useState(false)
  const [{ data, error, fetching }, remove] = useMutation(DeleteChartMutation)
  const refused = data && 'message' in data.deleteChart ? data.deleteChart.message : null
  async function confirm() {
    const answer = await remove({ id })
    if (answer.data?.deleteChart.__typename !== 'RemovedPayload') return
    setAsks(false)
    onDeleted()
  }
  return (
    <>
      <Button kind="danger" aria-label={`${texts.delete}: ${title}`} onClick={() => setAsks(true)}>
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
          <p>{texts.deleteWhat(title)}</p>
          {(refused ?? error) && <Note tone="bad" title={refused ?? wordsOf(error)} />}
        </Confirm>
      )}
    </>
  )
}
