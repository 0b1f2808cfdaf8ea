import { useState } from 'react'
import { useMutation } from 'urql'
import { useLocation } from 'wouter'
import { graphql } from '../generated/index.ts'
import { tasks as texts } from '../texts/tasks.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Note, QueryError } from '../ui/note.tsx'

const RetryMutation = graphql(/* GraphQL */ `
  mutation DashboardRetryTask($taskId: ID!) {
    retryTask(taskId: $taskId) {
      __typename
      ... on TaskPayload { task { id } }
      ... on Error { code message }
    }
  }
`)

/** Starts a settled task again as it was, once the reader has confirmed it, and goes to the page of the new one. */
export function RetryTask({ taskId, what }: { taskId: string; what: string }) {
  const [asks, setAsks] = useState(false)
  return (
    <>
      <Button aria-label={texts.retry.actOn(what)} onClick={() => setAsks(true)}>
        {texts.retry.act}
      </Button>
      {asks && <RetryDialog taskId={taskId} onClose={() => setAsks(false)} />}
    </>
  )
}

function RetryDialog({ taskId, onClose }: { taskId: string; onClose(): void }) {
  const [, navigate] = useLocation()
  const [{ data, error, fetching }, retry] = useMutation(RetryMutation)
  const refused = data && 'message' in data.retryTask ? data.retryTask : null
  async function confirm() {
    const result = (await retry({ taskId })).data?.retryTask
    if (result?.__typename !== 'TaskPayload') return
    onClose()
    navigate(`/tasks/${result.task.id}`)
  }
  return (
    <Confirm
      title={texts.retry.title}
      action={texts.retry.confirm}
      kind="primary"
      busy={fetching}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{texts.retry.what}</p>
      {refused && <Note tone="bad" title={refused.message} />}
      {error && <QueryError error={error} />}
    </Confirm>
  )
}
