import { useState } from 'react'
import { filtered as texts } from '../texts/filtered.ts'
import { Button } from '../ui/button.tsx'
import styles from './filtered.module.css'

const pageSize = 200

/** Names that few readers need, folded until they are asked for. */
export function FoldedNames({ summary, names }: { summary: string; names: readonly string[] }) {
  const [shown, setShown] = useState(pageSize)
  const next = Math.min(5 * pageSize, names.length - shown)
  return (
    <details className={styles.fold}>
      <summary>{summary}</summary>
      <ul className={styles.names}>
        {names.slice(0, shown).map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      {next > 0 && <Button onClick={() => setShown(shown + next)}>{texts.tables.more(next)}</Button>}
    </details>
  )
}
