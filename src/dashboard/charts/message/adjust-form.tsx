import { type FormEvent, useRef, useState } from 'react'
import { useSearchParams } from 'wouter'
import { charts } from '../../texts/charts.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import styles from './adjust-form.module.css'

const texts = charts.adjust

/** Says in words what is to be different; examples are taken over, to be sent or changed. */
export function AdjustForm({
  newest,
  busy,
  onWords,
}: {
  /** The chart that is adjusted. */
  newest: string
  busy: boolean
  onWords(words: string): void
}) {
  // The page of a task brings the words of that one along, to be changed.
  const [params] = useSearchParams()
  const [words, setWords] = useState(params.get('adjust') ?? '')
  const [isEmpty, setEmpty] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  // What was said has become a chart: the next words are about that one.
  const [adjusted, setAdjusted] = useState(newest)
  if (newest !== adjusted) {
    setAdjusted(newest)
    setWords('')
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    setEmpty(words.trim() === '')
    if (words.trim() && !busy) onWords(words.trim())
  }
  function take(example: string) {
    setWords(example)
    setEmpty(false)
    input.current?.focus()
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <Field label={texts.label} hint={texts.hint} error={isEmpty ? texts.empty : undefined}>
        {(field) => (
          <span className={styles.row}>
            <input
              {...field}
              className={`${field.className} ${styles.words}`}
              ref={input}
              maxLength={1_000}
              autoComplete="off"
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
            <Button type="submit" kind="primary" busy={busy}>
              {texts.submit}
            </Button>
          </span>
        )}
      </Field>
      <ul className={styles.examples} aria-label={texts.examplesOf}>
        {texts.examples.map((example) => (
          <li key={example}>
            <button type="button" className={styles.example} onClick={() => take(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
    </form>
  )
}
