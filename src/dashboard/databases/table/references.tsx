import { useState } from 'react'
import { Link } from 'wouter'
import type { ReferenceRowFragment } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { catalog } from '../../texts/catalog.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import frame from '../../ui/table.module.css'
import styles from './table.module.css'

const texts = catalog.table

export const ReferenceRowFields = graphql(/* GraphQL */ `
  fragment ReferenceRow on Relationship {
    id name origin score reason onDelete onUpdate deferrable validated
    sourceColumns { name nullable }
    targetColumns { name }
    sourceTable { id schema name }
    targetTable { id schema name }
  }
`)

const few = 50

/** One side of the relationships of a table; `other` is the table at the far end. */
export function References({
  title,
  none,
  databaseId,
  of,
  other,
}: {
  title: string
  none: string
  databaseId: string
  of: readonly ReferenceRowFragment[]
  other: 'sourceTable' | 'targetTable'
}) {
  const [shown, setShown] = useState(few)
  const declared = of.filter(({ origin }) => origin === 'DECLARED').slice(0, shown)
  const candidates = of.filter(({ origin }) => origin === 'CANDIDATE').slice(0, shown - declared.length)
  const hidden = of.length - declared.length - candidates.length
  const lineOf = (one: ReferenceRowFragment) => (
    <li key={one.id}>
      <Link href={`/databases/${databaseId}/tables/${one[other].id}`}>
        {one[other].schema}.{one[other].name}
      </Link>
      <code>
        ({one.sourceColumns.map(({ name }) => name).join(', ')}) → (
        {one.targetColumns.map(({ name }) => name).join(', ')})
      </code>
      {one.score !== null && <Badge>{texts.score(one.score)}</Badge>}
      <span className={frame.quiet}>{one.reason ?? detailsOf(one)}</span>
    </li>
  )
  return (
    <Section title={of.length === 0 ? title : `${title} (${of.length})`}>
      {of.length === 0 && <p className={frame.quiet}>{none}</p>}
      {declared.length > 0 && <ul className={styles.references}>{declared.map(lineOf)}</ul>}
      {candidates.length > 0 && (
        <>
          <h3>{texts.candidates}</h3>
          <ul className={styles.references}>{candidates.map(lineOf)}</ul>
        </>
      )}
      {hidden > 0 && (
        <div>
          <Button onClick={() => setShown(of.length)}>{texts.more(hidden)}</Button>
        </div>
      )}
    </Section>
  )
}

function detailsOf({ name, onDelete, onUpdate, deferrable, validated }: ReferenceRowFragment): string {
  const isSaid = (action: string | null) => action !== null && action.toUpperCase() !== 'NO ACTION'
  return [
    name,
    isSaid(onDelete) && texts.onDelete(onDelete!),
    isSaid(onUpdate) && texts.onUpdate(onUpdate!),
    deferrable && texts.deferrable,
    !validated && texts.notValidated,
  ]
    .filter(Boolean)
    .join(', ')
}
