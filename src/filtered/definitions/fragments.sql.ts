import type { Requirement } from './definition.ts'

/** Pieces of statements over the system catalogs, for sources from PostgreSQL 12 on. */

/** One row a definition. `needs`: objects that pg_depend does not name; `tables` and `requires` as in Definition. */
export type DefinitionRow = {
  id: string
  kind: string
  name: string
  sql: string
  needs?: string[] | null
  tables?: string[] | null
  requires?: Requirement | null
}

/** `version`: the source's server_version_num. */
export type Reader = (version: number) => string

/** Where the source's release does not know such things. */
export const nothing = 'SELECT WHERE false'

export const ownSchema = (namespace: string) =>
  `${namespace}.nspname NOT IN ('pg_catalog', 'information_schema') AND ${namespace}.nspname !~ '^pg_(toast|temp)'`

/** What an extension brought comes with the extension. */
export const notOfExtension = (catalog: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '${catalog}'::regclass AND x.objid = ${oid} AND x.deptype = 'e')`

/** What comes into being with another object, as a range type's functions do. */
export const notOfItself = (catalog: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = '${catalog}'::regclass AND i.objid = ${oid} AND i.deptype = 'i')`

export const ownRelations = (relkinds: string) => `
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN (${relkinds}) AND ${ownSchema('n')} AND ${notOfExtension('pg_class', 'c.oid')}`

/** Options as an array of `key=value`, written for WITH or SET; NULL for none. */
export const optionsOf = (options: string, prefix = '') => `
  (SELECT string_agg(format('${prefix}%s=%L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ' ORDER BY position)
     FROM unnest(${options}) WITH ORDINALITY AS option (o, position))`

/** ` COLLATE …` where the collation is not the type's own. */
export const collationOf = (collation: string, type: string) => `
  coalesce((SELECT format(' COLLATE %I.%I', cn.nspname, co.collname)
              FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
             WHERE co.oid = ${collation} AND co.oid <> (SELECT typcollation FROM pg_type WHERE oid = ${type})), '')`

export const sequenceOptions = (sequence: string) => `
  format(' INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s', ${sequence}.seqincrement, ${sequence}.seqmin,
         ${sequence}.seqmax, ${sequence}.seqstart, ${sequence}.seqcache) || CASE WHEN ${sequence}.seqcycle THEN ' CYCLE' ELSE '' END`

/** What locks are counted by: a table, or the root of its partitions. */
export const lockedTable = (oid: string) => `coalesce(pg_partition_root(${oid}), ${oid})::oid::text`
