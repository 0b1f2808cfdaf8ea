import type { ElementCreationOutcomeFragment } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { tasks as texts } from '../../texts/tasks.ts'
import { count } from '../../ui/amounts.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { Section } from '../../ui/page.tsx'
import table from '../../ui/table.module.css'

export const Fields = graphql(/* GraphQL */ `
  fragment ElementCreationOutcome on ElementCreationTask {
    database { id name removedAt }
    result {
      tables { ...ElementCount }
      columns { ...ElementCount }
      relationships { ...ElementCount }
      failedTables { schema name message }
      unreadableTables
      partitionsLeftOut
      unresolvedRelationships
    }
  }
  fragment ElementCount on ElementCounts { created updated skipped removed }
`)

const things = ['tables', 'columns', 'relationships'] as const
const changes = ['created', 'updated', 'removed', 'skipped'] as const

/** What an element creation has changed in the catalog, and what it could not read. */
export function ElementsOutcome({ task: { database, result } }: { task: ElementCreationOutcomeFragment }) {
  if (!result) return null
  const { failedTables } = result
  const left = [
    result.unreadableTables > 0 && texts.elements.unreadable(result.unreadableTables),
    result.partitionsLeftOut > 0 && texts.elements.partitions(result.partitionsLeftOut),
    result.unresolvedRelationships > 0 && texts.elements.unresolved(result.unresolvedRelationships),
  ].filter((line) => line !== false)
  return (
    <Section
      title={texts.outcome}
      actions={
        !database.removedAt && (
          <ButtonLink href={`/databases/${database.id}`}>{texts.elements.catalog(database.name)}</ButtonLink>
        )
      }
    >
      <div className={table.frame}>
        <table>
          <thead>
            <tr>
              <th>{texts.elements.what}</th>
              {changes.map((change) => (
                <th key={change} className={table.number}>
                  {texts.elements[change]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {things.map((thing) => (
              <tr key={thing}>
                <th scope="row">{texts.elements[thing]}</th>
                {changes.map((change) => (
                  <td key={change} className={table.number} data-label={texts.elements[change]}>
                    {count(result[thing][change])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left.length > 0 && (
        <ul>
          {left.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {failedTables.length > 0 && (
        <Note tone="warn" title={texts.elements.failed(failedTables.length)}>
          <ul>
            {failedTables.map(({ schema, name, message }) => (
              <li key={`${schema}.${name}`}>
                <b>
                  {schema}.{name}
                </b>
                : {message}
              </li>
            ))}
          </ul>
        </Note>
      )}
    </Section>
  )
}
