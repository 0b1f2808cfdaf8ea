import { type ReactNode, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import type { ConnectionFailureReason, FilterPlanQueryInput } from '../generated/graphql.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { Note, QueryError } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import styles from './filtered.module.css'
import { PlanView } from './plan-view.tsx'
import type { Planned } from './use-plan.ts'

/** A plan, or why there is none, brought into view. `start` stands with a plan alone. */
export function PlanAnswerView({
  planned: { answer, error, input, key },
  retry,
  start,
}: {
  planned: Planned
  retry(): void
  start: ReactNode
}) {
  const element = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is brought into view once
  useEffect(() => void element.current?.scrollIntoView({ block: 'nearest' }), [key])
  return (
    <div ref={element} className={styles.answer}>
      {error && <QueryError error={error} retry={retry} />}
      {answer?.__typename === 'FilterPlanPayload' ? (
        <Section title={texts.plan.title}>
          <PlanView plan={answer.plan}>{start}</PlanView>
        </Section>
      ) : (
        answer && <Refusal of={answer} input={input} />
      )}
    </div>
  )
}

type Refused = { __typename: string; message?: string; reason?: ConnectionFailureReason }

/**
 * Why a plan was not made, or a task not started, with what can be done about it. What is wrong with a field stands there as well;
 * what is unclear about the prompt stands there alone.
 */
export function Refusal({ of, input }: { of: Refused; input: FilterPlanQueryInput }) {
  if (of.__typename === 'UnclearPromptError') return null
  return (
    <Note tone="bad" title={of.message ?? of.__typename}>
      {of.reason && <p>{texts.make.failedReasons[of.reason]}</p>}
      {of.reason && input.source.databaseId && (
        <Link href={`/databases/${input.source.databaseId}`}>{texts.make.editDatabase}</Link>
      )}
    </Note>
  )
}
