import type {
  ConnectionProblemFragment,
  DatabaseEngine,
  TestConnectionMutation,
} from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { databases as texts } from '../../texts/databases.ts'
import { count } from '../../ui/amounts.ts'
import { Note } from '../../ui/note.tsx'
import { Facts } from '../../ui/page.tsx'

export const TestMutation = graphql(/* GraphQL */ `
  mutation TestConnection($input: DatabaseSourceInput!) {
    testConnection(input: $input) {
      __typename
      ... on TestConnectionPayload { serverVersion latencyMs tableCount readOnly }
      ... on Error { code message }
      ... on InvalidInputError { fields { path message } }
      ...ConnectionProblem
    }
  }
  fragment ConnectionProblem on ConnectionFailedError { reason message }
`)

type Outcome = TestConnectionMutation['testConnection']

/** What a test of a connection found, or why there is none and what to do about it. */
export function TestOutcome({ outcome, engine }: { outcome: Outcome; engine: DatabaseEngine | null }) {
  if (outcome.__typename !== 'TestConnectionPayload') return <Problem of={outcome} engine={engine} />
  const { serverVersion, latencyMs, tableCount, readOnly } = outcome
  return (
    <>
      <Note tone="good" title={texts.test.works}>
        <Facts
          of={[
            [texts.test.version, serverVersion],
            [texts.test.latency, texts.test.latencyOf(latencyMs)],
            [texts.test.tables, count(tableCount)],
            readOnly && [texts.test.rights, texts.test.readOnly],
          ]}
        />
      </Note>
      {!readOnly && (
        <Note tone="warn" title={texts.test.mayWrite}>
          {texts.test.mayWriteWhat}
        </Note>
      )}
    </>
  )
}

/** An error of any kind in its own words; of a connection that failed also what to look at, where its reason is known here. */
export function Problem({
  of,
  engine = null,
}: {
  of: { message?: string } & Partial<Pick<ConnectionProblemFragment, 'reason'>>
  /** Of the connection that failed, where one did and it is known. */
  engine?: DatabaseEngine | null
}) {
  return (
    <Note tone="bad" title={of.message}>
      {of.reason && texts.whatToDo(of.reason, engine)}
    </Note>
  )
}

/** What an InvalidInputError says of a field of the form. */
export const fieldError = (answer: object | null | undefined, field: string): string | undefined =>
  answer && 'fields' in answer
    ? (answer.fields as { path: string[]; message: string }[]).find(({ path }) => path.at(-1) === field)
        ?.message
    : undefined
