import { useState } from 'react'
import type { CombinedError } from 'urql'
import { graphql } from '../../generated/index.ts'
import { useSession } from '../../session/session.ts'
import { catalog } from '../../texts/catalog.ts'
import { common } from '../../texts/common.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { QueryError } from '../../ui/note.tsx'
import styles from './diagram.module.css'

const texts = catalog.diagram

const MermaidQuery = graphql(/* GraphQL */ `
  query Mermaid($id: ID!, $schema: String, $tables: [String!]) {
    database(id: $id) { id diagram(schema: $schema, tables: $tables) }
  }
`)

export type Scope = { schema?: string; tables?: string[] }

/** Asks for the diagram as Mermaid text and copies it; shows it where the browser does not let it be copied. */
export function CopyMermaid({ databaseId, scope }: { databaseId: string; scope: Scope }) {
  const { urql } = useSession()
  const [isBusy, setBusy] = useState(false)
  const [isCopied, setCopied] = useState(false)
  const [text, setText] = useState<string | null>(null)
  const [error, setError] = useState<CombinedError | null>(null)

  async function copy() {
    setBusy(true)
    setCopied(false)
    const { data, error } = await urql
      .query(MermaidQuery, { id: databaseId, ...scope }, { requestPolicy: 'network-only' })
      .toPromise()
    setBusy(false)
    setError(error ?? null)
    const diagram = data?.database?.diagram
    if (diagram === undefined) return
    try {
      await navigator.clipboard.writeText(diagram)
      setCopied(true)
      setTimeout(() => setCopied(false), 2_000)
    } catch {
      setText(diagram)
    }
  }

  return (
    <>
      <Button busy={isBusy} onClick={copy}>
        {isCopied ? texts.copied : texts.mermaid}
      </Button>
      {error && <QueryError error={error} retry={copy} />}
      {text !== null && (
        <Dialog title={texts.mermaidTitle} onClose={() => setText(null)}>
          <p>{texts.noClipboard}</p>
          <Field label={texts.mermaidTitle}>
            {(field) => <textarea {...field} readOnly rows={12} value={text} className={styles.text} />}
          </Field>
          <div>
            <Button onClick={() => setText(null)}>{common.close}</Button>
          </div>
        </Dialog>
      )}
    </>
  )
}
