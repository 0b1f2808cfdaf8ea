import { useMutation } from 'urql'
import type { DatabaseFactsFragment } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { common } from '../texts/common.ts'
import { databases as texts } from '../texts/databases.ts'
import { Button } from '../ui/button.tsx'
import { QueryError } from '../ui/note.tsx'
import { Facts, Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { TestMutation, TestOutcome } from './register/connection-test.tsx'

export const DatabaseFactsFields = graphql(/* GraphQL */ `
  fragment DatabaseFacts on Database {
    id engine host port databaseName username createdAt createdBy
  }
`)

/** Where a database is; its connection can be tested at any time. */
export function DatabaseFacts({ database }: { database: DatabaseFactsFragment }) {
  const mayChange = useMayChange()
  const [{ data, error, fetching }, test] = useMutation(TestMutation)
  const { engine, host, port, databaseName, username } = database
  const address = host === null ? null : `${host}${port === null ? '' : `:${port}`}`
  return (
    <Section title={texts.facts.connection}>
      <Facts
        of={[
          [texts.facts.engine, texts.engine[engine] ?? engine],
          ...(engine === 'SQLITE'
            ? ([[texts.facts.file, databaseName]] as const)
            : ([
                [texts.facts.address, address ?? common.none],
                [texts.facts.database, databaseName],
                [texts.facts.user, username ?? common.none],
              ] as const)),
          [
            texts.facts.registered,
            <span key="registered">
              <Time at={database.createdAt} /> {texts.facts.by} {database.createdBy}
            </span>,
          ],
        ]}
      />
      {mayChange && (
        <div>
          <Button busy={fetching} onClick={() => test({ input: { databaseId: database.id } })}>
            {texts.test.act}
          </Button>
        </div>
      )}
      {data && !fetching && <TestOutcome outcome={data.testConnection} engine={engine} />}
      {error && <QueryError error={error} />}
    </Section>
  )
}
