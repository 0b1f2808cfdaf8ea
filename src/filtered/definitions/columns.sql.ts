import { collationOf, optionsOf, sequenceOptions } from './fragments.sql.ts'

/** A column's words, of pg_attribute `a` with its pg_type `t` and its pg_attrdef `d` (if any) in the pg_class `c`. */

const isNotInherited = '(a.attislocal OR c.relispartition)'

/** Whether a default calls functions, its types and sequences aside. */
export const needsFunctions = (attrdef: string) => `EXISTS (
  SELECT FROM pg_depend f WHERE f.classid = 'pg_attrdef'::regclass AND f.objid = ${attrdef}.oid
     AND f.refclassid NOT IN ('pg_class'::regclass, 'pg_type'::regclass, 'pg_collation'::regclass))`

const hasOwnDefault = `(d.oid IS NOT NULL AND a.attgenerated = '' AND NOT ${needsFunctions('d')})`

const parentHas = (what: string) => `EXISTS (
  SELECT FROM pg_inherits i JOIN pg_attribute p ON p.attrelid = i.inhparent AND p.attname = a.attname AND NOT p.attisdropped
   WHERE i.inhrelid = a.attrelid AND ${what})`

const generated = (version: number) => `
  CASE WHEN a.attgenerated = '' ${
    // Before 16 a child could but inherit the expression, and does so when it is not said again.
    version < 160_000 ? 'OR a.attinhcount > 0 AND NOT c.relispartition' : ''
  } THEN ''
       ELSE format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(d.adbin, d.adrelid),
                   CASE a.attgenerated WHEN 'v' THEN 'VIRTUAL' ELSE 'STORED' END) END`

/** A partition's identity is its root's. */
const identity = `
  (SELECT format('GENERATED %s AS IDENTITY (SEQUENCE NAME %I.%I%s)', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
                 sn.nspname, s.relname, ${sequenceOptions('q')})
     FROM pg_depend o
     JOIN pg_class s ON s.oid = o.objid AND s.relkind = 'S'
     JOIN pg_namespace sn ON sn.oid = s.relnamespace
     JOIN pg_sequence q ON q.seqrelid = s.oid
    WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass AND o.deptype = 'i'
      AND o.refobjid = a.attrelid AND o.refobjsubid = a.attnum AND a.attidentity <> '' AND NOT c.relispartition)`

/** From 18 on a NOT NULL is a constraint with a name. One that is not valid follows after the rows. */
const notNull = (version: number) =>
  version < 180_000
    ? `CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END`
    : `coalesce((SELECT format(' CONSTRAINT %I NOT NULL', k.conname) || CASE WHEN k.connoinherit THEN ' NO INHERIT' ELSE '' END
                   FROM pg_constraint k
                  WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum] AND k.convalidated
                    AND (k.conislocal OR c.relispartition)), '')`

const extras = (version: number) => `
  ${generated(version)}
  || CASE WHEN ${hasOwnDefault} THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END
  || coalesce(' ' || ${identity}, '')
  || ${notNull(version)}`

/**
 * NULL where there is nothing to say: of a typed table's column without anything of its own, of one that is inherited, unless
 * its NOT NULL has a name of its own.
 */
export const columnClause = (version: number) => `
  CASE WHEN NOT ${isNotInherited} THEN ${inheritedConstraint(version)}
       WHEN c.reloftype = 0
       THEN format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)) || ${collationOf('a.attcollation', 'a.atttypid')} || ${extras(version)}
       ELSE format('%I WITH OPTIONS', a.attname) || nullif(${extras(version)}, '') END`

function inheritedConstraint(version: number): string {
  if (version < 180_000) return 'NULL'
  return `(SELECT format('CONSTRAINT %I NOT NULL %I', k.conname, a.attname) || CASE WHEN k.connoinherit THEN ' NO INHERIT' ELSE '' END
          FROM pg_constraint k
         WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum] AND k.convalidated AND k.conislocal)`
}

const inheritedNotNull = (version: number) =>
  version < 180_000
    ? `CASE WHEN NOT ${isNotInherited} AND a.attnotnull AND NOT ${parentHas('p.attnotnull')}
         THEN format('ALTER COLUMN %I SET NOT NULL', a.attname) END,`
    : ''

/** What is said of a column after its table was created; NULL for nothing. */
export const columnTail = (version: number) => `
  nullif(concat_ws(', ',
    CASE WHEN a.attstattarget >= 0 THEN format('ALTER COLUMN %I SET STATISTICS %s', a.attname, a.attstattarget) END,
    CASE WHEN a.attstorage <> t.typstorage THEN format('ALTER COLUMN %I SET STORAGE %s', a.attname,
      CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END) END,
    format('ALTER COLUMN %I SET (', a.attname) || ${optionsOf('a.attoptions')} || ')',
    CASE WHEN NOT ${isNotInherited} AND ${hasOwnDefault}
         THEN format('ALTER COLUMN %I SET DEFAULT ', a.attname) || pg_get_expr(d.adbin, d.adrelid) END,
    CASE WHEN a.attinhcount > 0 AND NOT c.relispartition AND d.oid IS NULL AND a.attidentity = ''
          AND ${parentHas(`p.atthasdef AND p.attgenerated = ''`)} THEN format('ALTER COLUMN %I DROP DEFAULT', a.attname) END,
    ${inheritedNotNull(version)}
    CASE WHEN NOT ${isNotInherited} THEN format('ALTER COLUMN %I ADD ', a.attname) || ${identity} END
  ), '')`
