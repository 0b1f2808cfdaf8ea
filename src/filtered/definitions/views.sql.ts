import { nothing, optionsOf, ownRelations, type Reader } from './fragments.sql.ts'

/** Views, and what acts on access to a relation: rules, triggers, policies. */

const named = `n.nspname || '.' || c.relname AS name`
const head = (kind: string) => `'pg_class:' || c.oid AS id, '${kind}' AS kind, ${named}`
const options = `coalesce(' WITH (' || ${optionsOf('c.reloptions')} || ')', '')`
const query = `rtrim(pg_get_viewdef(c.oid), ';')`

export const views: Reader = () => `
SELECT ${head('VIEW')},
       format('CREATE VIEW %I.%I', n.nspname, c.relname) || ${options} || E' AS\\n' || ${query} AS sql
${ownRelations(`'v'`)}`

const columnOptions = `
  (SELECT string_agg(format(E';\\nALTER MATERIALIZED VIEW %I.%I ALTER COLUMN %I SET STATISTICS %s', n.nspname, c.relname, a.attname,
                            a.attstattarget), '' ORDER BY a.attnum)
     FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attstattarget >= 0)`

export const materializedViews: Reader = () => `
SELECT ${head('MATERIALIZED VIEW')},
       format('CREATE MATERIALIZED VIEW %I.%I', n.nspname, c.relname)
       || coalesce((SELECT format(' USING %I', m.amname) FROM pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap'), '')
       || ${options} || E' AS\\n' || ${query} || E'\\n WITH NO DATA' || coalesce(${columnOptions}, '') AS sql
${ownRelations(`'m'`)}`

export const materializedViewData: Reader = () => `
SELECT 'data:' || c.oid AS id, 'MATERIALIZED VIEW DATA' AS kind, ${named},
       format(E'REFRESH MATERIALIZED VIEW %I.%I;\\nANALYZE %1$I.%2$I', n.nspname, c.relname) AS sql,
       ARRAY['pg_class:' || c.oid] AS needs
${ownRelations(`'m'`)} AND c.relispopulated`

const state = (column: string, what: string, name: string) => `
  CASE ${column} WHEN 'O' THEN '' ELSE format(E';\\nALTER TABLE %I.%I %s ${what} %I', n.nspname, c.relname,
    CASE ${column} WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, ${name}) END`

export const rules: Reader = () => `
SELECT 'pg_rewrite:' || r.oid AS id, 'RULE' AS kind, r.rulename || ' on ' || ${named},
       rtrim(pg_get_ruledef(r.oid), ';') || ${state('r.ev_enabled', 'RULE', 'r.rulename')} AS sql
  FROM (SELECT c.* ${ownRelations(`'r', 'p', 'v', 'm'`)}) c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename <> '_RETURN'`

const triggersOn = `
  FROM (SELECT c.* ${ownRelations(`'r', 'p', 'v'`)}) c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_trigger t ON t.tgrelid = c.oid`

/** Those of partitions were derived from their root's. */
export const triggers: Reader = (version) => `
SELECT 'pg_trigger:' || t.oid AS id, 'TRIGGER' AS kind, t.tgname || ' on ' || ${named},
       pg_get_triggerdef(t.oid) || ${state('t.tgenabled', 'TRIGGER', 't.tgname')} AS sql
${triggersOn} AND NOT t.tgisinternal ${version >= 130_000 ? 'AND t.tgparentid = 0' : ''}`

export const triggersOfPartitions: Reader = (version) =>
  version < 130_000
    ? nothing
    : `
SELECT 'state:' || t.oid AS id, 'TRIGGER' AS kind, t.tgname || ' on ' || ${named},
       format('ALTER TABLE %I.%I %s TRIGGER %I', n.nspname, c.relname, CASE t.tgenabled WHEN 'D' THEN 'DISABLE'
         WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END, t.tgname) AS sql,
       ARRAY['attach:' || c.oid, CASE WHEN p.tgparentid = 0 THEN 'pg_trigger:' ELSE 'state:' END || p.oid] AS needs
${triggersOn}
  JOIN pg_trigger p ON p.oid = t.tgparentid
 WHERE t.tgenabled <> p.tgenabled AND t.tgconstraint = 0`

/** Those for roles of the source alone are left out: such roles are not on the target. */
export const policies: Reader = () => `
SELECT 'pg_policy:' || p.oid AS id, 'POLICY' AS kind, p.polname || ' on ' || ${named},
       format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO PUBLIC', p.polname, n.nspname, c.relname,
              CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
              CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END)
       || coalesce(' USING (' || pg_get_expr(p.polqual, c.oid) || ')', '')
       || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, c.oid) || ')', '') AS sql
  FROM (SELECT c.* ${ownRelations(`'r', 'p'`)}) c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_policy p ON p.polrelid = c.oid AND 0 = ANY (p.polroles)`

export const rowSecurity: Reader = () => `
SELECT 'security:' || c.oid AS id, 'ROW SECURITY' AS kind, ${named},
       concat_ws(E';\\n',
         CASE WHEN c.relrowsecurity THEN format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', n.nspname, c.relname) END,
         CASE WHEN c.relforcerowsecurity THEN format('ALTER TABLE ONLY %I.%I FORCE ROW LEVEL SECURITY', n.nspname, c.relname) END) AS sql,
       ARRAY['pg_class:' || c.oid] AS needs
${ownRelations(`'r', 'p'`)} AND (c.relrowsecurity OR c.relforcerowsecurity)`
