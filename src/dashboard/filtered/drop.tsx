import { useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../generated/index.ts'
import { tellOtherTabs } from '../live/use-other-tabs.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Note, QueryError } from '../ui/note.tsx'

const DropMutation = graphql(/* GraphQL */ `
  mutation DashboardDropFilteredDatabase($id: ID!) {
    dropFilteredDatabase(id: $id) {
      __typename
      ... on RemovedPayload { id }
      ... on Error { code message }
    }
  }
`)

/** Drops a filtered database, once its name was typed. */
export function DropFilteredDatabase({
  id,
  name,
  kind = 'danger',
  onDropped,
}: {
  id: string
  name: string
  /** Calmer where there is one in every row. */
  kind?: 'danger' | 'plain'
  onDropped(): void
}) {
  const [asks, setAsks] = useState(false)
  return (
    <>
      <Button kind={kind} aria-label={texts.drop.actOn(name)} onClick={() => setAsks(true)}>
        {texts.drop.act}
      </Button>
      {asks && <DropDialog id={id} name={name} onClose={() => setAsks(false)} onDropped={onDropped} />}
    </>
  )
}

function DropDialog({
  id,
  name,
  onClose,
  onDropped,
}: {
  id: string
  name: string
  onClose(): void
  onDropped(): void
}) {
  const [typed, setTyped] = useState('')
  const [{ data, error, fetching }, drop] = useMutation(DropMutation)
  const refused = data && 'message' in data.dropFilteredDatabase ? data.dropFilteredDatabase : null
  const isTyped = asSeen(typed) === asSeen(name)
  async function confirm() {
    if (!isTyped || fetching) return
    const answer = await drop({ id }, { additionalTypenames: ['FilteredDatabase'] })
    if (answer.data?.dropFilteredDatabase.__typename !== 'RemovedPayload') return
    tellOtherTabs('FilteredDatabase')
    onClose()
    onDropped()
  }
  return (
    <Confirm
      title={texts.drop.title}
      action={texts.drop.confirm}
      busy={fetching}
      disabled={!isTyped}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{texts.drop.what}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void confirm()
        }}
      >
        <Field label={texts.drop.type(name)}>
          {(field) => (
            <input
              {...field}
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </form>
      {refused && <Note tone="bad" title={refused.message} />}
      {error && <QueryError error={error} />}
    </Confirm>
  )
}

/** A page shows spaces side by side as one. */
const asSeen = (text: string) => text.replace(/\s+/g, ' ').trim()
