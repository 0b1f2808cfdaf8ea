import { lazy, Suspense } from 'react'
import { Link } from 'wouter'
import { graphql } from '../generated/index.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { catalog } from '../texts/catalog.ts'
import { databases } from '../texts/databases.ts'
import { count } from '../ui/amounts.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty, Loading, Note, QueryError } from '../ui/note.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { changesElements } from './elements-state.tsx'
import { TableColumns } from './table/columns.tsx'
import { TableConstraints, TableIndexes } from './table/keys.tsx'
import { References } from './table/references.tsx'

const texts = catalog.table
const Neighbourhood = lazy(() => import('./diagram/neighbourhood.tsx'))

const TablePageQuery = graphql(/* GraphQL */ `
  query TablePage($databaseId: ID!, $id: ID!) {
    database(id: $databaseId) { id name }
    node(id: $id) {
      __typename
      ... on Table {
        id schema name kind comment estimatedRowCount readable updatedAt
        database { id }
        inherits { schema name }
        partitionOf { schema name }
        columns { ...ColumnRow }
        constraints { ...ConstraintRow }
        indexes { ...IndexRow }
        references { ...ReferenceRow }
        referencedBy { ...ReferenceRow }
      }
    }
  }
`)

const nameOf = ({ schema, name }: { schema: string; name: string }) => `${schema}.${name}`

export default function TablePage({ databaseId, id }: { databaseId: string; id: string }) {
  const { data, error, refetch } = useLiveQuery(
    TablePageQuery,
    { databaseId, id },
    { follows: changesElements },
  )
  const href = `/databases/${databaseId}`
  const table =
    data?.database && data.node?.__typename === 'Table' && data.node.database.id === databaseId
      ? data.node
      : null
  const above = (
    <Link href={data?.database ? href : '/databases'}>
      {data?.database ? texts.tableOf(data.database.name) : databases.back}
    </Link>
  )
  if (!table) {
    return (
      <Page title={catalog.kind.TABLE} above={above}>
        {error && <QueryError error={error} retry={refetch} />}
        {!error && !data && <Loading />}
        {data && (
          <Empty title={texts.missing}>
            <p>{texts.missingWhat}</p>
            <ButtonLink href={data.database ? href : '/databases'}>
              {data.database ? texts.toDatabase : databases.allDatabases}
            </ButtonLink>
          </Empty>
        )}
      </Page>
    )
  }
  return (
    <Page title={nameOf(table)} above={above}>
      {error && <QueryError error={error} retry={refetch} />}
      {!table.readable && (
        <Note tone="warn" title={texts.unreadable}>
          {texts.unreadableWhat}
        </Note>
      )}
      <Section>
        {table.comment && <p>{table.comment}</p>}
        <Facts
          of={[
            [texts.facts.kind, catalog.kind[table.kind] ?? table.kind],
            [texts.facts.schema, table.schema],
            [
              texts.facts.rows,
              table.estimatedRowCount === null ? texts.facts.unknownRows : count(table.estimatedRowCount),
            ],
            [texts.facts.updated, <Time key="updated" at={table.updatedAt} />],
            table.partitionOf && [texts.facts.partitionOf, nameOf(table.partitionOf)],
            table.inherits.length > 0 && [texts.facts.inherits, table.inherits.map(nameOf).join(', ')],
          ]}
        />
      </Section>
      <TableColumns columns={table.columns} references={table.references} databaseId={databaseId} />
      <References
        title={texts.references}
        none={texts.noReferences}
        databaseId={databaseId}
        of={table.references}
        other="targetTable"
      />
      <References
        title={texts.referencedBy}
        none={texts.notReferenced}
        databaseId={databaseId}
        of={table.referencedBy}
        other="sourceTable"
      />
      <Suspense fallback={<Loading />}>
        <Neighbourhood databaseId={databaseId} table={table} />
      </Suspense>
      <TableConstraints constraints={table.constraints} />
      <TableIndexes indexes={table.indexes} />
    </Page>
  )
}
