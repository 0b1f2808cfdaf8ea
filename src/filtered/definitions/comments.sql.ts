import type { Reader } from './fragments.sql.ts'

/** Of all objects; which of them are the source's own is seen by what they are on. The server's own words name them. */
export const comments: Reader = () => `
SELECT 'comment:' || d.classoid || ':' || d.objoid || ':' || d.objsubid AS id, 'COMMENT' AS kind, o.identity AS name,
       CASE WHEN k.contypid <> 0
            THEN format('COMMENT ON CONSTRAINT %I ON DOMAIN %s', k.conname, format_type(k.contypid, NULL))
            ELSE 'COMMENT ON ' || CASE
              WHEN o.type LIKE '%column' THEN 'COLUMN' WHEN o.type = 'table constraint' THEN 'CONSTRAINT'
              WHEN o.type = 'statistics object' THEN 'STATISTICS' WHEN o.type = 'composite type' THEN 'TYPE'
              ELSE upper(o.type) END || ' '
              || CASE WHEN o.type = 'aggregate' AND o.identity LIKE '%()' THEN rtrim(o.identity, '()') || '(*)' ELSE o.identity END
       END || ' IS ' || quote_literal(d.description) AS sql,
       ARRAY[c.relname || ':' || d.objoid] AS needs
  FROM pg_description d
  JOIN pg_class c ON c.oid = d.classoid
  LEFT JOIN pg_constraint k ON d.classoid = 'pg_constraint'::regclass AND k.oid = d.objoid
 CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, CASE d.classoid WHEN 'pg_class'::regclass THEN d.objsubid ELSE 0 END) o
 WHERE o.identity IS NOT NULL AND d.objoid >= 16384 AND c.relname <> 'pg_extension'
    OR d.classoid = 'pg_namespace'::regclass AND o.identity IN ('public', '"public"') AND d.description <> 'standard public schema'`

/** Settings of the database that change what statements mean; the others are for whoever runs it. */
const kept = `('search_path', 'timezone', 'datestyle', 'intervalstyle', 'default_text_search_config')`

const databaseSettings = `
  FROM pg_db_role_setting s JOIN pg_database b ON b.oid = s.setdatabase AND b.datname = current_database()
 CROSS JOIN LATERAL unnest(s.setconfig) setting
 CROSS JOIN LATERAL (SELECT split_part(setting, '=', 1) AS name, substr(setting, strpos(setting, '=') + 1) AS value) p
 WHERE s.setrole = 0`

export const settings: Reader = () => `
SELECT 'setting:' || p.name AS id, 'SETTING' AS kind, p.name,
       format('DO %L', format('BEGIN PERFORM pg_catalog.set_config(%L, %L, true); '
         || 'EXECUTE pg_catalog.format(%L, pg_catalog.current_database()); END',
         p.name, p.value, format('ALTER DATABASE %%I SET %I FROM CURRENT', lower(p.name)))) AS sql
${databaseSettings} AND lower(p.name) IN ${kept}`

export const settingsLeftOut = `
SELECT NULL AS id, 'SETTING' AS kind, p.name AS name, 'it is for whoever runs the database' AS reason, false AS blocking
${databaseSettings} AND lower(p.name) NOT IN ${kept}`

/** After the indexes, as those of expressions have statistics of their own. */
export const analyses: Reader = () => `
SELECT 'analyze:' || c.oid AS id, 'ANALYZE' AS kind, n.nspname || '.' || c.relname AS name,
       format('ANALYZE %I.%I', n.nspname, c.relname) AS sql,
       ARRAY['pg_class:' || c.oid] AS needs, ARRAY[c.oid::text] AS tables
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition`
