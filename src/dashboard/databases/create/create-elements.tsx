import { type FormEvent, useState } from 'react'
import { useMutation } from 'urql'
import { Link } from 'wouter'
import type { StartElementsMutation } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { TaskLine } from '../../tasks/task-line.tsx'
import { common } from '../../texts/common.ts'
import { databases as texts } from '../../texts/databases.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Note, QueryError } from '../../ui/note.tsx'
import styles from '../databases.module.css'
import { fieldError, Problem } from '../register/connection-test.tsx'
import { ElementOptions, usualKinds, usualOptions } from './options.tsx'
import { readSelection } from './selection.ts'

const StartMutation = graphql(/* GraphQL */ `
  mutation StartElements($input: StartElementCreationInput!) {
    startElementCreation(input: $input) {
      __typename
      ... on StartElementCreationPayload {
        tasks { ...TaskLine database { id name } }
        skipped { reason database { id name } }
      }
      ... on Error { code message }
      ... on InvalidInputError { fields { path message } }
    }
  }
`)

type Started = Extract<
  StartElementsMutation['startElementCreation'],
  { __typename: 'StartElementCreationPayload' }
>

/** Starts element creation of one or several databases, then shows which tasks began and which databases were skipped, and why. */
export function CreateElements({
  databases,
  onStarted,
  onClose,
}: {
  databases: readonly { id: string; name: string }[]
  onStarted?(): void
  onClose(): void
}) {
  // Those that it was opened for: the selection may be over once it has started.
  const [these] = useState(databases)
  const [options, setOptions] = useState(usualOptions)
  const [wrong, setWrong] = useState<string | null>(null)
  const [{ data, error, fetching }, start] = useMutation(StartMutation)
  const [askedAt, setAskedAt] = useState(0)
  const answer = data?.startElementCreation
  const refused = answer && 'message' in answer ? answer : null
  const selectionError = wrong === null ? fieldError(refused, 'selection') : texts.create.badLine(wrong)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const { selection, wrong } = readSelection(options.selection)
    setWrong(wrong)
    if (wrong !== null) return
    const isUsual =
      usualKinds.size === options.kinds.size && [...usualKinds].every((kind) => options.kinds.has(kind))
    setAskedAt(performance.now())
    const { data } = await start({
      input: {
        databaseIds: these.map(({ id }) => id),
        ...(!isUsual && { include: [...options.kinds] }),
        ...(options.partitions && { includePartitions: true }),
        ...(options.sampleValues && options.kinds.has('CANDIDATE_KEYS') && { sampleValues: true }),
        ...(selection && { selection }),
      },
    })
    if (data?.startElementCreation.__typename === 'StartElementCreationPayload') onStarted?.()
  }

  return (
    <Dialog title={texts.create.title(these.map(({ name }) => name))} onClose={onClose}>
      {answer?.__typename === 'StartElementCreationPayload' ? (
        <Outcome of={answer} askedAt={askedAt} onClose={onClose} />
      ) : (
        <form className={styles.form} onSubmit={submit}>
          <p>{texts.create.what}</p>
          {these.length > 1 && <p className={styles.quiet}>{these.map(({ name }) => name).join(', ')}</p>}
          <ElementOptions
            options={options}
            onOptions={setOptions}
            databaseId={these.length === 1 ? these[0]!.id : null}
            selectionError={selectionError}
          />
          {refused && <Problem of={refused} />}
          {error && <QueryError error={error} />}
          <div className={styles.actions}>
            <Button onClick={onClose}>{common.close}</Button>
            <Button type="submit" kind="primary" busy={fetching}>
              {texts.create.start}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

function Outcome({ of, askedAt, onClose }: { of: Started; askedAt: number; onClose(): void }) {
  return (
    <div className={styles.form}>
      {of.tasks.length > 0 && (
        <section>
          <h3>{texts.create.started(of.tasks.length)}</h3>
          <ul className={styles.lines}>
            {of.tasks.map((task) => (
              <li key={task.id}>
                <TaskLine task={task} askedAt={askedAt} what={task.database.name} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {of.skipped.length > 0 && (
        <Note tone="warn" title={texts.create.skipped(of.skipped.length)}>
          <ul>
            {of.skipped.map(({ database, reason }) => (
              <li key={database.id}>
                <Link href={`/databases/${database.id}`}>{database.name}</Link>: {reason}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <div className={styles.actions}>
        <Button kind="primary" onClick={onClose}>
          {common.close}
        </Button>
      </div>
    </div>
  )
}
