import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { charts } from '../../texts/charts.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Note } from '../../ui/note.tsx'
import { Section } from '../../ui/page.tsx'
import type { ParsedRows } from '../rows/rows.ts'
import styles from './ask.module.css'
import { DatabaseChoice } from './database-choice.tsx'
import { RowsField } from './rows-field.tsx'
import { type Asked, useAsk } from './use-ask.ts'
import { useEngine } from './use-engine.ts'

const texts = charts.ask
type Way = keyof typeof texts.ways
/** The rules that make a query of a question write the SQL of PostgreSQL. */
const postgresOnly = { engine: 'POSTGRESQL', because: texts.postgresOnly } as const
const ways = Object.keys(texts.ways) as Way[]

/** Asks a question, of `databaseId` unless another is chosen, and goes to its page once its chart is on its way. */
export function AskForm({ databaseId: offered }: { databaseId: string }) {
  const [question, setQuestion] = useState('')
  const [chosenWay, setWay] = useState<Way | null>(null)
  const [databaseId, setDatabaseId] = useState(offered)
  const engine = useEngine(databaseId)
  const isElsewhere = engine !== null && engine !== postgresOnly.engine
  const way = chosenWay ?? (isElsewhere ? 'sql' : 'database')
  const [sql, setSql] = useState('')
  const [rows, setRows] = useState<ParsedRows | null>(null)
  const [asked, setAsked] = useState<Asked>({ fields: {} })
  const { ask, busy } = useAsk()
  const [, navigate] = useLocation()
  const [taken, setTaken] = useState(offered)
  if (taken !== offered) {
    setTaken(offered)
    if (offered) setDatabaseId(offered)
  }

  function missing(): Asked['fields'] {
    const { needs } = texts
    return {
      ...(question.trim() === '' && { question: needs.question }),
      ...(way !== 'rows' && databaseId === '' && { databaseId: needs.database }),
      ...(way === 'database' && isElsewhere && { databaseId: texts.postgresOnly }),
      ...(way === 'sql' && sql.trim() === '' && { sql: needs.sql }),
      ...(way === 'rows' && rows === null && { rows: needs.rows }),
    }
  }
  async function submit(event: FormEvent) {
    event.preventDefault()
    const fields = missing()
    setAsked({ fields })
    if (busy || Object.keys(fields).length > 0 || (way === 'rows' && !('rows' in rows!))) return
    const result = await ask({
      question,
      ...(way !== 'rows' && { databaseId }),
      ...(way === 'sql' && { sql }),
      ...(way === 'rows' && 'rows' in rows! && { rows: rows.rows }),
    })
    setAsked(result)
    if (result.taskId) navigate(`/messages/${result.messageId}?task=${result.taskId}`)
  }
  /** As in most editors of queries. */
  function submitByKey(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    event.currentTarget.form?.requestSubmit()
  }

  const { fields, failure, messageId, taskId } = asked
  return (
    <Section title={texts.heading}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field label={texts.question} error={fields.question}>
          {(field) => (
            <textarea
              {...field}
              className={`${field.className} ${styles.question}`}
              rows={2}
              maxLength={4_000}
              placeholder={texts.placeholder}
              value={question}
              onChange={(event) => setQuestion(event.target.value)}
              onKeyDown={submitByKey}
            />
          )}
        </Field>
        <fieldset className={styles.ways}>
          <legend>{texts.over}</legend>
          {ways.map((each) => (
            <label key={each}>
              <input type="radio" name="way" checked={way === each} onChange={() => setWay(each)} />
              {texts.ways[each]}
            </label>
          ))}
        </fieldset>
        {way !== 'rows' && (
          <DatabaseChoice
            takesOnly
            label={texts.database}
            none={texts.choose}
            hint={way === 'database' ? texts.questionHint : undefined}
            only={way === 'database' ? postgresOnly : undefined}
            value={databaseId}
            error={fields.databaseId}
            onChange={setDatabaseId}
          />
        )}
        {way === 'sql' && (
          <Field label={texts.sql} hint={texts.sqlHint} error={fields.sql}>
            {(field) => (
              <textarea
                {...field}
                className={`${field.className} ${styles.code}`}
                rows={8}
                spellCheck={false}
                autoCapitalize="off"
                value={sql}
                onChange={(event) => setSql(event.target.value)}
                onKeyDown={submitByKey}
              />
            )}
          </Field>
        )}
        {way === 'rows' && <RowsField error={fields.rows} onRows={setRows} />}
        {failure && (
          <Note tone="bad" title={failure}>
            {messageId && !taskId && (
              <>
                {texts.kept} <Link href={`/messages/${messageId}`}>{texts.open}</Link>
              </>
            )}
          </Note>
        )}
        <div className={styles.actions}>
          <Button type="submit" kind="primary" busy={busy}>
            {texts.submit}
          </Button>
        </div>
      </form>
    </Section>
  )
}
