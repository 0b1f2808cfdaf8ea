import { useMemo } from 'react'
import type { DiagramTableFragment } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { catalog } from '../../texts/catalog.ts'
import { Loading, QueryError } from '../../ui/note.tsx'
import { Section } from '../../ui/page.tsx'
import { changesElements } from '../elements-state.tsx'
import styles from './diagram.module.css'
import { Diagram } from './diagram.tsx'

const texts = catalog.diagram
/** More boxes around one are a wall. */
const mostNeighbours = 30

const NeighboursQuery = graphql(/* GraphQL */ `
  query DiagramNeighbours($ids: [ID!]!) {
    nodes(ids: $ids) { __typename ...DiagramTable }
  }
`)

type Centre = {
  id: string
  schema: string
  name: string
  references: readonly { targetTable: { id: string } }[]
  referencedBy: readonly { sourceTable: { id: string } }[]
}

/** A table, the tables that it refers to and those that refer to it, as a diagram. */
export default function Neighbourhood({ databaseId, table }: { databaseId: string; table: Centre }) {
  const others = new Set([
    ...table.references.map(({ targetTable }) => targetTable.id),
    ...table.referencedBy.map(({ sourceTable }) => sourceTable.id),
  ])
  others.delete(table.id)
  const ids = [table.id, ...[...others].slice(0, mostNeighbours)]
  const { data, error, refetch } = useLiveQuery(NeighboursQuery, { ids }, { follows: changesElements })
  const tables = useMemo(
    () =>
      data?.nodes.filter(
        (node): node is Extract<typeof node, { __typename: 'Table' }> => node?.__typename === 'Table',
      ),
    [data],
  ) as DiagramTableFragment[] | undefined
  const leftOut = others.size - (ids.length - 1)
  return (
    <Section title={texts.around(table.name)}>
      {error && <QueryError error={error} retry={refetch} />}
      {!tables && !error && <Loading />}
      {others.size === 0 && <p className={styles.hint}>{texts.alone}</p>}
      {leftOut > 0 && <p className={styles.hint}>{texts.leftOut(leftOut)}</p>}
      {tables && (
        <Diagram
          databaseId={databaseId}
          tables={tables}
          centre={table.id}
          scope={{ tables: tables.map(({ schema, name }) => `${schema}.${name}`) }}
        />
      )}
    </Section>
  )
}
