import { graphql } from '../generated/index.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { catalog as texts } from '../texts/catalog.ts'
import styles from './databases.module.css'
import { changesElements } from './elements-state.tsx'

const SchemasQuery = graphql(/* GraphQL */ `
  query CatalogSchemas($id: ID!) {
    database(id: $id) { id schemas { name tableCount } }
  }
`)

export function useSchemas(databaseId: string) {
  const { data } = useLiveQuery(SchemasQuery, { id: databaseId }, { follows: changesElements })
  return data?.database?.schemas ?? []
}

/** One schema of a catalog, or all; `all` is what the latter is called. Nothing where there is one alone. */
export function SchemaSelect({
  databaseId,
  value,
  onSchema,
  all = texts.allSchemas,
}: {
  databaseId: string
  value: string
  onSchema(schema: string): void
  all?: string
}) {
  const schemas = useSchemas(databaseId)
  if (schemas.length < 2 && value === '') return null
  return (
    <select
      className={styles.select}
      aria-label={texts.schema}
      value={value}
      onChange={(event) => onSchema(event.target.value)}
    >
      <option value="">{all}</option>
      {schemas.map(({ name, tableCount }) => (
        <option key={name} value={name}>
          {texts.schemaOption(name, tableCount)}
        </option>
      ))}
      {value !== '' && !schemas.some(({ name }) => name === value) && <option value={value}>{value}</option>}
    </select>
  )
}
