import type { Uses } from './named.ts'

/** PostgreSQL's own objects have numbers below this: FirstNormalObjectId. */
export const firstOwn = 16_384

export const asked = (list: keyof Uses, fields = '') =>
  `jsonb_to_recordset($1::jsonb -> '${list}') AS asked(i int, schema text, name text${fields})`

/** A name without a schema may mean each of that name in the login's search_path. */
export const inSchema = `JOIN pg_catalog.pg_namespace n
  ON CASE WHEN asked.schema IS NULL THEN n.nspname = ANY (current_schemas(true)) ELSE n.nspname = asked.schema END`
