import { lockedTable, nothing, optionsOf, ownRelations, type Reader } from './fragments.sql.ts'

/** What stands on tables and is cheaper, or only possible, once the rows are there. */

const ownTables = (condition = '') => `(SELECT c.* ${ownRelations(`'r', 'p', 'm'`)} ${condition}) c
  JOIN pg_namespace n ON n.oid = c.relnamespace`

const onTable = (name: string) => `${name} || ' on ' || n.nspname || '.' || c.relname AS name`

const constraint = `
SELECT 'pg_constraint:' || k.oid AS id, ${onTable('k.conname')}`

/** An index's options are no part of what the server writes for its constraint. */
export const keys: Reader = () => `${constraint}, 'KEY' AS kind,
       format('ALTER TABLE ONLY %I.%I ADD CONSTRAINT %I ', n.nspname, c.relname, k.conname)
       || CASE k.contype WHEN 'x' THEN pg_get_constraintdef(k.oid) ELSE
            regexp_replace(pg_get_constraintdef(k.oid), '(( DEFERRABLE)?( INITIALLY DEFERRED)?)$',
                           coalesce(' WITH (' || ${optionsOf('i.reloptions')} || ')', '') || '\\1') END AS sql,
       ARRAY[${lockedTable('c.oid')}] AS tables
  FROM ${ownTables()}
  JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x')
  JOIN pg_class i ON i.oid = k.conindid`

/** One on a partitioned table is on it alone; those of its partitions are attached to it. */
export const indexes: Reader = () => `
SELECT 'pg_class:' || i.oid AS id, 'INDEX' AS kind, ${onTable('i.relname')},
       pg_get_indexdef(i.oid) || coalesce((
         SELECT string_agg(format(E';\\nALTER INDEX %I.%I ALTER COLUMN %s SET STATISTICS %s', n.nspname, i.relname, a.attnum, a.attstattarget), '')
           FROM pg_attribute a WHERE a.attrelid = i.oid AND a.attstattarget >= 0), '') AS sql,
       ARRAY[]::text[] AS tables
  FROM ${ownTables()}
  JOIN pg_index x ON x.indrelid = c.oid AND (x.indisvalid OR c.relkind = 'p')
  JOIN pg_class i ON i.oid = x.indexrelid
 WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x'))`

export const indexPartitions: Reader = () => `
SELECT 'attach:' || i.oid AS id, 'INDEX PARTITION' AS kind, ${onTable('i.relname')},
       format('ALTER INDEX %I.%I ATTACH PARTITION %I.%I', pn.nspname, p.relname, n.nspname, i.relname) AS sql,
       ARRAY['pg_class:' || i.oid, 'pg_class:' || p.oid, 'attach:' || c.oid] AS needs
  FROM ${ownTables('AND c.relispartition')}
  JOIN pg_index x ON x.indrelid = c.oid
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_inherits h ON h.inhrelid = i.oid
  JOIN pg_class p ON p.oid = h.inhparent
  JOIN pg_namespace pn ON pn.oid = p.relnamespace`

/** That of a child before its parent's, which then becomes one with it. */
export const checks: Reader = () => `${constraint}, 'CHECK' AS kind,
       format('ALTER TABLE %I.%I ADD CONSTRAINT %I ', n.nspname, c.relname, k.conname) || pg_get_constraintdef(k.oid)
       || CASE WHEN k.convalidated THEN ' NOT VALID' ELSE '' END AS sql,
       ARRAY(SELECT 'pg_constraint:' || o.oid FROM pg_inherits i
               JOIN pg_constraint o ON o.conrelid = i.inhrelid AND o.contype = 'c' AND o.conname = k.conname AND o.conislocal
              WHERE i.inhparent = c.oid) AS needs
  FROM ${ownTables()}
  JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'c' AND k.conislocal`

/**
 * The rows are looked at under the search path of the source's sessions, as a check's functions may rely on it. Here stand
 * those inherited ones as well of which a parent's is not valid.
 */
export const checkValidations: Reader = () => `
SELECT 'validate:' || k.oid AS id, ${onTable('k.conname')}, 'CHECK VALIDATION' AS kind,
       format(E'SELECT pg_catalog.set_config(''search_path'', %L, true);\\nALTER TABLE %I.%I VALIDATE CONSTRAINT %I',
              (SELECT s.reset_val FROM pg_settings s WHERE s.name = 'search_path'), n.nspname, c.relname, k.conname) AS sql,
       ARRAY['pg_constraint:' || k.oid] AS needs,
       ARRAY[${lockedTable('c.oid')}] AS tables
  FROM ${ownTables()}
  JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'c' AND k.convalidated
 WHERE k.conislocal OR EXISTS (
   SELECT FROM pg_inherits i JOIN pg_constraint o ON o.conrelid = i.inhparent AND o.contype = 'c' AND o.conname = k.conname
    WHERE i.inhrelid = c.oid AND NOT o.convalidated)`

export const notNullsNotValid: Reader = (version) =>
  version < 180_000
    ? nothing
    : `${constraint}, 'CHECK' AS kind,
       format('ALTER TABLE %I.%I ADD CONSTRAINT %I ', n.nspname, c.relname, k.conname) || pg_get_constraintdef(k.oid) AS sql
  FROM ${ownTables()}
  JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'n' AND NOT k.convalidated AND k.conislocal`

/** Those of partitions were derived from their root's. */
export const foreignKeys: Reader = () => `${constraint}, 'FOREIGN KEY' AS kind,
       format('ALTER TABLE %s%I.%I ADD CONSTRAINT %I %s', CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END,
              n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)) AS sql,
       ARRAY[${lockedTable('k.conrelid')}, ${lockedTable('k.confrelid')}] AS tables
  FROM ${ownTables()}
  JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' AND k.conparentid = 0`

export const statistics: Reader = (version) => `
SELECT 'pg_statistic_ext:' || s.oid AS id, 'STATISTICS' AS kind, n.nspname || '.' || s.stxname AS name,
       pg_get_statisticsobjdef(s.oid)
       ${
         version >= 130_000
           ? `|| CASE WHEN s.stxstattarget >= 0
                 THEN format(E';\\nALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, s.stxstattarget) ELSE '' END`
           : ''
       } AS sql
  FROM pg_statistic_ext s
  JOIN pg_namespace n ON n.oid = s.stxnamespace
  JOIN (SELECT c.oid ${ownRelations(`'r', 'p', 'm'`)}) c ON c.oid = s.stxrelid`
