import { useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../generated/index.ts'
import { databases as texts } from '../texts/databases.ts'
import { Confirm } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { QueryError } from '../ui/note.tsx'
import { Refusal } from './refusal.tsx'

const ResetMutation = graphql(/* GraphQL */ `
  mutation ResetElements($databaseId: ID!, $reason: String) {
    resetElementCreation(databaseId: $databaseId, reason: $reason) {
      __typename
      ... on DatabasePayload { database { id elementCreation { ...ElementsState } } }
      ... on Error { code message }
      ... on ConflictError { task { id } }
    }
  }
`)

/** For an element creation that is stuck. */
export function ResetElements({
  database: { id, name },
  onClose,
}: {
  database: { id: string; name: string }
  onClose(): void
}) {
  const [reason, setReason] = useState('')
  const [{ data, error, fetching }, reset] = useMutation(ResetMutation)
  const answer = data?.resetElementCreation
  return (
    <Confirm
      title={texts.reset.title(name)}
      action={texts.reset.act}
      busy={fetching}
      onClose={onClose}
      onConfirm={async () => {
        const { data } = await reset({ databaseId: id, reason: reason.trim() || null })
        if (data?.resetElementCreation.__typename === 'DatabasePayload') onClose()
      }}
    >
      <p>{texts.reset.what}</p>
      <Field label={texts.reset.reason} hint={texts.reset.reasonHint}>
        {(field) => (
          <input
            {...field}
            autoComplete="off"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {answer && 'message' in answer && <Refusal of={answer} />}
      {error && <QueryError error={error} />}
    </Confirm>
  )
}
