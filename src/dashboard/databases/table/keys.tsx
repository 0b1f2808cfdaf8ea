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
  return (
    <Section title={texts.constraints}>
      {constraints.length === 0 ? (
        <p className={frame.quiet}>{texts.noConstraints}</p>
      ) : (
        <div className={frame.frame}>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.constraint.name}</th>
                <th scope="col">{texts.constraint.kind}</th>
                <th scope="col">{texts.constraint.columns}</th>
                <th scope="col">{texts.constraint.definition}</th>
              </tr>
            </thead>
            <tbody>
              {constraints.map(({ name, kind, columns, definition }) => (
                <tr key={name}>
                  <th scope="row" className={styles.name}>
                    {name}
                  </th>
                  <td data-label={texts.constraint.kind}>{texts.constraintKind[kind] ?? kind}</td>
                  <td data-label={texts.constraint.columns}>{columns.join(', ')}</td>
                  <td data-label={texts.constraint.definition} className={styles.definition}>
                    <code>{definition}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}

export function TableIndexes({ indexes }: { indexes: readonly IndexRowFragment[] }) {
  return (
    <Section title={texts.indexes}>
      {indexes.length === 0 ? (
        <p className={frame.quiet}>{texts.noIndexes}</p>
      ) : (
        <div className={frame.frame}>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.index.name}</th>
                <th scope="col">{texts.index.columns}</th>
                <th scope="col">{texts.index.method}</th>
                <th scope="col">{texts.constraint.definition}</th>
              </tr>
            </thead>
            <tbody>
              {indexes.map(({ name, unique, method, columns, definition }) => (
                <tr key={name}>
                  <th scope="row" className={styles.name}>
                    {name} {unique && <Badge>{texts.unique}</Badge>}
                  </th>
                  <td data-label={texts.index.columns}>{columns.join(', ')}</td>
                  <td data-label={texts.index.method}>{method}</td>
                  <td data-label={texts.constraint.definition} className={styles.definition}>
                    <code>{definition}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}
