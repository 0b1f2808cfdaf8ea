import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { FilterPlanQueryInput } from '../generated/graphql.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { Note, QueryError } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { PlanView } from './plan-view.tsx'
import { Unclear } from './unclear.tsx'
import type { Planned } from './use-plan.ts'

/** A plan, or why there is none. `start` stands with a plan alone. */
export function PlanAnswerView({
  planned,
  onPrompt,
  retry,
  start,
}: {
  planned: Planned
  onPrompt(prompt: string): void
  retry(): void
  start: ReactNode
}) {
  const { answer, error, input } = planned
  if (!answer) return error ? <QueryError error={error} retry={retry} /> : null
  if (answer.__typename === 'FilterPlanPayload')
    return (
      <Section title={texts.plan.title}>
        <PlanView plan={answer.plan}>{start}</PlanView>
      </Section>
    )
  return <Refusal of={answer} input={input} onPrompt={onPrompt} />
}

type Refused = {
  __typename: string
  message?: string
  unrecognized?: string[]
  suggestions?: string[]
  reason?: keyof typeof texts.make.failedReasons
}

/** Why a plan was not made, or a task not started, with what can be done about it. What is wrong with a field stands there as well. */
export function Refusal({
  of,
  input,
  onPrompt,
}: {
  of: Refused
  input: FilterPlanQueryInput
  onPrompt(prompt: string): void
}) {
  if (of.__typename === 'UnclearPromptError')
    return (
      <Unclear
        prompt={input.prompt ?? ''}
        message={of.message ?? ''}
        unrecognized={of.unrecognized ?? []}
        suggestions={of.suggestions ?? []}
        onPrompt={onPrompt}
      />
    )
  return (
    <Note tone="bad" title={of.message ?? of.__typename}>
      {of.reason && <p>{texts.make.failedReasons[of.reason]}</p>}
      {of.reason && input.source.databaseId && (
        <Link href={`/databases/${input.source.databaseId}`}>{texts.make.editDatabase}</Link>
      )}
    </Note>
  )
}
