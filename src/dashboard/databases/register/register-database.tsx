import { type FormEvent, useState } from 'react'
import { useMutation } from 'urql'
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
import { databaseNameOf, engineOf } from './connection-string.ts'
import { fieldError, Problem, TestMutation, TestOutcome } from './connection-test.tsx'

const RegisterMutation = graphql(/* GraphQL */ `
  mutation RegisterInDashboard($input: RegisterDatabaseInput!) {
    registerDatabase(input: $input) {
      __typename
      ... on DatabasePayload { database { id } }
      ... on Error { code message }
      ... on InvalidInputError { fields { path message } }
      ...ConnectionProblem
    }
  }
`)

/** Tests a connection and, once it works, registers it. */
export function RegisterDatabase({
  onClose,
  onRegistered,
}: {
  onClose(): void
  onRegistered(id: string): void
}) {
  const [name, setName] = useState('')
  const [connectionString, setConnectionString] = useState('')
  /** The one that was tested last; what it found is of this one alone. */
  const [tested, setTested] = useState('')
  const [test, runTest] = useMutation(TestMutation)
  const [registration, register] = useMutation(RegisterMutation)
  const source = connectionString.trim()
  const proposed = databaseNameOf(source)
  const engine = engineOf(source)
  const outcome = tested === source && !test.fetching ? test.data?.testConnection : undefined
  const works = outcome?.__typename === 'TestConnectionPayload'
  const refusal = registration.data?.registerDatabase
  const refused = refusal && 'message' in refusal ? refusal : null
  const stringError = fieldError(outcome, 'connectionString') ?? fieldError(refused, 'connectionString')
  const nameError =
    fieldError(refused, 'name') ?? (refused?.__typename === 'ConflictError' ? refused.message : undefined)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!works) {
      setTested(source)
      await runTest({ input: { connectionString: source } })
      return
    }
    const { data } = await register({
      input: { name: name.trim() || proposed, connectionString: source },
    })
    const answer = data?.registerDatabase
    if (answer?.__typename !== 'DatabasePayload') return
    tellOtherTabs('Database')
    onRegistered(answer.database.id)
  }

  return (
    <Dialog title={texts.register.act} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <ConnectionField
          value={connectionString}
          onValue={setConnectionString}
          error={stringError}
          required
        />
        <Field label={texts.register.name} hint={texts.register.nameHint} error={nameError}>
          {(field) => (
            <input
              {...field}
              autoComplete="off"
              maxLength={200}
              placeholder={proposed}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {outcome && !stringError && <TestOutcome outcome={outcome} engine={engine} />}
        {test.error && tested === source && <QueryError error={test.error} />}
        {refused && !stringError && !nameError && <Problem of={refused} engine={engine} />}
        {registration.error && <QueryError error={registration.error} />}
        <div className={styles.actions}>
          <Button onClick={onClose}>{common.close}</Button>
          <Button
            type="submit"
            kind="primary"
            busy={test.fetching || registration.fetching}
            disabled={source === ''}
          >
            {works ? texts.register.submit : texts.test.act}
          </Button>
        </div>
        {!works && <p className={styles.quiet}>{texts.register.testFirst}</p>}
      </form>
    </Dialog>
  )
}
