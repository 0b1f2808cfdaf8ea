import { useState } from 'react'
import { common } from '../../texts/common.ts'
import { databases as texts } from '../../texts/databases.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import styles from '../databases.module.css'
import { connectionStringOf, noParts, type Parts, sslModes } from './connection-string.ts'

/** A connection string, hidden unless it is to be seen; or its parts, of which it is put together. */
export function ConnectionField({
  value,
  onValue,
  hint,
  error,
  required,
}: {
  value: string
  onValue(connectionString: string): void
  hint: string
  error?: string
  required?: boolean
}) {
  const [isShown, setShown] = useState(false)
  const [parts, setParts] = useState(noParts)
  function change(part: keyof Parts, text: string) {
    const next = { ...parts, [part]: text }
    setParts(next)
    onValue(connectionStringOf(next))
  }
  const input = (
    part: keyof Parts,
    label: string,
    options: { type?: string; inputMode?: 'numeric' } = {},
  ) => (
    <Field label={label}>
      {(field) => (
        <input
          {...field}
          {...options}
          autoComplete="off"
          spellCheck={false}
          value={parts[part]}
          onChange={(event) => change(part, event.target.value)}
        />
      )}
    </Field>
  )
  return (
    <>
      <Field label={texts.register.string} hint={hint} error={error}>
        {(field) => (
          <span className={styles.secret}>
            <input
              {...field}
              type={isShown ? 'text' : 'password'}
              autoComplete="off"
              spellCheck={false}
              required={required}
              value={value}
              onChange={(event) => onValue(event.target.value)}
            />
            <Button
              aria-label={`${isShown ? common.hide : common.show}: ${texts.register.string}`}
              onClick={() => setShown(!isShown)}
            >
              {isShown ? common.hide : common.show}
            </Button>
          </span>
        )}
      </Field>
      <details className={styles.more}>
        <summary>{texts.register.parts}</summary>
        <div className={styles.parts}>
          {input('host', texts.register.host)}
          {input('port', texts.register.port, { inputMode: 'numeric' })}
          {input('database', texts.register.database)}
          {input('user', texts.register.user)}
          {input('password', texts.register.password, { type: 'password' })}
          <Field label={texts.register.tls}>
            {(field) => (
              <select
                {...field}
                value={parts.sslMode}
                onChange={(event) => change('sslMode', event.target.value)}
              >
                {sslModes.map((mode) => (
                  <option key={mode}>{mode}</option>
                ))}
              </select>
            )}
          </Field>
        </div>
      </details>
    </>
  )
}
