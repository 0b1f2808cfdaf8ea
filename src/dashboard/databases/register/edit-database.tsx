import { type FormEvent, useState } from 'react'
import { useMutation } from 'urql'
import type { DatabaseEngine } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { tellOtherTabs } from '../../live/use-other-tabs.ts'
import { common } from '../../texts/common.ts'
import { databases as texts } from '../../texts/databases.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { QueryError } from '../../ui/note.tsx'
import styles from '../databases.module.css'
import { ConnectionField } from './connection-field.tsx'
import { engineOf } from './connection-string.ts'
import { fieldError, Problem } from './connection-test.tsx'

const UpdateMutation = graphql(/* GraphQL */ `
  mutation UpdateDatabase($input: UpdateDatabaseInput!) {
    updateDatabase(input: $input) {
      __typename
      ... on DatabasePayload { database { id name engine host port databaseName username } }
      ... on Error { code message }
      ... on InvalidInputError { fields { path message } }
      ...ConnectionProblem
    }
  }
`)

/** Another name, or another way to connect; a new connection is tested by the server before it is kept. */
export function EditDatabase({
  database,
  onClose,
}: {
  database: { id: string; name: string; engine: DatabaseEngine }
  onClose(): void
}) {
  const [name, setName] = useState(database.name)
  const [connectionString, setConnectionString] = useState('')
  const [{ data, error, fetching }, update] = useMutation(UpdateMutation)
  const answer = data?.updateDatabase
  const refused = answer && 'message' in answer ? answer : null
  const stringError = fieldError(refused, 'connectionString')
  const nameError =
    fieldError(refused, 'name') ?? (refused?.__typename === 'ConflictError' ? refused.message : undefined)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const source = connectionString.trim()
    const input = {
      id: database.id,
      ...(name.trim() !== database.name && { name: name.trim() }),
      ...(source && { connectionString: source }),
    }
    const answer = await update({ input })
    if (answer.data?.updateDatabase.__typename !== 'DatabasePayload') return
    tellOtherTabs('Database')
    onClose()
  }

  return (
    <Dialog title={texts.edit.title(database.name)} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <Field label={texts.register.name} error={nameError}>
          {(field) => (
            <input
              {...field}
              autoComplete="off"
              required
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ConnectionField
          engine={database.engine}
          value={connectionString}
          onValue={setConnectionString}
          hint={texts.edit.stringHint}
          error={stringError}
        />
        {refused && !stringError && !nameError && (
          <Problem of={refused} engine={engineOf(connectionString) ?? database.engine} />
        )}
        {error && <QueryError error={error} />}
        <div className={styles.actions}>
          <Button onClick={onClose}>{common.close}</Button>
          <Button type="submit" kind="primary" busy={fetching}>
            {texts.edit.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
