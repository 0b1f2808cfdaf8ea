import { v7 as uuid } from 'uuid'
import { CatalogColumn, CatalogRelationship, CatalogTable } from '../src/catalog/catalog.entities.ts'
import type { SourceColumn, SourceRelationship, SourceTable } from '../src/catalog/source.ts'
import type { Owner } from '../src/catalog/store.sql.ts'
import type { EntityManager } from '../src/platform/orm.ts'
import type { Snapshot } from './snapshot.ts'

/** How a catalog is stored through the ORM, where nobody has written SQL for it. */

/** All of a table in one unit of work, which the ORM writes in batches; relationships once every table is there. */
export async function persistPerTable(em: EntityManager, snapshot: Snapshot, owner: Owner): Promise<void> {
  const ids = new Map<string, string>()
  for (const table of snapshot.tables.tables) {
    const row = em.create(CatalogTable, tableRow(snapshot, table, owner))
    ids.set(`${table.schema}.${table.name}`, row.id)
    for (const column of snapshot.columns.get(table.id)!) {
      em.create(CatalogColumn, columnRow(column, row.id, owner))
    }
    await em.flush()
    em.clear()
  }
  for (const table of snapshot.tables.tables) {
    for (const read of snapshot.relationships.get(table.id)!) {
      em.create(CatalogRelationship, relationshipRow(read, table, ids, owner))
    }
    await em.flush()
    em.clear()
  }
}

/** Each element is looked for, and created where it is not there. */
export async function findOrCreatePerRow(em: EntityManager, snapshot: Snapshot, owner: Owner): Promise<void> {
  const ids = new Map<string, string>()
  for (const table of snapshot.tables.tables) {
    const { schema, name } = table
    let row = await em.findOne(CatalogTable, { databaseId: owner.databaseId, schema, name })
    if (!row) {
      row = em.create(CatalogTable, tableRow(snapshot, table, owner))
      await em.flush()
    }
    ids.set(`${schema}.${name}`, row.id)
    for (const column of snapshot.columns.get(table.id)!) {
      if (await em.findOne(CatalogColumn, { tableId: row.id, name: column.name })) continue
      em.create(CatalogColumn, columnRow(column, row.id, owner))
      await em.flush()
    }
    em.clear()
  }
  for (const table of snapshot.tables.tables) {
    for (const read of snapshot.relationships.get(table.id)!) {
      const row = relationshipRow(read, table, ids, owner)
      const { sourceTableId, origin, name } = row
      if (await em.findOne(CatalogRelationship, { sourceTableId, origin, name })) continue
      em.create(CatalogRelationship, row)
      await em.flush()
    }
    em.clear()
  }
}

const stamps = () => ({ createdAt: new Date(), updatedAt: new Date() })

function tableRow(snapshot: Snapshot, table: SourceTable, owner: Owner) {
  const constraints = snapshot.constraints.get(table.id)!
  const relationships = snapshot.relationships.get(table.id)!
  return {
    id: uuid(),
    ...owner,
    schema: table.schema,
    name: table.name,
    kind: table.kind,
    comment: table.comment ?? null,
    estimatedRowCount: null,
    readable: table.readable,
    inherits: table.inherits,
    partitionOf: table.partitionOf,
    primaryKey: constraints.find(({ kind }) => kind === 'PRIMARY_KEY')?.columns ?? [],
    foreignKeyColumns: relationships.flatMap(({ columns }) => columns),
    constraints,
    indexes: snapshot.indexes.get(table.id)!,
    columnCount: snapshot.columns.get(table.id)!.length,
    relationshipCount: relationships.length,
    candidateCount: 0,
    ...stamps(),
  }
}

const columnRow = (column: SourceColumn, tableId: string, owner: Owner) => ({
  ...column,
  id: uuid(),
  ...owner,
  tableId,
  dataType: column.dataType!,
  comment: column.comment ?? null,
  enumValues: column.enumValues ?? null,
  ...stamps(),
})

const relationshipRow = (
  read: SourceRelationship,
  table: SourceTable,
  ids: Map<string, string>,
  owner: Owner,
) => ({
  id: uuid(),
  ...owner,
  name: read.name,
  origin: 'DECLARED' as const,
  sourceTableId: ids.get(`${table.schema}.${table.name}`)!,
  sourceColumns: read.columns,
  targetSchema: read.target.schema,
  targetName: read.target.name,
  targetTableId: ids.get(`${read.target.schema}.${read.target.name}`)!,
  targetColumns: read.targetColumns,
  onDelete: read.onDelete,
  onUpdate: read.onUpdate,
  deferrable: read.deferrable,
  validated: read.validated,
  ...stamps(),
})
