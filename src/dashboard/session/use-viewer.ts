import { useQuery } from 'urql'
import { graphql } from '../generated/index.ts'

const ViewerQuery = graphql(/* GraphQL */ `
  query DashboardViewer {
    viewer { userId role workspace { id name } }
  }
`)

/** Who is signed in; undefined until the server has said it. */
export function useViewer() {
  const [{ data }] = useQuery({ query: ViewerQuery, requestPolicy: 'cache-first' })
  return data?.viewer
}

/** VIEWER reads; what changes something is offered to the others alone. */
export function useMayChange(): boolean {
  const viewer = useViewer()
  return viewer !== undefined && viewer.role !== 'VIEWER'
}
