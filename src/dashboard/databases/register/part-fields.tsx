import { databases } from '../../texts/databases.ts'
import { Field } from '../../ui/field.tsx'
import styles from '../databases.module.css'
import { type Parts, sslModes } from './connection-string.ts'

const texts = databases.register

/** What the connection string of a server is put together from, folded. */
export function PartFields({ parts, onParts }: { parts: Parts; onParts(parts: Parts): void }) {
  const change = (part: keyof Parts, text: string) => onParts({ ...parts, [part]: text })
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
    <details className={styles.more}>
      <summary>{texts.parts}</summary>
      <div className={styles.parts}>
        {input('host', texts.host)}
        {input('port', texts.port, { inputMode: 'numeric' })}
        {input('database', texts.database)}
        {input('user', texts.user)}
        {input('password', texts.password, { type: 'password' })}
        <Field label={texts.tls}>
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
  )
}
