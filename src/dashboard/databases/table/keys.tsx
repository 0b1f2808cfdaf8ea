import type { ReactNode } from 'react'
import type { ConstraintRowFragment, IndexRowFragment } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { catalog } from '../../texts/catalog.ts'
import { Badge } from '../../ui/badge.tsx'
import { Section } from '../../ui/page.tsx'
import frame from '../../ui/table.module.css'
import styles from './table.module.css'

const texts = catalog.table

export const KeysFields = graphql(/* GraphQL */ `
  fragment ConstraintRow on Constraint { name kind columns definition }
  fragment IndexRow on Index { name unique method columns definition }
`)

export function TableConstraints({ constraints }: { constraints: readonly ConstraintRowFragment[] }) {
  const { name, kind, columns, definition } = texts.constraint
  return (
    <KeyTable title={texts.constraints} none={texts.noConstraints} heads={[name, kind, columns, definition]}>
      {constraints.map((one) => (
        <tr key={one.name}>
          <th scope="row" className={styles.name}>
            {one.name}
          </th>
          <td data-label={kind}>{texts.constraintKind[one.kind] ?? one.kind}</td>
          <td data-label={columns}>{one.columns.join(', ')}</td>
          <Definition of={one} />
        </tr>
      ))}
    </KeyTable>
  )
}

export function TableIndexes({ indexes }: { indexes: readonly IndexRowFragment[] }) {
  const { name, columns, method } = texts.index
  const heads = [name, columns, method, texts.constraint.definition]
  return (
    <KeyTable title={texts.indexes} none={texts.noIndexes} heads={heads}>
      {indexes.map((one) => (
        <tr key={one.name}>
          <th scope="row" className={styles.name}>
            {one.name} {one.unique && <Badge>{texts.unique}</Badge>}
          </th>
          <td data-label={columns}>{one.columns.join(', ')}</td>
          <td data-label={method}>{one.method}</td>
          <Definition of={one} />
        </tr>
      ))}
    </KeyTable>
  )
}

function KeyTable({
  title,
  none,
  heads,
  children,
}: {
  title: string
  none: string
  heads: string[]
  children: ReactNode[]
}) {
  return (
    <Section title={title}>
      {children.length === 0 ? (
        <p className={frame.quiet}>{none}</p>
      ) : (
        <div className={frame.frame}>
          <table>
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{children}</tbody>
          </table>
        </div>
      )}
    </Section>
  )
}

const Definition = ({ of: { definition } }: { of: { definition: string | null } }) => (
  <td data-label={texts.constraint.definition} className={styles.definition}>
    <code>{definition}</code>
  </td>
)
