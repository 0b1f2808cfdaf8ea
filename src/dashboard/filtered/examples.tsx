import { useQuery } from 'urql'
import { Link } from 'wouter'
import { graphql } from '../generated/index.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { Button } from '../ui/button.tsx'
import { examplesOf } from './example-prompts.ts'
import styles from './filtered.module.css'

const ExampleTablesQuery = graphql(/* GraphQL */ `
  query ExampleTables($id: ID!) {
    database(id: $id) {
      id engine
      tables(first: 30) {
        nodes {
          id name kind
          columns { id name dataType enumValues }
          references { id origin targetTable { id name } }
        }
      }
    }
  }
`)

/** Prompts for a registered database, made of what its catalog knows. */
export function Examples({
  databaseId,
  useCandidates,
  onPrompt,
}: {
  databaseId: string
  /** Whether prompts may go along relationships that were inferred. */
  useCandidates: boolean
  onPrompt(prompt: string): void
}) {
  const [{ data }] = useQuery({
    query: ExampleTablesQuery,
    variables: { id: databaseId },
    requestPolicy: 'cache-first',
  })
  if (data?.database?.engine !== 'POSTGRESQL') return null
  const examples = examplesOf(data.database.tables.nodes, { useCandidates })
  if (examples.length === 0)
    return (
      <p className={styles.hint}>
        {texts.make.noExamples} <Link href={`/databases/${databaseId}`}>{texts.make.toDatabase}</Link>
      </p>
    )
  return (
    <div className={styles.examples}>
      <span className={styles.hint}>{texts.make.examples}</span>
      <ul className={styles.chips}>
        {examples.map((example) => (
          <li key={example}>
            <Button
              className={styles.chip}
              aria-label={texts.unclear.fill(example)}
              onClick={() => onPrompt(example)}
            >
              {example}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
