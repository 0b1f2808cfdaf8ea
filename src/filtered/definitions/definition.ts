/** What a database consists of besides its rows, as statements that make it anew, and the order in which they are run. */

/** In the order in which one is made before the other where neither needs the other. */
export const kinds = [
  'SCHEMA',
  'EXTENSION',
  'COLLATION',
  'TYPE',
  'TEXT SEARCH DICTIONARY',
  'TEXT SEARCH CONFIGURATION',
  'FUNCTION',
  'AGGREGATE',
  'OPERATOR',
  'CAST',
  'DOMAIN CHECK',
  'SEQUENCE',
  'TABLE',
  'COMPRESSION',
  'PARTITION',
  'DEFAULT',
  'SEQUENCE OWNER',
  'KEY',
  'INDEX',
  'INDEX PARTITION',
  'TABLE OPTION',
  'CHECK',
  'CHECK VALIDATION',
  'FOREIGN KEY',
  'SEQUENCE VALUE',
  'VIEW',
  'MATERIALIZED VIEW',
  'STATISTICS',
  'ANALYZE',
  'MATERIALIZED VIEW DATA',
  'RULE',
  'TRIGGER',
  'POLICY',
  'ROW SECURITY',
  'COMMENT',
  'SETTING',
] as const
export type Kind = (typeof kinds)[number]

/** In their order. Rows are copied after the first. */
export const phaseNames = [
  'definitions',
  'keys',
  'indexes',
  'index partitions',
  'checks',
  'check validation',
  'foreign keys',
  'sequence values',
  'views',
  'analyze',
  'materialized views',
  'triggers',
  'row security',
  'comments',
] as const
export type PhaseName = (typeof phaseNames)[number]

export type Definition = {
  /** Such as `pg_class:16384`: the catalog and the oid within one reading of the source. */
  id: string
  kind: Kind
  /** As messages say it: `public.film`, `film_pkey on public.film`. */
  name: string
  /** One or more statements that are run together, as one transaction. All names in it are qualified and quoted. */
  sql: string
  /** Ids of what must be there before. */
  dependencies: string[]
  /** The oids of the tables that it locks against others of its phase; those of partitions are their root's. */
  tables: string[]
  phase: PhaseName
  /** What the target must have for it beyond other definitions. */
  requires: Requirement | null
}

export type Requirement = {
  extension?: string
  language?: string
  collations?: string[]
  compression?: string
}

/** What the new database will not have, and why. */
export type LeftOut = {
  kind: string
  name: string
  reason: string
  /** Without it the tables would not be what they are in the source: nothing may be copied. */
  blocking: boolean
}

export type Definitions = {
  /** As the source's server_version_num: 150004. */
  serverVersion: number
  /** Each stands after all that it depends on. */
  definitions: Definition[]
  unsupported: LeftOut[]
}

/**
 * `tables`: those that share none may be run at once; those that share one in their order. Null: alone, after all before it.
 */
export type Statement = Pick<Definition, 'kind' | 'name' | 'sql'> & { tables: string[] | null }

export type Phase = { name: PhaseName; statements: Statement[] }
