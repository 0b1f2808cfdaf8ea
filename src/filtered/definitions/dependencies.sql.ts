/**
 * Objects by catalog and oid, such as `pg_class:16384`. `part`: the object is a part of the target and goes with it.
 * `collation`: the target's name where it is one that came with the server.
 */
export type DependencyRow = { object: string; target: string; part: boolean; collation: string | null }

/**
 * All of pg_depend between objects that are not built in, a row a pair. What was derived for partitions is left out: it
 * belongs to what it was derived from.
 */
export const dependencies = `
SELECT oc.relname || ':' || d.objid AS object, rc.relname || ':' || d.refobjid AS target,
       bool_or(d.deptype IN ('i', 'e') OR d.deptype = 'a' AND oc.relname = 'pg_attrdef') AS part,
       min(o.collname::text) AS collation
  FROM pg_depend d
  JOIN pg_class oc ON oc.oid = d.classid
  JOIN pg_class rc ON rc.oid = d.refclassid
 LEFT JOIN pg_collation o ON d.refclassid = 'pg_collation'::regclass AND o.oid = d.refobjid AND o.oid < 16384
 WHERE d.objid >= 16384 AND (d.classid, d.objid) <> (d.refclassid, d.refobjid)
   AND NOT EXISTS (SELECT FROM pg_class t WHERE d.classid = 'pg_class'::regclass AND t.oid = d.objid AND t.relkind = 't')
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
                      AND (k.contype = 'f' AND k.conparentid <> 0 OR k.contype = 'c' AND k.conrelid <> 0 AND NOT k.conislocal))
 GROUP BY 1, 2
 ORDER BY 1, 2`
