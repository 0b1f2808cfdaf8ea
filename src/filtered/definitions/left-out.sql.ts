import { settingsLeftOut } from './comments.sql.ts'
import { notOfExtension, notOfItself, ownRelations, ownSchema } from './fragments.sql.ts'
import { signature } from './functions.sql.ts'

/** `id`: that of the object, where others may need it. */
export type LeftOutRow = { id: string | null; kind: string; name: string; reason: string; blocking: boolean }

const superuser = `'only a superuser may make it'`

/** Objects of a catalog in schemas of the source's own. */
const inSchemas = (kind: string, catalog: string, name: string, namespace: string, condition = 'true') => `
SELECT '${catalog}:' || o.oid, '${kind}', n.nspname || '.' || o.${name}, ${superuser}, false
  FROM ${catalog} o JOIN pg_namespace n ON n.oid = o.${namespace}
 WHERE ${ownSchema('n')} AND ${notOfExtension(catalog, 'o.oid')} AND ${condition}`

/** Objects that stand in no schema. */
const ofDatabase = (kind: string, catalog: string, name: string, reason = superuser, condition = 'true') => `
SELECT '${catalog}:' || o.oid, '${kind}', o.${name}::text, ${reason}, false
  FROM ${catalog} o WHERE o.oid >= 16384 AND ${notOfExtension(catalog, 'o.oid')} AND ${condition}`

const thisDatabase = '(SELECT b.oid FROM pg_database b WHERE b.datname = current_database())'

/** What belongs to the server, to its superusers or to its roles. Rows of a foreign table are another server's. */
export const leftOut = [
  settingsLeftOut,
  `SELECT 'pg_class:' || c.oid, 'FOREIGN TABLE', n.nspname || '.' || c.relname, 'its rows are on another server', c.relispartition
   ${ownRelations(`'f'`)}`,
  inSchemas('FUNCTION', 'pg_proc', 'proname', 'pronamespace', `o.prosupport::oid <> 0`),
  `SELECT NULL, 'LEAKPROOF', ${signature}, ${superuser}, false FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.proleakproof AND ${ownSchema('n')} AND ${notOfExtension('pg_proc', 'p.oid')}`,
  inSchemas(
    'TYPE',
    'pg_type',
    'typname',
    'typnamespace',
    `(o.typtype = 'p' OR o.typtype = 'b' AND ${notOfItself('pg_type', 'o.oid')}
      OR o.typtype = 'r' AND EXISTS (SELECT FROM pg_range r WHERE r.rngtypid = o.oid AND r.rngcanonical::oid <> 0))`,
  ),
  inSchemas('OPERATOR CLASS', 'pg_opclass', 'opcname', 'opcnamespace'),
  inSchemas('OPERATOR FAMILY', 'pg_opfamily', 'opfname', 'opfnamespace'),
  inSchemas('CONVERSION', 'pg_conversion', 'conname', 'connamespace'),
  inSchemas('TEXT SEARCH PARSER', 'pg_ts_parser', 'prsname', 'prsnamespace'),
  inSchemas('TEXT SEARCH TEMPLATE', 'pg_ts_template', 'tmplname', 'tmplnamespace'),
  ofDatabase('CAST', 'pg_cast', 'castsource::regtype', superuser, `o.castmethod = 'b'`),
  ofDatabase('LANGUAGE', 'pg_language', 'lanname'),
  ofDatabase('ACCESS METHOD', 'pg_am', 'amname'),
  ofDatabase('TRANSFORM', 'pg_transform', 'trftype::regtype'),
  ofDatabase('FOREIGN DATA WRAPPER', 'pg_foreign_data_wrapper', 'fdwname'),
  ofDatabase('SERVER', 'pg_foreign_server', 'srvname', `'it is another server'`),
  ofDatabase('EVENT TRIGGER', 'pg_event_trigger', 'evtname'),
  ofDatabase('PUBLICATION', 'pg_publication', 'pubname', `'replication is the source''s own'`),
  `SELECT NULL, 'SUBSCRIPTION', s.subname, 'replication is the source''s own', false
     FROM pg_subscription s WHERE s.subdbid = ${thisDatabase}`,
  `SELECT NULL, 'INDEX', n.nspname || '.' || i.relname, 'it is not valid in the source', false
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid AND i.relkind = 'i' JOIN pg_namespace n ON n.oid = i.relnamespace
    WHERE NOT x.indisvalid AND ${ownSchema('n')}`,
  `SELECT 'pg_policy:' || p.oid, 'POLICY', p.polname || ' on ' || n.nspname || '.' || c.relname,
          'it is for roles of the source', false
     FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT 0 = ANY (p.polroles)`,
  `SELECT NULL, 'LARGE OBJECTS', count(*) || ' in all', 'they are in no table', false FROM pg_largeobject_metadata HAVING count(*) > 0`,
  `SELECT NULL, 'SECURITY LABELS', count(*) || ' in all', 'they are the source''s own', false FROM pg_seclabel HAVING count(*) > 0`,
  `SELECT NULL, 'DEFAULT PRIVILEGES', count(*) || ' in all', 'the source''s roles are not there', false FROM pg_default_acl HAVING count(*) > 0`,
  `SELECT NULL, 'TABLESPACE', s.spcname, 'all is in the new database''s own', false FROM pg_tablespace s
    WHERE EXISTS (SELECT FROM pg_class c WHERE c.reltablespace = s.oid AND s.spcname <> 'pg_global')`,
  `SELECT NULL, 'ROWS', e.extname, 'rows that were added to tables of an extension stay behind', false FROM pg_extension e
    WHERE EXISTS (SELECT FROM unnest(e.extconfig) t JOIN pg_class c ON c.oid = t AND c.relkind = 'r')`,
  `SELECT NULL, 'GRANTS', sum(o.objects) || ' objects', 'the source''s roles are not there', false FROM (
     SELECT count(*) AS objects FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${ownSchema('n')} AND ${notOfExtension('pg_class', 'c.oid')} AND (c.relacl IS NOT NULL
         OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL))
     UNION ALL
     SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.proacl IS NOT NULL AND ${ownSchema('n')} AND ${notOfExtension('pg_proc', 'p.oid')}
     UNION ALL
     SELECT count(*) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE t.typacl IS NOT NULL AND ${ownSchema('n')} AND ${notOfExtension('pg_type', 't.oid')}
     UNION ALL
     SELECT count(*) FROM pg_namespace n WHERE n.nspacl IS NOT NULL AND n.oid >= 16384 AND ${ownSchema('n')}
       AND ${notOfExtension('pg_namespace', 'n.oid')}
   ) o HAVING sum(o.objects) > 0`,
].join('\nUNION ALL\n')
