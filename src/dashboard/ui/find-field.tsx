import type { ReactNode } from 'react'
import { Field } from './field.tsx'

/** Words that something is found by, with their label above; each letter counts at once. */
export function FindField({
  label,
  hint,
  words,
  onChange,
}: {
  label: string
  hint?: ReactNode
  words: string
  onChange(words: string): void
}) {
  return (
    <Field label={label} hint={hint}>
      {(field) => (
        <input {...field} type="search" value={words} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  )
}
