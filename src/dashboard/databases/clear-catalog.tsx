import { useMutation } from 'urql'
import { graphql } from '../generated/index.ts'
import { tellOtherTabs } from '../live/use-other-tabs.ts'
import { databases as texts } from '../texts/databases.ts'
import { Confirm } from '../ui/dialog.tsx'
import { QueryError } from '../ui/note.tsx'
import { Refusal } from './refusal.tsx'

const ClearMutation = graphql(/* GraphQL */ `
  mutation ClearCatalogOfDatabase($databaseId: ID!) {
    clearCatalog(databaseId: $databaseId) {
      __typename
      ... on DatabasePayload { database { id catalog { tableCount updatedAt } } }
      ... on Error { code message }
      ... on ConflictError { task { id } }
    }
  }
`)

export function ClearCatalog({
  database: { id, name },
  onClose,
}: {
  database: { id: string; name: string }
  onClose(): void
}) {
  const [{ data, error, fetching }, clear] = useMutation(ClearMutation)
  const answer = data?.clearCatalog
  return (
    <Confirm
      title={texts.clear.title(name)}
      action={texts.clear.act}
      busy={fetching}
      onClose={onClose}
      onConfirm={async () => {
        const { data } = await clear({ databaseId: id })
        if (data?.clearCatalog.__typename !== 'DatabasePayload') return
        tellOtherTabs('Database')
        onClose()
      }}
    >
      <p>{texts.clear.what}</p>
      {answer && 'message' in answer && <Refusal of={answer} />}
      {error && <QueryError error={error} />}
    </Confirm>
  )
}
