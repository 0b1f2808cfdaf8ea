import { PageError } from '../graphql/page-error.ts'
import type { EntityManager } from '../platform/orm.ts'
import { CatalogColumn, CatalogRelationship, CatalogTable } from './catalog.entities.ts'
import { mermaidDiagram } from './diagram.ts'
import { equal } from './difference.ts'

/** More would be drawn by nothing and read by nobody. */
const mostTables = 300

/**
 * Loads what the diagram shows: a schema, the named tables, or all.
 * @throws PageError where that is too much, or a name is not in the catalog
 */
export async function drawDiagram(
  em: EntityManager,
  databaseId: string,
  { schema, tables: names }: { schema?: string | null; tables?: string[] | null },
): Promise<string> {
  const fork = em.fork()
  const candidates = await fork.find(
    CatalogTable,
    { databaseId, ...(schema != null && { schema }) },
    { orderBy: { schema: 'ASC', name: 'ASC' }, ...(names ? {} : { limit: mostTables + 1 }) },
  )
  const tables = names ? candidates.filter((table) => names.some((name) => isNamed(table, name))) : candidates
  const unknown = names?.filter((name) => !candidates.some((table) => isNamed(table, name))) ?? []
  if (unknown.length > 0) throw new PageError(`The catalog has no table ${unknown.join(', ')}`)
  if (tables.length > mostTables) {
    throw new PageError(`The diagram would have more than ${mostTables} tables; name a schema or tables`)
  }
  const ids = tables.map(({ id }) => id)
  const columns = Map.groupBy(
    await fork.find(CatalogColumn, { tableId: ids }, { orderBy: { position: 'ASC' } }),
    ({ tableId }) => tableId,
  )
  const relationships = await fork.find(
    CatalogRelationship,
    { sourceTableId: ids, targetTableId: ids },
    { orderBy: { name: 'ASC', id: 'ASC' } },
  )
  const byId = new Map(tables.map((table) => [table.id, table]))
  return mermaidDiagram(
    tables.map(({ id, schema, name, primaryKey, foreignKeyColumns }) => ({
      id,
      schema,
      name,
      columns: (columns.get(id) ?? []).map(({ name, dataType, nullable }) => ({
        name,
        dataType,
        nullable,
        isPrimaryKey: primaryKey.includes(name),
        isForeignKey: foreignKeyColumns.includes(name),
      })),
    })),
    relationships.map(({ name, origin, sourceTableId, targetTableId, sourceColumns }) => ({
      name,
      sourceTableId,
      targetTableId: targetTableId!,
      sourceColumns,
      isCandidate: origin === 'CANDIDATE',
      isUnique: isKey(byId.get(sourceTableId)!, sourceColumns),
    })),
  )
}

const isNamed = (table: CatalogTable, name: string) =>
  name === table.name || name === `${table.schema}.${table.name}`

const isKey = (table: CatalogTable, columns: string[]) =>
  table.constraints.some(
    (one) =>
      (one.kind === 'PRIMARY_KEY' || one.kind === 'UNIQUE') &&
      equal([...one.columns].sort(), [...columns].sort()),
  )
