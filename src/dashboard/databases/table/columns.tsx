import { useState } from 'react'
import { Link } from 'wouter'
import type { ColumnRowFragment, ReferenceRowFragment } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { catalog } from '../../texts/catalog.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/note.tsx'
import { Section } from '../../ui/page.tsx'
import frame from '../../ui/table.module.css'
import styles from './table.module.css'

const texts = catalog.table

export const ColumnRowFields = graphql(/* GraphQL */ `
  fragment ColumnRow on Column {
    id name dataType nullable default comment isPrimaryKey isForeignKey isGenerated isIdentity enumValues
  }
`)

/** The columns of a table in their order there; a foreign key leads to the table that it refers to. */
export function TableColumns({
  columns,
  references,
  databaseId,
}: {
  columns: readonly ColumnRowFragment[]
  references: readonly ReferenceRowFragment[]
  databaseId: string
}) {
  if (columns.length === 0) return <Empty title={texts.noColumns} />
  return (
    <Section title={`${texts.columns} (${columns.length})`}>
      <div className={frame.frame}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.column.name}</th>
              <th scope="col">{texts.column.type}</th>
              <th scope="col">{texts.column.nulls}</th>
              <th scope="col">{texts.column.default}</th>
              <th scope="col">{texts.column.comment}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <tr key={column.id}>
                <th scope="row" className={styles.name}>
                  {column.name} <Keys of={column} references={references} databaseId={databaseId} />
                </th>
                <td data-label={texts.column.type}>
                  <span>
                    <code>{column.dataType}</code>
                    {column.enumValues && <Values of={column.enumValues} />}
                  </span>
                </td>
                <td data-label={texts.column.nulls}>
                  {column.nullable ? texts.nullable : <span className={frame.quiet}>{texts.notNull}</span>}
                </td>
                <td data-label={column.default || column.isIdentity ? texts.column.default : undefined}>
                  <span className={styles.default}>
                    {column.default && <code>{column.default}</code>}
                    {column.isGenerated && <Badge>{texts.generated}</Badge>}
                    {column.isIdentity && <Badge>{texts.identity}</Badge>}
                  </span>
                </td>
                <td data-label={column.comment ? texts.column.comment : undefined} className={styles.comment}>
                  {column.comment}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

function Keys({
  of: { name, isPrimaryKey, isForeignKey },
  references,
  databaseId,
}: {
  of: ColumnRowFragment
  references: readonly ReferenceRowFragment[]
  databaseId: string
}) {
  const own = references.filter(({ sourceColumns }) => sourceColumns.some((column) => column.name === name))
  const target = own.find(({ origin }) => origin === 'DECLARED') ?? own[0]
  return (
    <span className={styles.keys}>
      {isPrimaryKey && (
        <abbr className={styles.key} title={texts.primaryKey}>
          PK
        </abbr>
      )}
      {isForeignKey && (
        <abbr className={styles.key} title={texts.foreignKey}>
          FK
        </abbr>
      )}
      {target && (
        <Link className={styles.target} href={`/databases/${databaseId}/tables/${target.targetTable.id}`}>
          → {target.targetTable.name}
        </Link>
      )}
      {target?.origin === 'CANDIDATE' && <span className={frame.quiet}>{texts.inferred}</span>}
    </span>
  )
}

const fewValues = 8

function Values({ of }: { of: readonly string[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? of : of.slice(0, fewValues)
  return (
    <span className={styles.values}>
      <span className="visually-hidden">{texts.values}: </span>
      {shown.map((value) => (
        <Badge key={value}>{value}</Badge>
      ))}
      {shown.length < of.length && (
        <Button kind="quiet" onClick={() => setAll(true)}>
          {texts.moreValues(of.length - shown.length)}
        </Button>
      )}
    </span>
  )
}
