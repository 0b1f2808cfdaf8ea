import { type FormEvent, useState } from 'react'
import { shell as texts } from '../texts/shell.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import styles from './sign-in.module.css'

/** Asks for a token: the one that the server prints at its start, an API token, or a JWT. */
export function SignIn({ refused, onToken }: { refused: boolean; onToken(token: string): void }) {
  const [token, setToken] = useState('')
  function submit(event: FormEvent) {
    event.preventDefault()
    if (token.trim()) onToken(token.trim())
  }
  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={submit}>
        <h1>{texts.signIn.title}</h1>
        <p>{texts.signIn.where}</p>
        <Field label={texts.signIn.token} error={refused ? texts.signIn.refused : undefined}>
          {(field) => (
            <input
              {...field}
              type="password"
              autoComplete="off"
              spellCheck={false}
              required
              value={token}
              onChange={(event) => setToken(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" kind="primary">
          {texts.signIn.submit}
        </Button>
        <p className={styles.quiet}>{texts.signIn.kept}</p>
      </form>
    </main>
  )
}
