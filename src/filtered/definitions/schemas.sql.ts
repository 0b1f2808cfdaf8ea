import { notOfExtension, ownSchema, type Reader } from './fragments.sql.ts'

/** Schemas, extensions, collations and text search: what others stand in or speak of. */

/** Of a role that may not make it, a schema that exists is not asked for anything. */
export const schemas: Reader = () => `
SELECT 'pg_namespace:' || n.oid AS id, 'SCHEMA' AS kind, n.nspname AS name,
       format('CREATE SCHEMA IF NOT EXISTS %I', n.nspname) AS sql
  FROM pg_namespace n WHERE ${ownSchema('n')} AND ${notOfExtension('pg_namespace', 'n.oid')}`

export const extensions: Reader = () => `
SELECT 'pg_extension:' || e.oid AS id, 'EXTENSION' AS kind, e.extname AS name,
       format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I', e.extname, n.nspname) AS sql,
       jsonb_build_object('extension', e.extname) AS requires
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace`

export const collations: Reader = (version) => {
  const locale =
    version >= 170_000
      ? 'o.colllocale'
      : version >= 150_000
        ? 'o.colliculocale'
        : `CASE o.collprovider WHEN 'i' THEN o.collcollate END`
  return `
SELECT 'pg_collation:' || o.oid AS id, 'COLLATION' AS kind, n.nspname || '.' || o.collname AS name,
       format('CREATE COLLATION %I.%I (PROVIDER = %s', n.nspname, o.collname,
              CASE o.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END)
       || CASE WHEN ${locale} IS NOT NULL THEN format(', LOCALE = %L', ${locale})
               ELSE format(', LC_COLLATE = %L, LC_CTYPE = %L', o.collcollate, o.collctype) END
       || CASE WHEN o.collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END
       ${version >= 160_000 ? `|| coalesce(', RULES = ' || quote_literal(o.collicurules), '')` : ''}
       || ')' AS sql
  FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace
 WHERE ${ownSchema('n')} AND ${notOfExtension('pg_collation', 'o.oid')}`
}

export const textSearchDictionaries: Reader = () => `
SELECT 'pg_ts_dict:' || d.oid AS id, 'TEXT SEARCH DICTIONARY' AS kind, n.nspname || '.' || d.dictname AS name,
       format('CREATE TEXT SEARCH DICTIONARY %I.%I (TEMPLATE = %I.%I%s)', n.nspname, d.dictname, tn.nspname, t.tmplname,
              coalesce(', ' || d.dictinitoption, '')) AS sql
  FROM pg_ts_dict d
  JOIN pg_namespace n ON n.oid = d.dictnamespace
  JOIN pg_ts_template t ON t.oid = d.dicttemplate
  JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
 WHERE ${ownSchema('n')} AND ${notOfExtension('pg_ts_dict', 'd.oid')}`

export const textSearchConfigurations: Reader = () => `
SELECT 'pg_ts_config:' || g.oid AS id, 'TEXT SEARCH CONFIGURATION' AS kind, n.nspname || '.' || g.cfgname AS name,
       format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I)', n.nspname, g.cfgname, pn.nspname, p.prsname)
       || coalesce(';' || chr(10) || (
         SELECT string_agg(format('ALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s',
                                  n.nspname, g.cfgname, mapped.alias, mapped.dictionaries), ';' || chr(10) ORDER BY mapped.alias)
           FROM (SELECT k.alias, string_agg(format('%I.%I', dn.nspname, d.dictname), ', ' ORDER BY m.mapseqno) AS dictionaries
                   FROM pg_ts_config_map m
                   JOIN ts_token_type(g.cfgparser) k ON k.tokid = m.maptokentype
                   JOIN pg_ts_dict d ON d.oid = m.mapdict
                   JOIN pg_namespace dn ON dn.oid = d.dictnamespace
                  WHERE m.mapcfg = g.oid GROUP BY k.alias) mapped), '') AS sql
  FROM pg_ts_config g
  JOIN pg_namespace n ON n.oid = g.cfgnamespace
  JOIN pg_ts_parser p ON p.oid = g.cfgparser
  JOIN pg_namespace pn ON pn.oid = p.prsnamespace
 WHERE ${ownSchema('n')} AND ${notOfExtension('pg_ts_config', 'g.oid')}`
