import { Link, useSearchParams } from 'wouter'
import type {
  ListedRelationshipFragment,
  RelationshipListQuery as RelationshipList,
  RelationshipOrigin,
} from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { catalog } from '../texts/catalog.ts'
import { Badge } from '../ui/badge.tsx'
import { Choice } from '../ui/choice.tsx'
import { Empty, Loading, QueryError } from '../ui/note.tsx'
import { Pager, type Place } from '../ui/pager.tsx'
import table from '../ui/table.module.css'
import { changesElements } from './elements-state.tsx'
import styles from './relationships.module.css'

const texts = catalog.relationships
const pageSize = 50
const origins = ['ALL', 'DECLARED', 'CANDIDATE'] as const
type Shown = (typeof origins)[number]

const RelationshipListQuery = graphql(/* GraphQL */ `
  query RelationshipList($id: ID!, $origin: RelationshipOrigin, $first: Int, $after: String, $last: Int, $before: String) {
    database(id: $id) {
      id
      relationships(origin: $origin, first: $first, after: $after, last: $last, before: $before) {
        nodes { ...ListedRelationship }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
      declared: relationships(origin: DECLARED, first: 1) { totalCount }
      candidates: relationships(origin: CANDIDATE, first: 1) { totalCount }
    }
  }
  fragment ListedRelationship on Relationship {
    id name origin score reason
    sourceColumns { name }
    targetColumns { name }
    sourceTable { id schema name }
    targetTable { id schema name }
  }
`)

/** The relationships of a catalog, those that are declared and those that were inferred; the address keeps which. */
export function Relationships({ databaseId }: { databaseId: string }) {
  const [params, setParams] = useSearchParams()
  const asked = params.get('origin') as Shown
  const shown = origins.includes(asked) ? asked : 'ALL'
  const [before, after] = [params.get('before'), params.get('after')]
  const origin: RelationshipOrigin | null = shown === 'ALL' ? null : shown
  const { data, error, refetch } = useLiveQuery(
    RelationshipListQuery,
    { id: databaseId, origin, ...(before ? { last: pageSize, before } : { first: pageSize, after }) },
    { follows: changesElements },
  )
  const show = (origin: Shown, place: Place = {}) =>
    setParams({ tab: 'relationships', ...(origin !== 'ALL' && { origin }), ...place } as Record<
      string,
      string
    >)
  const list = data?.database?.relationships
  const counts = countsOf(data)
  return (
    <>
      <Choice
        label={texts.label}
        value={shown}
        options={origins.map((value) => ({ value, label: texts.of(texts.origins[value], counts?.[value]) }))}
        onChange={(origin) => show(origin)}
      />
      {error && <QueryError error={error} retry={refetch} />}
      {!list && !error && <Loading />}
      {list && list.nodes.length > 0 && <List of={list.nodes} databaseId={databaseId} />}
      {list?.nodes.length === 0 && (
        <Empty
          title={{ ALL: texts.none, DECLARED: texts.noneDeclared, CANDIDATE: texts.noneInferred }[shown]}
        >
          {shown !== 'DECLARED' && <p>{texts.howToInfer}</p>}
        </Empty>
      )}
      {list && <Pager info={list.pageInfo} label={texts.pages} onPlace={(place) => show(shown, place)} />}
    </>
  )
}

function countsOf(data: RelationshipList | undefined): Record<Shown, number> | null {
  if (!data?.database) return null
  const { declared, candidates } = data.database
  return {
    ALL: declared.totalCount + candidates.totalCount,
    DECLARED: declared.totalCount,
    CANDIDATE: candidates.totalCount,
  }
}

function List({ of, databaseId }: { of: readonly ListedRelationshipFragment[]; databaseId: string }) {
  const end = (
    { id, schema, name }: ListedRelationshipFragment['sourceTable'],
    columns: readonly { name: string }[],
  ) => (
    <span>
      <Link href={`/databases/${databaseId}/tables/${id}`}>
        {schema}.{name}
      </Link>{' '}
      <code className={styles.columns}>({columns.map(({ name }) => name).join(', ')})</code>
    </span>
  )
  return (
    <div className={table.frame}>
      <table aria-label={texts.list}>
        <thead>
          <tr>
            <th scope="col">{texts.from}</th>
            <th scope="col">{texts.to}</th>
            <th scope="col">{texts.what}</th>
          </tr>
        </thead>
        <tbody>
          {of.map((one) => (
            <tr key={one.id}>
              <td data-label={texts.from} className={styles.end}>
                {end(one.sourceTable, one.sourceColumns)}
              </td>
              <td data-label={texts.to} className={styles.end}>
                {end(one.targetTable, one.targetColumns)}
              </td>
              <td data-label={texts.what} className={styles.what}>
                <span>
                  {one.origin === 'CANDIDATE' ? (
                    <>
                      <Badge>{catalog.table.inferred}</Badge>{' '}
                      {one.score !== null && <Badge>{catalog.table.score(one.score)}</Badge>} {one.reason}
                    </>
                  ) : (
                    one.name
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
