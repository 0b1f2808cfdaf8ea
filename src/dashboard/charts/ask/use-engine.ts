import { useQuery } from 'urql'
import type { DatabaseEngine } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'

const EngineQuery = graphql(/* GraphQL */ `
  query EngineOfChosen($id: ID!) {
    database(id: $id) { id engine }
  }
`)

/** Null until it is known, and of no database. */
export function useEngine(databaseId: string): DatabaseEngine | null {
  const [{ data }] = useQuery({
    query: EngineQuery,
    variables: { id: databaseId },
    pause: databaseId === '',
  })
  return databaseId === '' ? null : (data?.database?.engine ?? null)
}
