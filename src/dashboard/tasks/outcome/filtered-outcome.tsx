import type { FilteredDatabaseOutcomeFragment } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { tasks as texts } from '../../texts/tasks.ts'
import { bytes, count } from '../../ui/amounts.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { Facts, Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'

export const Fields = graphql(/* GraphQL */ `
  fragment FilteredDatabaseOutcome on FilteredDatabaseTask {
    prompt
    source { id name removedAt }
    plan { summary scope candidates }
    warnings
    filteredDatabase { id name rowCount sizeBytes expiresAt }
  }
`)

/** The database that was made, what it holds, and how it differs from its source. */
export function FilteredOutcome({
  task: { filteredDatabase: made, plan, warnings },
}: {
  task: FilteredDatabaseOutcomeFragment
}) {
  return (
    <Section
      title={texts.outcome}
      actions={
        made && (
          <ButtonLink kind="primary" href={`/filtered-databases/${made.id}`}>
            {texts.filtered.open}
          </ButtonLink>
        )
      }
    >
      {plan && <p>{plan.summary}</p>}
      {made ? (
        <Facts
          of={[
            [texts.filtered.name, made.name],
            [texts.filtered.rows, count(made.rowCount)],
            [texts.filtered.size, bytes(made.sizeBytes)],
            !!made.expiresAt && [texts.filtered.expires, <Time key="expires" at={made.expiresAt} />],
          ]}
        />
      ) : (
        <Note title={texts.filtered.dropped} />
      )}
      {warnings.length > 0 && (
        <Note tone="warn" title={texts.filtered.warnings}>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Note>
      )}
    </Section>
  )
}
