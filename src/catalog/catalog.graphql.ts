import { DatabaseNode } from '../databases/databases.graphql.ts'
import { builder } from '../graphql/builder.ts'
import { type PageArguments, pageOf } from '../graphql/connections.ts'
import { inOrder } from '../graphql/nodes.ts'
import { containing } from '../graphql/search.ts'
import { dbOf } from '../platform/orm.ts'
import { Catalog, CatalogRelationship, CatalogTable, relationshipOrigins } from './catalog.entities.ts'
import './context.ts'
import { drawDiagram } from './draw-diagram.ts'
import { columnsOf, namedColumns, referencedByOf, referencesOf } from './loaders.ts'
import {
  columnsById,
  relationshipsById,
  type ShownColumn,
  type ShownRelationship,
  schemasOf,
} from './shown.sql.ts'
import {
  constraintKinds,
  type SourceConstraint,
  type SourceIndex,
  type TableName,
  tableKinds,
} from './source.ts'

const TableKind = builder.enumType('TableKind', { values: tableKinds })
const ConstraintKind = builder.enumType('ConstraintKind', { values: constraintKinds })
const RelationshipOrigin = builder.enumType('RelationshipOrigin', {
  description: 'DECLARED by the engine, or a CANDIDATE inferred from names, types and keys.',
  values: relationshipOrigins,
})

const Constraint = builder.objectRef<SourceConstraint>('Constraint').implement({
  description: 'columns are in the order of the constraint.',
  fields: (t) => ({
    name: t.exposeString('name'),
    kind: t.expose('kind', { type: ConstraintKind }),
    columns: t.exposeStringList('columns'),
    definition: t.exposeString('definition', { nullable: true }),
  }),
})

const Index = builder.objectRef<SourceIndex>('Index').implement({
  description: 'columns are the key in its order; an expression stands as the engine writes it.',
  fields: (t) => ({
    name: t.exposeString('name'),
    unique: t.exposeBoolean('unique'),
    method: t.exposeString('method', { nullable: true }),
    columns: t.exposeStringList('columns'),
    definition: t.exposeString('definition', { nullable: true }),
  }),
})

const TableNameType = builder.objectRef<TableName>('TableName').implement({
  description: 'A table by its names alone: the catalog need not hold it.',
  fields: (t) => ({ schema: t.exposeString('schema'), name: t.exposeString('name') }),
})

export const TableNode = builder.loadableNode('Table', {
  description: 'A table or view of a catalog, as the last run that looked at it found it.',
  id: { resolve: ({ id }: CatalogTable) => id },
  load: async (ids: string[], { em, viewer }): Promise<CatalogTable[]> =>
    inOrder(ids, await em.fork().find(CatalogTable, { id: ids, workspaceId: viewer.workspaceId })),
  fields: (t) => ({
    database: t.field({ type: DatabaseNode, resolve: ({ databaseId }) => databaseId }),
    schema: t.exposeString('schema'),
    name: t.exposeString('name'),
    kind: t.expose('kind', { type: TableKind }),
    comment: t.exposeString('comment', { nullable: true }),
    estimatedRowCount: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'As the engine estimates it; null where it has not counted yet.',
      resolve: ({ estimatedRowCount }) => estimatedRowCount,
    }),
    readable: t.exposeBoolean('readable', { description: 'Whether the login may select from it.' }),
    inherits: t.field({
      type: [TableNameType],
      description: 'Its parents by table inheritance.',
      resolve: ({ inherits }) => inherits,
    }),
    partitionOf: t.field({
      type: TableNameType,
      nullable: true,
      description: 'The partitioned table that it is a partition of.',
      resolve: ({ partitionOf }) => partitionOf,
    }),
    constraints: t.field({ type: [Constraint], resolve: ({ constraints }) => constraints }),
    indexes: t.field({ type: [Index], resolve: ({ indexes }) => indexes }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When a run last found it new or changed.',
    }),
  }),
})

