/** What a server offers to the definitions of another database. */

export type TargetRow = {
  version: string
  superuser: boolean
  /** Extensions that there are; `allowed`: the role may make it, or it is made already. */
  extensions: { name: string; allowed: boolean }[]
  /** Languages that the role may write functions in. */
  languages: string[]
  collations: string[]
  compressions: string[]
}

/** Before PostgreSQL 13 no extension was trusted. */
export const target = (version: number) => `
SELECT current_setting('server_version') AS version, r.rolsuper AS superuser,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('name', e.name, 'allowed', e.installed_version IS NOT NULL OR r.rolsuper
                 OR EXISTS (SELECT FROM pg_available_extension_versions v WHERE v.name = e.name AND v.version = e.default_version
                              AND (NOT v.superuser ${version >= 130_000 ? 'OR v.trusted' : ''})))), '[]')
          FROM pg_available_extensions e) AS extensions,
       ARRAY(SELECT l.lanname::text FROM pg_language l WHERE l.lanpltrusted OR r.rolsuper) AS languages,
       ARRAY(SELECT DISTINCT c.collname::text FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
              WHERE n.nspname = 'pg_catalog'
                AND c.collencoding IN (-1, (SELECT b.encoding FROM pg_database b WHERE b.datname = current_database()))) AS collations,
       ARRAY(SELECT unnest(s.enumvals) FROM pg_settings s WHERE s.name = 'default_toast_compression') AS compressions
  FROM pg_roles r WHERE r.rolname = current_user`
