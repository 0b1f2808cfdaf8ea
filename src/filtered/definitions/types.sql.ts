import { collationOf, notOfExtension, ownSchema, type Reader } from './fragments.sql.ts'

const ownTypes = (condition: string) => `
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE ${condition} AND ${ownSchema('n')} AND ${notOfExtension('pg_type', 't.oid')}`

const head = `'pg_type:' || t.oid AS id, 'TYPE' AS kind, n.nspname || '.' || t.typname AS name`

export const enums: Reader = () => `
SELECT ${head},
       format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
              (SELECT string_agg(quote_literal(l.enumlabel), ', ' ORDER BY l.enumsortorder)
                 FROM pg_enum l WHERE l.enumtypid = t.oid)) AS sql
${ownTypes(`t.typtype = 'e'`)}`

export const compositeTypes: Reader = () => `
SELECT ${head},
       format('CREATE TYPE %I.%I AS (%s)', n.nspname, t.typname,
              (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
                                 || ${collationOf('a.attcollation', 'a.atttypid')}, ', ' ORDER BY a.attnum)
                 FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)) AS sql
${ownTypes(`t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')`)}`

export const domains: Reader = (version) => {
  const notNull =
    version >= 170_000
      ? `coalesce((SELECT format(' CONSTRAINT %I', k.conname) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'n'), '') || `
      : ''
  return `
SELECT ${head},
       format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod))
       || ${collationOf('t.typcollation', 't.typbasetype')}
       || coalesce(' DEFAULT ' || coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)), '')
       || CASE WHEN t.typnotnull THEN ${notNull} ' NOT NULL' ELSE '' END AS sql
${ownTypes(`t.typtype = 'd'`)}`
}

/** Apart from their domains, as a check may call a function that takes the domain. */
export const domainChecks: Reader = () => `
SELECT 'pg_constraint:' || k.oid AS id, CASE WHEN k.convalidated THEN 'DOMAIN CHECK' ELSE 'CHECK' END AS kind,
       k.conname || ' on ' || n.nspname || '.' || t.typname AS name,
       format('ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s', n.nspname, t.typname, k.conname, pg_get_constraintdef(k.oid)) AS sql
  FROM pg_constraint k
  JOIN pg_type t ON t.oid = k.contypid
  JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE k.contype = 'c' AND ${ownSchema('n')} AND ${notOfExtension('pg_type', 't.oid')}`

export const ranges: Reader = (version) => {
  const multirange =
    version >= 140_000
      ? `|| format(', MULTIRANGE_TYPE_NAME = %I.%I', (SELECT mn.nspname FROM pg_namespace mn WHERE mn.oid = m.typnamespace), m.typname)`
      : ''
  return `
SELECT ${head},
       format('CREATE TYPE %I.%I AS RANGE (SUBTYPE = %s', n.nspname, t.typname, format_type(r.rngsubtype, NULL))
       || coalesce((SELECT format(', SUBTYPE_OPCLASS = %I.%I', sn.nspname, s.opcname)
                      FROM pg_opclass s JOIN pg_namespace sn ON sn.oid = s.opcnamespace WHERE s.oid = r.rngsubopc), '')
       || coalesce((SELECT format(', COLLATION = %I.%I', cn.nspname, o.collname)
                      FROM pg_collation o JOIN pg_namespace cn ON cn.oid = o.collnamespace WHERE o.oid = r.rngcollation), '')
       || CASE WHEN r.rngsubdiff::oid = 0 THEN '' ELSE format(', SUBTYPE_DIFF = %s', r.rngsubdiff) END
       ${multirange} || ')' AS sql
  FROM pg_range r
  JOIN pg_type t ON t.oid = r.rngtypid
  JOIN pg_namespace n ON n.oid = t.typnamespace
  ${version >= 140_000 ? 'JOIN pg_type m ON m.oid = r.rngmultitypid' : ''}
 WHERE r.rngcanonical::oid = 0 AND ${ownSchema('n')} AND ${notOfExtension('pg_type', 't.oid')}`
}
