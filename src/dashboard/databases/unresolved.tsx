import { Link } from 'wouter'
import { graphql } from '../generated/index.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { catalog as texts } from '../texts/catalog.ts'
import styles from './databases.module.css'
import { changesElements } from './elements-state.tsx'

const UnresolvedQuery = graphql(/* GraphQL */ `
  query UnresolvedOfCatalog($id: ID!) {
    database(id: $id) {
      id
      unresolvedRelationships(first: 100) {
        totalCount
        nodes { name sourceColumns targetSchema targetName sourceTable { id schema name } }
      }
    }
  }
`)

/** Foreign keys that lead out of what was read so far, where there are any. */
export function Unresolved({ databaseId }: { databaseId: string }) {
  const { data } = useLiveQuery(UnresolvedQuery, { id: databaseId }, { follows: changesElements })
  const found = data?.database?.unresolvedRelationships
  if (!found || found.totalCount === 0) return null
  return (
    <details className={styles.more}>
      <summary>{texts.unresolved(found.totalCount)}</summary>
      <ul className={styles.lines}>
        {found.nodes.map(({ name, sourceColumns, sourceTable, targetSchema, targetName }) => (
          <li key={`${sourceTable.id} ${name}`}>
            <Link href={`/databases/${databaseId}/tables/${sourceTable.id}`}>
              {sourceTable.schema}.{sourceTable.name}
            </Link>{' '}
            ({sourceColumns.join(', ')}) → {targetSchema}.{targetName}
          </li>
        ))}
      </ul>
    </details>
  )
}
