import { useLayoutEffect, useRef, useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../generated/index.ts'
import { tasks as texts } from '../texts/tasks.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Note, QueryError } from '../ui/note.tsx'

export const CancelMutation = graphql(/* GraphQL */ `
  mutation DashboardCancelTask($taskId: ID!, $reason: String) {
    cancelTask(taskId: $taskId, reason: $reason) {
      __typename
      ... on TaskPayload { task { id status cancelRequestedAt cancelReason } }
      ... on Error { code message }
    }
  }
`)

/** Asks a task to stop, once the reader has confirmed it. `what` names the task to those who do not see where the button stands. */
export function CancelTask({ taskId, what }: { taskId: string; what: string }) {
  const [asks, setAsks] = useState(false)
  const place = useRef<HTMLSpanElement>(null)
  // The button goes away with what it did: the focus that was here stays with the task.
  useLayoutEffect(() => {
    const here = place.current
    const task = here?.closest('[data-task]')?.querySelector('a') ?? document.getElementById('content')
    return () => {
      if (here?.contains(document.activeElement)) setTimeout(() => task?.focus())
    }
  }, [])
  return (
    <span ref={place}>
      <Button aria-label={texts.cancel.actOn(what)} onClick={() => setAsks(true)}>
        {texts.cancel.act}
      </Button>
      {asks && <CancelDialog taskId={taskId} onClose={() => setAsks(false)} />}
    </span>
  )
}

function CancelDialog({ taskId, onClose }: { taskId: string; onClose(): void }) {
  const [reason, setReason] = useState('')
  const [{ data, error, fetching }, cancel] = useMutation(CancelMutation)
  const refused = data && 'message' in data.cancelTask ? data.cancelTask : null
  async function confirm() {
    const answer = await cancel({ taskId, reason: reason.trim() || null })
    if (answer.data?.cancelTask.__typename === 'TaskPayload') onClose()
  }
  return (
    <Confirm
      title={texts.cancel.title}
      action={texts.cancel.confirm}
      busy={fetching}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{texts.cancel.what}</p>
      <ReasonField reason={reason} onReason={setReason} />
      {refused && <Note tone="bad" title={refused.message} />}
      {error && <QueryError error={error} />}
    </Confirm>
  )
}

export function ReasonField({ reason, onReason }: { reason: string; onReason(reason: string): void }) {
  return (
    <Field label={texts.cancel.reason} hint={texts.cancel.reasonHint}>
      {(field) => (
        <textarea
          {...field}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => onReason(event.target.value)}
        />
      )}
    </Field>
  )
}
