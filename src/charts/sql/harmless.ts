/**
 * Functions that are VOLATILE as they give another value each time, or one that a transaction does not freeze, and change nothing.
 * By the extension that they belong to; under '' those of PostgreSQL itself.
 */
const harmless: Record<string, string> = {
  '': `random random_normal array_sample array_shuffle clock_timestamp timeofday gen_random_uuid uuidv4 uuidv7 current_query
    pg_relation_size pg_table_size pg_indexes_size pg_total_relation_size pg_database_size pg_tablespace_size pg_partition_tree
    pg_partition_ancestors pg_is_in_recovery pg_xact_commit_timestamp`,
  pgcrypto: 'gen_random_bytes gen_random_uuid gen_salt',
  'uuid-ossp': 'uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4',
  tablefunc: 'normal_rand',
  timescaledb: 'time_bucket_gapfill locf interpolate',
}

const harmlessNames = new Map(
  Object.entries(harmless).map(([extension, names]) => [extension, new Set(names.split(/\s+/))]),
)

/** `schema`: where it is; `extension`: the one that it belongs to. */
export const isHarmless = (one: { schema: string; name: string; extension: string | null }) =>
  one.extension === null
    ? one.schema === 'pg_catalog' && harmlessNames.get('')!.has(one.name)
    : (harmlessNames.get(one.extension)?.has(one.name) ?? false)

/**
 * Functions that no query for a chart calls, in whatever schema they are and however they are marked: they read files, wait, take
 * locks, signal, write, take a transaction's number, talk to other servers, or run SQL that stands in a text.
 */
const dangerousNames = new RegExp(
  [
    'pg_(read|ls|stat_file|sleep|advisory|try_advisory|cancel|terminate|notify|reload|rotate|promote|switch|backup|logical)(_|$)',
    'pg_(replication|create|drop|copy|export|import|wal_replay|stat_reset|stat_clear|stat_force|log|file|clear|restore|sync)_',
    '(txid_current|pg_current_xact_id|set_config|nextval|setval|setseed|pg_nextoid|currtid2?)$',
    'lo_(close|creat|create|export|from_bytea|get|import|lseek(64)?|open|put|tell(64)?|truncate(64)?|unlink)$|(loread|lowrite)$',
    'binary_upgrade_|brin_(de)?summarize|gin_clean_pending_list$',
    '(query|table|cursor|schema|database)_to_xml|ts_stat$|pg_input_(is_valid|error_info)$',
    'dblink|postgres_fdw_|crosstab|(connectby|xpath_table|xslt_process|cypher)$',
  ]
    .map((pattern) => `^(?:${pattern})`)
    .join('|'),
)

/** All of whose functions are dangerous. */
const dangerousExtensions = new Set(
  'adminpack aws_lambda aws_s3 azure_storage dblink http pageinspect pg_background pg_cron pg_net pg_prewarm pg_surgery plsh'.split(
    ' ',
  ),
)

export const isDangerous = ({ name, extension }: { name: string; extension: string | null }) =>
  dangerousNames.test(name) || (extension !== null && dangerousExtensions.has(extension))

/** What holds secrets of the server rather than data. */
export const secretRelations = [
  ...'pg_authid pg_file_settings pg_hba_file_rules pg_ident_file_mappings pg_shadow pg_subscription pg_user_mapping pg_user_mappings'
    .split(' ')
    .map((name) => `pg_catalog.${name}`),
  'information_schema._pg_user_mappings',
  'information_schema.user_mapping_options',
]
