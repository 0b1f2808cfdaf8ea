import { useCallback, useEffect, useRef, useState } from 'react'
import type { CombinedError } from 'urql'
import type { CatalogPageQuery as CatalogPage } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { useSession } from '../session/session.ts'

const pageSize = 100

const CatalogPageQuery = graphql(/* GraphQL */ `
  query CatalogPage($id: ID!, $schema: String, $search: String, $first: Int!, $after: String) {
    database(id: $id) {
      id
      tables(schema: $schema, search: $search, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { id schema name kind comment estimatedRowCount readable }
      }
    }
  }
`)

export type TableRow = NonNullable<CatalogPage['database']>['tables']['nodes'][number]
export type Filter = { schema: string; search: string }

/** `of` names the filter that let them through. */
type Found = { of: string; rows: TableRow[]; total: number; end: string | null }

/**
 * The tables of a catalog that a filter lets through, a page more with each call of `more`. What was found stays until the answer to
 * the next filter is there. `version` is of the catalog: what was found in an earlier one is asked for again.
 */
export function useTables(databaseId: string, { schema, search }: Filter, version: string | null) {
  const { urql } = useSession()
  const [found, setFound] = useState<Found | null>(null)
  const [error, setError] = useState<CombinedError | null>(null)
  const [isLoading, setLoading] = useState(true)
  const stop = useRef<(() => void) | null>(null)
  const [attempt, setAttempt] = useState(0)

  const load = useCallback(
    (before: Found | null) => {
      stop.current?.()
      setLoading(true)
      const variables = {
        id: databaseId,
        schema: schema || null,
        // Who writes shop.orders means the table orders of the schema shop.
        search: search.replaceAll('.', ' ').trim() || null,
        first: pageSize,
        after: before?.end ?? null,
      }
      const { unsubscribe } = urql
        .query(CatalogPageQuery, variables, { requestPolicy: 'network-only' })
        .subscribe(({ data, error, stale }) => {
          if (stale) return
          stop.current = null
          setLoading(false)
          setError(error ?? null)
          const page = data?.database?.tables
          if (!page) return
          setFound({
            of: JSON.stringify([schema, search]),
            rows: [...(before?.rows ?? []), ...page.nodes],
            total: page.totalCount,
            end: page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null,
          })
        })
      stop.current = unsubscribe
    },
    [urql, databaseId, schema, search],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: another version or attempt is asked for with the same words
  useEffect(() => {
    load(null)
    return () => stop.current?.()
  }, [load, version, attempt])

  return {
    found,
    error,
    isLoading,
    more() {
      if (found?.end && stop.current === null) load(found)
    },
    retry: () => setAttempt((count) => count + 1),
  }
}
