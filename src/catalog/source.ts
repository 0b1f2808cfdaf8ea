/** What an engine's reader yields of a source's structure: plain values, the same for every engine. */

export type TableName = { schema: string; name: string }

export const tableKinds = [
  'TABLE',
  'PARTITIONED_TABLE',
  'VIEW',
  'MATERIALIZED_VIEW',
  'FOREIGN_TABLE',
] as const
export type TableKind = (typeof tableKinds)[number]

export const metadataKinds = [
  'COLUMNS',
  'TYPES',
  'COMMENTS',
  'CONSTRAINTS',
  'INDEXES',
  'FOREIGN_KEYS',
  'CANDIDATE_KEYS',
] as const
export type MetadataKind = (typeof metadataKinds)[number]

/** All tables of `schema`, or only those named in `tables`. */
export type TableSelection = { schema: string; tables?: string[] | null }

export type ReadOptions = {
  /** Null reads every schema that is not the engine's own. */
  selection: TableSelection[] | null
  include: ReadonlySet<MetadataKind>
  /** Partitions are left out (and counted) unless this is set; their partitioned parent is always read. */
  includePartitions: boolean
}

export type SourceTable = TableName & {
  /** The engine's own id of the table within this reading (an oid); not an identity across runs. */
  id: string
  kind: TableKind
  /** Null where there is none, undefined where COMMENTS was not asked for. */
  comment: string | null | undefined
  /** The engine's own estimate, null where it has none (never analysed, a view). */
  estimatedRowCount: number | null
  /** Whether the connected role may select from it. */
  readable: boolean
  /** Parents by table inheritance (not by partitioning). */
  inherits: TableName[]
  /** The partitioned table that this is a partition of. */
  partitionOf: TableName | null
}

export type SourceTables = {
  tables: SourceTable[]
  /** Partitions that exist below the selection and were left out. */
  partitionsLeftOut: number
  /** Schemas that are in the source but which the role has no USAGE on. */
  schemasWithoutUsage: string[]
  /** What the selection names and the source does not have (a whole schema where `name` is null). */
  missing: { schema: string; name: string | null }[]
}

export type SourceColumn = {
  name: string
  /** 1, 2, 3 … among the columns that are there (dropped ones leave no gap). */
  position: number
  /** As the engine writes it, schema-qualified outside of its own schema; undefined where TYPES was not asked for. */
  dataType: string | undefined
  nullable: boolean
  /** The default's expression; null for none and for generated and identity columns. */
  default: string | null
  comment: string | null | undefined
  isGenerated: boolean
  isIdentity: boolean
  /** Labels in their order, for an enum, an array of one, or a domain over one; undefined without TYPES. */
  enumValues: string[] | null | undefined
}

export const constraintKinds = ['PRIMARY_KEY', 'UNIQUE', 'CHECK', 'EXCLUSION'] as const
export type ConstraintKind = (typeof constraintKinds)[number]

/** Columns in the constraint's own order. */
export type SourceConstraint = {
  name: string
  kind: ConstraintKind
  columns: string[]
  definition: string | null
}

/** Columns in key order, expressions as the engine writes them; included columns are in `definition` alone. */
export type SourceIndex = {
  name: string
  unique: boolean
  method: string | null
  columns: string[]
  definition: string | null
}

/** A declared foreign key of a table: `columns[i]` refers to `targetColumns[i]`. */
export type SourceRelationship = {
  name: string
  columns: string[]
  target: TableName
  targetColumns: string[]
  /** As in SQL: NO ACTION, RESTRICT, CASCADE, SET NULL, SET DEFAULT; with its columns where only some are set. */
  onDelete: string
  onUpdate: string
  deferrable: boolean
  /** False for a constraint that was added as NOT VALID and never validated. */
  validated: boolean
}

/** Whether the values of columns are those of a key: `columns[i]` of `source` in `targetColumns[i]` of `target`. */
export type InclusionQuestion = {
  source: TableName
  columns: string[]
  target: TableName
  targetColumns: string[]
}
/** At most so many distinct values of each, of the first so many rows, in at most so long for all. */
export type InclusionLimits = { values: number; rows: number; timeoutMs: number }
/** Of the values that were looked up, those that are there. Rows with a NULL in one of the columns have none. */
export type Inclusion = { sampled: number; found: number }

/**
 * Reads one source in one snapshot. The table ids are those of `tables()`; each answer has an entry for each id asked
 * for that is still there. A failing call leaves the reader usable, so that its caller can ask for fewer tables.
 */
export interface CatalogReader {
  tables(): Promise<SourceTables>
  columns(tableIds: string[]): Promise<Map<string, SourceColumn[]>>
  constraints(tableIds: string[]): Promise<Map<string, SourceConstraint[]>>
  indexes(tableIds: string[]): Promise<Map<string, SourceIndex[]>>
  relationships(tableIds: string[]): Promise<Map<string, SourceRelationship[]>>
  /** Reads values, by one statement; an answer a question. Left out where an engine's reader cannot. */
  inclusion?(questions: readonly InclusionQuestion[], limits: InclusionLimits): Promise<Inclusion[]>
  close(): Promise<void>
}
