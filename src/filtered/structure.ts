/** A source's structure, as far as plans are made from it: its tables with rows of their own, and how they refer to each other. */

export type TableRef = { schema: string; name: string }

export const columnRoles = [
  'NUMBER',
  'TEXT',
  'BOOLEAN',
  'DATE',
  'TIMESTAMP',
  'TIME',
  'ENUM',
  'UUID',
  'JSON',
  'ARRAY',
  'BINARY',
  'OTHER',
] as const
/** What can be said of a column's values; domains count as what they are over. */
export type ColumnRole = (typeof columnRoles)[number]

export type StructureColumn = {
  name: string
  /** As PostgreSQL writes it, schema-qualified outside of pg_catalog. */
  type: string
  /** The type that its values are of: without length or precision, and of a domain what it is over in the end. */
  baseType: string
  role: ColumnRole
  nullable: boolean
  comment: string | null
  /** Labels in their order; null for what is no enum. */
  enumValues: string[] | null
  /** GENERATED ALWAYS AS: it takes no value. */
  generated: boolean
}

export type StructureTable = TableRef & {
  /** The engine's id (an oid) within one reading. */
  id: string
  partitioned: boolean
  comment: string | null
  /** The engine's estimate over all partitions; null where it was never analysed. */
  estimatedRows: number | null
  /** Whether the role may select from it. */
  readable: boolean
  columns: StructureColumn[]
  /** Column names in key order; null where there is none. */
  primaryKey: string[] | null
  /** Keys that cannot repeat among rows without a NULL in them: unique constraints and plain unique indexes, without the primary key. */
  uniqueKeys: string[][]
  /** Ids of parents by inheritance; rows of a child are seen in its parents as well. */
  inherits: string[]
}

/** A foreign key: `columns[i]` of `source` refers to `targetColumns[i]` of `target`. */
export type Reference = {
  name: string
  /** Ids of tables. */
  source: string
  target: string
  columns: string[]
  targetColumns: string[]
  /** SIMPLE: a NULL in any of the columns refers to nothing. FULL: all of them are NULL, or none. */
  match: 'SIMPLE' | 'FULL'
  /** False for one that was added as NOT VALID and never validated. */
  validated: boolean
  /** Ids of the leaf partitions of `source` whose rows it holds for; null where it holds for all rows. */
  partitions: string[] | null
}

/** What plans cannot name, to say why: a partition is part of its root, the others have no rows of their own here. */
export type OtherRelation = TableRef & {
  kind: 'VIEW' | 'MATERIALIZED_VIEW' | 'FOREIGN_TABLE' | 'PARTITION'
  /** Of a partition. */
  root: TableRef | null
}

export type Structure = {
  /** As the server's server_version_num: 150004. */
  serverVersion: number
  /** Partitions are part of their root, which alone is here. Sorted by schema and name. */
  tables: StructureTable[]
  /** Between the tables above; those of partitions are their root's. */
  references: Reference[]
  /** Left out where nobody asked for it. */
  otherRelations?: OtherRelation[]
}

export const tableName = ({ schema, name }: TableRef) => `${schema}.${name}`
