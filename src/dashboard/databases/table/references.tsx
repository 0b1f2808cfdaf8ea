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
    id name origin onDelete onUpdate deferrable validated
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
  return (
    <Section title={of.length === 0 ? title : `${title} (${of.length})`}>
      {of.length === 0 && <p className={frame.quiet}>{none}</p>}
      <ul className={styles.references}>
        {of.slice(0, shown).map((one) => (
          <li key={one.id}>
            <Link href={`/databases/${databaseId}/tables/${one[other].id}`}>
              {one[other].schema}.{one[other].name}
            </Link>
            <code>
              ({one.sourceColumns.map(({ name }) => name).join(', ')}) → (
              {one.targetColumns.map(({ name }) => name).join(', ')})
            </code>
            <span className={frame.quiet}>{detailsOf(one)}</span>
            {one.origin === 'CANDIDATE' && <Badge>{texts.candidate}</Badge>}
          </li>
        ))}
      </ul>
      {of.length > shown && (
        <div>
          <Button onClick={() => setShown(of.length)}>{texts.more(of.length - shown)}</Button>
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