const ColumnNode = builder.loadableNode('Column', {
  id: { resolve: ({ id }: ShownColumn) => id },
  load: async (ids: string[], { em, viewer }): Promise<ShownColumn[]> =>
    inOrder(ids, await columnsById(dbOf(em.fork()), viewer.workspaceId, ids)),
  fields: (t) => ({
    table: t.field({ type: TableNode, resolve: ({ tableId }) => tableId }),
    name: t.exposeString('name'),
    position: t.exposeInt('position', { description: '1, 2, 3 … among the columns that are there.' }),
    dataType: t.exposeString('dataType', {
      description: 'As the engine writes it, for example character varying(45).',
    }),
    nullable: t.exposeBoolean('nullable'),
    default: t.exposeString('default', { nullable: true }),
    comment: t.exposeString('comment', { nullable: true }),
    isPrimaryKey: t.boolean({
      resolve: async ({ tableId, name }, _, context) =>
        (await TableNode.getDataloader(context).load(tableId)).primaryKey.includes(name),
    }),
    isForeignKey: t.boolean({
      resolve: async ({ tableId, name }, _, context) =>
        (await TableNode.getDataloader(context).load(tableId)).foreignKeyColumns.includes(name),
    }),
    isGenerated: t.exposeBoolean('isGenerated'),
    isIdentity: t.exposeBoolean('isIdentity'),
    enumValues: t.stringList({
      nullable: true,
      description: 'The labels in their order, for an enum, an array of one or a domain over one.',
      resolve: ({ enumValues }) => enumValues,
    }),
  }),
})

const RelationshipNode = builder.loadableNode('Relationship', {
  description:
    'A foreign key, declared or a candidate (see origin): sourceColumns[i] refers to targetColumns[i].',
  id: { resolve: ({ id }: ShownRelationship) => id },
  load: async (ids: string[], { em, viewer }): Promise<ShownRelationship[]> =>
    inOrder(ids, await relationshipsById(dbOf(em.fork()), viewer.workspaceId, ids)),
  fields: (t) => ({
    name: t.exposeString('name'),
    origin: t.expose('origin', { type: RelationshipOrigin }),
    sourceTable: t.field({ type: TableNode, resolve: ({ sourceTableId }) => sourceTableId }),
    sourceColumns: t.field({
      type: [ColumnNode],
      resolve: (relationship, _, context) =>
        namedColumns(context, relationship.sourceTableId, relationship.sourceColumns),
    }),
    targetTable: t.field({ type: TableNode, resolve: ({ targetTableId }) => targetTableId! }),
    targetColumns: t.field({
      type: [ColumnNode],
      resolve: (relationship, _, context) =>
        namedColumns(context, relationship.targetTableId!, relationship.targetColumns),
    }),
    onDelete: t.exposeString('onDelete', { nullable: true }),
    onUpdate: t.exposeString('onUpdate', { nullable: true }),
    deferrable: t.exposeBoolean('deferrable'),
    validated: t.exposeBoolean('validated', {
      description: 'False for a constraint that old rows may still break, and for a CANDIDATE.',
    }),
    score: t.exposeFloat('score', {
      nullable: true,
      description: 'How likely a CANDIDATE is meant, from 0.6 to 1; null where it is DECLARED.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'What speaks for a CANDIDATE, in words; null where it is DECLARED.',
    }),
  }),
})

builder.objectFields(TableNode, (t) => ({
  columns: t.field({ type: [ColumnNode], resolve: ({ id }, _, context) => columnsOf(context).load(id) }),
  primaryKey: t.field({
    type: [ColumnNode],
    description: 'In the order of the key; empty where there is none.',
    resolve: ({ id, primaryKey }, _, context) => namedColumns(context, id, primaryKey),
  }),
  references: t.field({
    type: [RelationshipNode],
    description: 'Relationships in which this table holds the foreign key, of both origins.',
    resolve: ({ id }, _, context) => referencesOf(context).load(id),
  }),
  referencedBy: t.field({
    type: [RelationshipNode],
    description: 'Relationships that point at this table, of both origins.',
    resolve: ({ id }, _, context) => referencedByOf(context).load(id),
  }),
}))

const CatalogSummary = builder
  .objectRef<Pick<Catalog, 'tableCount' | 'columnCount' | 'relationshipCount'> & { updatedAt: Date | null }>(
    'CatalogSummary',
  )
  .implement({
    fields: (t) => ({
      tableCount: t.exposeInt('tableCount'),
      columnCount: t.exposeInt('columnCount'),
      relationshipCount: t.exposeInt('relationshipCount'),
      updatedAt: t.expose('updatedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the catalog last changed; null while it is empty.',
      }),
    }),
  })

const emptyCatalog = { tableCount: 0, columnCount: 0, relationshipCount: 0, updatedAt: null }

const CatalogSchema = builder.objectRef<{ name: string; tableCount: number }>('CatalogSchema').implement({
  description: 'A schema of a catalog, as a name and how many tables and views it has there.',
  fields: (t) => ({ name: t.exposeString('name'), tableCount: t.exposeInt('tableCount') }),
})

