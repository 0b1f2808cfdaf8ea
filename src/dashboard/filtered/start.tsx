import { useRef } from 'react'
import { useMutation } from 'urql'
import type { StartFromPlanMutation } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { Button } from '../ui/button.tsx'
import { Note, QueryError } from '../ui/note.tsx'
import { type Draft, moment } from './draft.ts'
import styles from './filtered.module.css'
import { Refusal } from './plan-answer.tsx'
import type { Planned } from './use-plan.ts'

const StartMutation = graphql(/* GraphQL */ `
  mutation StartFromPlan($input: StartFilteredDatabaseInput!) {
    startFilteredDatabase(input: $input) {
      __typename
      ... on StartFilteredDatabasePayload { task { id plan { summary } } }
      ... on UnclearPromptError { unrecognized suggestions }
      ... on InvalidInputError { fields { path message } }
      ... on ConnectionFailedError { reason }
      ... on Error { code message }
    }
  }
`)

export type StartAnswer = StartFromPlanMutation['startFilteredDatabase']

/**
 * Starts what the plan shows, once: with the plan's own key and its own moment, so that periods reach back as far as was shown.
 * While the form holds something else, it says so instead.
 */
export function Start({
  planned,
  draft,
  isStale,
  onStarted,
  onAnswer,
  answer,
  isValid,
}: {
  planned: Planned
  draft: Draft
  isStale: boolean
  /** `isSame`: what was started is what was shown. */
  onStarted(taskId: string, isSame: boolean): void
  onAnswer(answer: StartAnswer | undefined): void
  answer: StartAnswer | undefined
  /** Of what stands in the form; it shows what is not. */
  isValid(): boolean
}) {
  const mayChange = useMayChange()
  const [{ error, fetching }, execute] = useMutation(StartMutation)
  const sent = useRef(false)
  const plan = planned.answer?.__typename === 'FilterPlanPayload' ? planned.answer.plan : undefined
  if (!plan) return null
  if (!mayChange) return <p className={styles.hint}>{texts.make.mayNotStart}</p>
  if (isStale) return <Note tone="warn" title={texts.make.stale} />

  async function start() {
    // The button is not busy yet when the second click of a double click comes.
    if (sent.current || !isValid()) return
    sent.current = true
    onAnswer(undefined)
    const { data } = await execute(
      {
        input: {
          ...planned.input,
          asOf: plan!.asOf,
          name: draft.name.trim() || null,
          expiresAt: moment(draft.expiresAt),
          idempotencyKey: planned.key,
        },
      },
      { additionalTypenames: ['TaskConnection'] },
    )
    sent.current = false
    const answer = data?.startFilteredDatabase
    onAnswer(answer)
    if (answer?.__typename === 'StartFilteredDatabasePayload')
      onStarted(answer.task.id, answer.task.plan?.summary === plan!.summary)
  }

  return (
    <>
      <div className={styles.start}>
        <span>{texts.make.ready}</span>
        <Button kind="primary" busy={fetching} onClick={start}>
          {texts.make.start}
        </Button>
      </div>
      {error && <QueryError error={error} />}
      {answer && answer.__typename !== 'StartFilteredDatabasePayload' && (
        <Refusal of={answer} input={planned.input} />
      )}
    </>
  )
}
