import type { FormEvent, ReactNode, RefObject } from 'react'
import { filtered as texts } from '../texts/filtered.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Field } from '../ui/field.tsx'
import { Section } from '../ui/page.tsx'
import { CandidatesField } from './candidates-field.tsx'
import type { Draft } from './draft.ts'
import { Examples } from './examples.tsx'
import styles from './filtered.module.css'
import { SourceField } from './source-field.tsx'

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** What a filtered database should hold, how it is called and how long it stays. */
export function DraftForm({
  draft,
  onChange,
  errors,
  planning,
  hasPlan,
  unclear,
  onPlan,
  onPrompt,
  onStop,
  form,
  prompt,
}: {
  draft: Draft
  onChange(change: Partial<Draft>): void
  /** By the path in the input, such as source.databaseId. */
  errors: Record<string, string | undefined>
  planning: boolean
  hasPlan: boolean
  /** What of the prompt was not understood. */
  unclear: ReactNode
  onPlan(): void
  onPrompt(prompt: string): void
  onStop(): void
  form: RefObject<HTMLFormElement | null>
  prompt: RefObject<HTMLTextAreaElement | null>
}) {
  function submit(event: FormEvent) {
    event.preventDefault()
    onPlan()
  }
  return (
    <Section title={texts.make.form}>
      <form ref={form} className={styles.form} onSubmit={submit}>
        <SourceField draft={draft} onChange={onChange} errors={errors} />
        <Field label={texts.make.prompt} hint={texts.make.promptHint} error={errors.prompt}>
          {(field) => (
            <textarea
              {...field}
              ref={prompt}
              rows={3}
              maxLength={4_000}
              required
              value={draft.prompt}
              onChange={(event) => onChange({ prompt: event.target.value })}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
                  event.currentTarget.form?.requestSubmit()
              }}
            />
          )}
        </Field>
        {unclear}
        {!unclear && draft.by === 'DATABASE' && draft.databaseId && (
          <Examples databaseId={draft.databaseId} useCandidates={draft.useCandidates} onPrompt={onPrompt} />
        )}
        <Choice
          label={texts.make.scope}
          value={draft.scope}
          options={(['RELATED', 'REST'] as const).map((scope) => ({
            value: scope,
            label: texts.make.scopes[scope],
            hint: texts.make.scopeWhat[scope],
          }))}
          onChange={(scope) => onChange({ scope })}
        />
        {draft.by === 'DATABASE' && draft.databaseId && (
          <CandidatesField
            databaseId={draft.databaseId}
            value={draft.useCandidates}
            onChange={(useCandidates) => onChange({ useCandidates })}
          />
        )}
        <div className={styles.options}>
          <Field label={texts.make.asOf} hint={texts.make.asOfHint(zone)} error={errors.asOf}>
            {(field) => (
              <input
                {...field}
                type="datetime-local"
                max="9999-12-31T00:00"
                value={draft.asOf}
                onChange={(event) => onChange({ asOf: event.target.value })}
              />
            )}
          </Field>
          <Field label={texts.make.name} hint={texts.make.nameHint} error={errors.name}>
            {(field) => (
              <input
                {...field}
                maxLength={200}
                autoComplete="off"
                value={draft.name}
                onChange={(event) => onChange({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label={texts.make.expires} hint={texts.make.expiresHint(zone)} error={errors.expiresAt}>
            {(field) => (
              <input
                {...field}
                type="datetime-local"
                max="9999-12-31T00:00"
                value={draft.expiresAt}
                onChange={(event) => onChange({ expiresAt: event.target.value })}
              />
            )}
          </Field>
        </div>
        <div className={styles.submit}>
          <Button type="submit" kind={hasPlan ? 'plain' : 'primary'} busy={planning}>
            {hasPlan ? texts.make.again : texts.make.show}
          </Button>
          {planning && <Button onClick={onStop}>{texts.make.stop}</Button>}
          <span className={styles.hint} role="status">
            {planning ? texts.make.planning : texts.make.seeFirst}
          </span>
        </div>
      </form>
    </Section>
  )
}