const UnresolvedRelationship = builder.objectRef<CatalogRelationship>('UnresolvedRelationship').implement({
  description: 'A foreign key whose target no run has read yet; it becomes a Relationship when one does.',
  fields: (t) => ({
    name: t.exposeString('name'),
    sourceTable: t.field({ type: TableNode, resolve: ({ sourceTableId }) => sourceTableId }),
    sourceColumns: t.exposeStringList('sourceColumns'),
    targetSchema: t.exposeString('targetSchema'),
    targetName: t.exposeString('targetName'),
    targetColumns: t.exposeStringList('targetColumns'),
  }),
})

builder.objectFields(DatabaseNode, (t) => ({
  catalog: t.loadable({
    type: CatalogSummary,
    load: async (ids: string[], { em }) => {
      const catalogs = new Map(
        (await em.fork().find(Catalog, { databaseId: ids })).map((one) => [one.databaseId, one]),
      )
      return ids.map((id) => catalogs.get(id) ?? emptyCatalog)
    },
    resolve: ({ id }) => id,
  }),
  schemas: t.field({
    type: [CatalogSchema],
    description: 'Those that have a table in the catalog, by name.',
    resolve: ({ id }, _, { em }) => schemasOf(dbOf(em.fork()), id),
  }),
  tables: t.connection(
    {
      type: TableNode,
      description: 'By schema and name.',
      args: {
        schema: t.arg.string(),
        search: t.arg.string({ description: 'Words that the schema, the name or the comment contain.' }),
      },
      resolve: async ({ id }, args, context) => {
        const page = await pageOf(context.em, CatalogTable, args as PageArguments, {
          where: {
            databaseId: id,
            ...(args.schema != null && { schema: args.schema }),
            ...(containing<CatalogTable>(args.search, ['schema', 'name', 'comment']) as object),
          },
          orderBy: [{ schema: 'ASC' }, { name: 'ASC' }, { id: 'ASC' }],
        })
        // Their columns ask for them again, for the flags of keys.
        const loader = TableNode.getDataloader(context)
        for (const { node } of page.edges) loader.prime(node.id, node)
        return page
      },
    },
    {
      name: 'TableConnection',
      fields: (t) => ({ totalCount: t.int({ resolve: ({ totalCount }) => totalCount() }) }),
    },
    { name: 'TableEdge' },
  ),
  table: t.field({
    type: TableNode,
    nullable: true,
    args: {
      schema: t.arg.string({ description: 'Where it is left out, the name must be of one table alone.' }),
      name: t.arg.string({ required: true }),
    },
    resolve: async ({ id }, { schema, name }, { em }) => {
      const where = { databaseId: id, name, ...(schema != null && { schema }) }
      const found = await em.fork().find(CatalogTable, where, { limit: 2 })
      return found.length === 1 ? found[0] : null
    },
  }),
  relationships: t.connection(
    {
      type: RelationshipNode,
      description: 'By name; of both origins where none is named.',
      args: { origin: t.arg({ type: RelationshipOrigin }) },
      resolve: ({ id }, args, { em }) =>
        pageOf(em, CatalogRelationship, args as PageArguments, {
          where: {
            databaseId: id,
            targetTableId: { $ne: null },
            ...(args.origin && { origin: args.origin }),
          },
          orderBy: [{ name: 'ASC' }, { id: 'ASC' }],
        }),
    },
    {
      name: 'RelationshipConnection',
      fields: (t) => ({ totalCount: t.int({ resolve: ({ totalCount }) => totalCount() }) }),
    },
    { name: 'RelationshipEdge' },
  ),
  unresolvedRelationships: t.connection(
    {
      type: UnresolvedRelationship,
      description: 'Foreign keys that lead out of what was read so far, by name.',
      resolve: ({ id }, args, { em }) =>
        pageOf(em, CatalogRelationship, args as PageArguments, {
          where: { databaseId: id, targetTableId: null },
          orderBy: [{ name: 'ASC' }, { id: 'ASC' }],
        }),
    },
    {
      name: 'UnresolvedRelationshipConnection',
      fields: (t) => ({ totalCount: t.int({ resolve: ({ totalCount }) => totalCount() }) }),
    },
    { name: 'UnresolvedRelationshipEdge' },
  ),
  diagram: t.string({
    description:
      'Entity-relationship diagram of the catalog, as Mermaid text; of 300 tables at the most. Candidates are dashed.',
    args: {
      schema: t.arg.string(),
      tables: t.arg.stringList({ description: 'Names, with or without their schema and a dot.' }),
    },
    resolve: ({ id }, args, { em }) => drawDiagram(em, id, args),
  }),
}))
