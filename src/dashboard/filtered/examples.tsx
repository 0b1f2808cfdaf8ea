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
      id
      tables(first: 30) {
        nodes {
          id name kind
          columns { id name dataType enumValues }
          references { id targetTable { id name } }
        }
      }
    }
  }
`)

/** Prompts for a registered database, made of what its catalog knows. */
export function Examples({ databaseId, onPrompt }: { databaseId: string; onPrompt(prompt: string): void }) {
  const [{ data }] = useQuery({
    query: ExampleTablesQuery,
    variables: { id: databaseId },
    requestPolicy: 'cache-first',
  })
  if (!data?.database) return null
  const examples = examplesOf(data.database.tables.nodes)
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
