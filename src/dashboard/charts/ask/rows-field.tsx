import { type ChangeEvent, useId, useRef, useState } from 'react'
import { charts } from '../../texts/charts.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { RowTable } from '../row-table.tsx'
import { parseRows } from '../rows/parse-rows.ts'
import type { ParsedRows } from '../rows/rows.ts'
import styles from './ask.module.css'

const texts = charts.rows
const previewed = 5
const largestFile = 50_000_000

/** Takes rows as text, pasted or from a file, and says at once what was understood of them. */
export function RowsField({ error, onRows }: { error?: string; onRows(parsed: ParsedRows | null): void }) {
  const [text, setText] = useState('')
  const [file, setFile] = useState<string | null>(null)
  const [unreadable, setUnreadable] = useState<string | null>(null)
  const [parsed, setParsed] = useState<ParsedRows | null>(null)
  const takesFocus = useRef(false)
  const fileId = useId()

  function take(text: string, name: string | null) {
    setText(text)
    setFile(name)
    setUnreadable(null)
    const parsed = parseRows(text)
    setParsed(parsed)
    onRows(parsed)
  }
  function forget() {
    takesFocus.current = true
    take('', null)
  }
  async function read(event: ChangeEvent<HTMLInputElement>) {
    const [chosen] = event.target.files ?? []
    event.target.value = ''
    if (!chosen) return
    if (chosen.size > largestFile) return setUnreadable(texts.tooLarge(chosen.name))
    try {
      take(new TextDecoder('utf-8', { fatal: true }).decode(await chosen.arrayBuffer()), chosen.name)
    } catch {
      setUnreadable(texts.unreadable)
    }
  }

  const wrongs = parsed && 'wrongs' in parsed ? parsed.wrongs : []
  return (
    <div className={styles.rows}>
      <Field
        label={texts.label}
        hint={texts.hint}
        error={[unreadable, ...wrongs, wrongs.length === 0 && error].filter(Boolean).join('\n') || undefined}
      >
        {(field) =>
          file === null ? (
            <textarea
              {...field}
              className={`${field.className} ${styles.code}`}
              rows={6}
              ref={(area) => {
                if (takesFocus.current) area?.focus()
                takesFocus.current = false
              }}
              spellCheck={false}
              value={text}
              onChange={(event) => take(event.target.value, null)}
            />
          ) : (
            <input {...field} readOnly value={texts.fromFile(file)} />
          )
        }
      </Field>
      <div className={styles.file}>
        <input id={fileId} type="file" accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson" onChange={read} />
        <label htmlFor={fileId}>{texts.file}</label>
        {file !== null && <Button onClick={forget}>{texts.forget}</Button>}
        {parsed && 'rows' in parsed && (
          <p role="status">{texts.found(parsed.rows.length, parsed.columns.length)}</p>
        )}
      </div>
      {parsed && 'rows' in parsed && (
        <RowTable
          caption={texts.preview(Math.min(previewed, parsed.rows.length))}
          columns={parsed.columns.map((name) => ({ field: name, title: name }))}
          rows={parsed.rows.slice(0, previewed)}
        />
      )}
    </div>
  )
}
