import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { Database } from '../databases/database.entity.ts'
import type { SourceConstraint, SourceIndex, TableKind, TableName } from './source.ts'

const ofDatabase = () => p.manyToOne(Database).mapToPk().fieldName('database_id').deleteRule('cascade')

/** When a database's catalog was last brought up to date, and what it holds. No row: it is empty. */
export const Catalog = defineEntity({
  name: 'Catalog',
  tableName: 'catalog',
  properties: {
    databaseId: ofDatabase().primary(),
    workspaceId: p.uuid(),
    tableCount: p.integer(),
    columnCount: p.integer(),
    relationshipCount: p.integer(),
    updatedAt: p.datetime(6),
  },
})
export type Catalog = InferEntity<typeof Catalog>

/**
 * A table or view. The hashes are those of what was last read of each kind, so that an unchanged table costs one
 * comparison and no write; null where that kind was never read whole, or there was none.
 */
export const CatalogTable = defineEntity({
  name: 'CatalogTable',
  tableName: 'catalog_table',
  properties: {
    id: p.uuid().primary(),
    workspaceId: p.uuid(),
    databaseId: ofDatabase(),
    schema: p.text(),
    name: p.text(),
    kind: p.text().$type<TableKind>(),
    comment: p.text().nullable(),
    estimatedRowCount: p.bigint().$type<string>().nullable(),
    readable: p.boolean(),
    inherits: p.json().$type<TableName[]>(),
    partitionOf: p.json().$type<TableName>().nullable(),
    primaryKey: p.json().$type<string[]>(),
    foreignKeyColumns: p.json().$type<string[]>(),
    constraints: p.json().$type<SourceConstraint[]>(),
    indexes: p.json().$type<SourceIndex[]>(),
    columnCount: p.integer(),
    relationshipCount: p.integer(),
    candidateCount: p.integer().default(0),
    columnsHash: p.text().nullable(),
    constraintsHash: p.text().nullable(),
    indexesHash: p.text().nullable(),
    relationshipsHash: p.text().nullable(),
    createdAt: p.datetime(6),
    updatedAt: p.datetime(6),
  },
  uniques: [{ name: 'catalog_table_name', properties: ['databaseId', 'schema', 'name'] }],
})
export type CatalogTable = InferEntity<typeof CatalogTable>

export const CatalogColumn = defineEntity({
  name: 'CatalogColumn',
  tableName: 'catalog_column',
  properties: {
    id: p.uuid().primary(),
    workspaceId: p.uuid(),
    databaseId: p.uuid(),
    tableId: () => p.manyToOne(CatalogTable).mapToPk().fieldName('table_id').deleteRule('cascade'),
    name: p.text(),
    position: p.integer(),
    dataType: p.text(),
    nullable: p.boolean(),
    default: p.text().nullable().fieldName('default_expression'),
    comment: p.text().nullable(),
    isGenerated: p.boolean(),
    isIdentity: p.boolean(),
    enumValues: p.json().$type<string[]>().nullable(),
    createdAt: p.datetime(6),
    updatedAt: p.datetime(6),
  },
  uniques: [{ name: 'catalog_column_name', properties: ['tableId', 'name'] }],
})
export type CatalogColumn = InferEntity<typeof CatalogColumn>

export const relationshipOrigins = ['DECLARED', 'CANDIDATE'] as const
export type RelationshipOrigin = (typeof relationshipOrigins)[number]

/**
 * A foreign key, declared or inferred. Its target is kept by name too: it may lie in a schema that no run has read yet, and is resolved (to
 * `targetTableId`) as soon as the catalog holds it.
 */
export const CatalogRelationship = defineEntity({
  name: 'CatalogRelationship',
  tableName: 'catalog_relationship',
  properties: {
    id: p.uuid().primary(),
    workspaceId: p.uuid(),
    databaseId: p.uuid(),
    name: p.text(),
    origin: p.text().$type<RelationshipOrigin>(),
    sourceTableId: () =>
      p.manyToOne(CatalogTable).mapToPk().fieldName('source_table_id').deleteRule('cascade'),
    sourceColumns: p.json().$type<string[]>(),
    targetSchema: p.text(),
    targetName: p.text(),
    targetTableId: () =>
      p.manyToOne(CatalogTable).mapToPk().fieldName('target_table_id').deleteRule('set null').nullable(),
    targetColumns: p.json().$type<string[]>(),
    onDelete: p.text().nullable(),
    onUpdate: p.text().nullable(),
    deferrable: p.boolean().fieldName('is_deferrable'),
    validated: p.boolean(),
    /** 0 to 1, and why, of a candidate. */
    score: p.double().$type<number>().nullable(),
    reason: p.text().nullable(),
    createdAt: p.datetime(6),
    updatedAt: p.datetime(6),
  },
  uniques: [{ name: 'catalog_relationship_name', properties: ['sourceTableId', 'origin', 'name'] }],
  indexes: [
    { name: 'catalog_relationship_target', properties: ['targetTableId'] },
    { name: 'catalog_relationship_database', properties: ['databaseId', 'name', 'id'] },
  ],
})
export type CatalogRelationship = InferEntity<typeof CatalogRelationship>

export const catalogEntities = [Catalog, CatalogTable, CatalogColumn, CatalogRelationship]
