import { useSearchParams } from 'wouter'
import { graphql } from '../../generated/index.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { catalog } from '../../texts/catalog.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, QueryError } from '../../ui/note.tsx'
import { changesElements } from '../elements-state.tsx'
import { SchemaSelect, useSchemas } from '../schema-select.tsx'
import { CentrePicker } from './centre-picker.tsx'
import styles from './diagram.module.css'
import { Diagram } from './diagram.tsx'
import Neighbourhood from './neighbourhood.tsx'

const texts = catalog.diagram
/** A picture of more is not read by anybody. */
const mostTables = 60

const DiagramQuery = graphql(/* GraphQL */ `
  query CatalogDiagram($id: ID!, $schema: String, $first: Int!) {
    database(id: $id) {
      id
      tables(schema: $schema, first: $first) { nodes { ...DiagramTable } }
    }
  }
`)

const CentreQuery = graphql(/* GraphQL */ `
  query DiagramCentre($id: ID!) {
    node(id: $id) {
      __typename
      ... on Table {
        id schema name
        references { targetTable { id } }
        referencedBy { sourceTable { id } }
      }
    }
  }
`)

/** All of a catalog as a diagram where it is small; else a schema of it, or a table with what it is related to. */
export default function CatalogDiagram({
  databaseId,
  tableCount,
}: {
  databaseId: string
  tableCount: number
}) {
  const [params, setParams] = useSearchParams()
  const schemas = useSchemas(databaseId)
  const schema = params.get('schema') ?? ''
  const centre = params.get('table')
  const size = schema ? (schemas.find(({ name }) => name === schema)?.tableCount ?? 0) : tableCount
  const show = (place: { schema?: string; table?: string }) =>
    setParams([['tab', 'diagram'], ...Object.entries(place).filter(([, value]) => value)])
  return (
    <>
      <div className={styles.tools}>
        <SchemaSelect databaseId={databaseId} value={schema} onSchema={(schema) => show({ schema })} />
        <CentrePicker databaseId={databaseId} onTable={(table) => show({ schema, table })} />
        {centre && <Button onClick={() => show({ schema })}>{texts.leave}</Button>}
      </div>
      {centre ? (
        <Centred key={centre} databaseId={databaseId} tableId={centre} />
      ) : size > mostTables ? (
        <Empty title={schema ? texts.tooLargeSchema(schema, size) : texts.tooLarge(size)} />
      ) : (
        <Whole key={schema} databaseId={databaseId} schema={schema} />
      )}
    </>
  )
}

function Whole({ databaseId, schema }: { databaseId: string; schema: string }) {
  const { data, error, refetch } = useLiveQuery(
    DiagramQuery,
    { id: databaseId, schema: schema || null, first: mostTables },
    { follows: changesElements },
  )
  if (error && !data) return <QueryError error={error} retry={refetch} />
  const tables = data?.database?.tables.nodes
  if (!tables) return <Loading />
  return <Diagram databaseId={databaseId} tables={tables} scope={schema ? { schema } : {}} />
}

function Centred({ databaseId, tableId }: { databaseId: string; tableId: string }) {
  const { data, error, refetch } = useLiveQuery(CentreQuery, { id: tableId }, { follows: changesElements })
  if (error && !data) return <QueryError error={error} retry={refetch} />
  if (!data) return <Loading />
  if (data.node?.__typename !== 'Table') return <Empty title={catalog.table.missing} />
  return <Neighbourhood databaseId={databaseId} table={data.node} />
}
