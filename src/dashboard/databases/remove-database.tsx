import { useMutation } from 'urql'
import { graphql } from '../generated/index.ts'
import { tellOtherTabs } from '../live/use-other-tabs.ts'
import { databases as texts } from '../texts/databases.ts'
import { Confirm } from '../ui/dialog.tsx'
import { QueryError } from '../ui/note.tsx'
import { Refusal } from './refusal.tsx'

const RemoveMutation = graphql(/* GraphQL */ `
  mutation RemoveDatabase($id: ID!) {
    removeDatabase(id: $id) {
      __typename
      ... on RemovedPayload { id }
      ... on Error { code message }
      ... on ConflictError { task { id } }
    }
  }
`)

export function RemoveDatabase({
  database: { id, name },
  onClose,
  onRemoved,
}: {
  database: { id: string; name: string }
  onClose(): void
  onRemoved(): void
}) {
  const [{ data, error, fetching }, remove] = useMutation(RemoveMutation)
  const answer = data?.removeDatabase
  return (
    <Confirm
      title={texts.remove.title(name)}
      action={texts.remove.act}
      busy={fetching}
      onClose={onClose}
      onConfirm={async () => {
        const { data } = await remove({ id })
        if (data?.removeDatabase.__typename !== 'RemovedPayload') return
        tellOtherTabs('Database')
        onRemoved()
      }}
    >
      <p>{texts.remove.what}</p>
      {answer && 'message' in answer && <Refusal of={answer} />}
      {error && <QueryError error={error} />}
    </Confirm>
  )
}
