import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { isAddressRule, isHostRule, isLoopback } from './platform/hosts.ts'
import { logLevels } from './platform/log.ts'
import { parseKey } from './platform/secrets.ts'
import { queueBackends } from './tasks/queue.ts'
import { isTaskKind, taskKinds } from './tasks/states.ts'

/** Digits alone: Number() would also read 0x50, 1e3 and a blank. */
const atLeast = (min: number, max = 1_000_000) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
const port = atLeast(0, 65_535)
/** With digits and a point alone. */
const share = z
  .string()
  .regex(/^(\d{1,9}|\d?\.\d{1,9})$/)
  .transform(Number)
  .pipe(z.number().max(1))
const token = z.string().regex(/^[\x21-\x7e]{16,}$/)
const claim = z.string().regex(/^[\x21-\x7e]{1,200}$/)
const listOf = (isItem: (text: string) => boolean) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    )
    .refine((items) => items.every(isItem))

/** As browsers send it: without a path, not even a slash. */
const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text

const isHttpUrl = (text: string) => /^https?:\/\//.test(text) && URL.canParse(text)

/** What a path can be added to, and what may stand in a log. */
const isPlainHttpUrl = (text: string) => isHttpUrl(text) && !/[?#@\s]/.test(text)

/** Over http from this machine alone: who stands between could give keys of their own. */
function isKeySetUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username || password) return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

const isFontFile = (text: string) => /\.(ttf|otf|ttc)$/i.test(text) && existsSync(text)

function isPostgresUrl(text: string) {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text)
}

/** Every variable that is read, with what it must be. `docs/operations.md` has a row for each: a test compares them. */
export const variables = {
  PORT: { schema: port.optional(), must: 'a port from 0 to 65535' },
  HOST: { schema: z.string().min(1).default('127.0.0.1'), must: 'an address or host name to listen on' },
  DATA_DIR: {
    schema: z
      .string()
      .min(1)
      .default('.quarry')
      .transform((dir) => path.resolve(dir)),
    must: 'a directory',
  },
  DATABASE_URL: {
    schema: z.string().refine(isPostgresUrl).optional(),
    must: 'a PostgreSQL address: postgresql://user:password@host:5432/database',
  },
  FILTERED_DATABASE_URL: {
    schema: z.string().refine(isPostgresUrl).optional(),
    must: 'a PostgreSQL address: postgresql://user:password@host:5432/postgres',
  },
  EMBEDDED_POSTGRES_PORT: { schema: port.optional(), must: 'a port from 0 to 65535' },
  ACCESS_TOKEN: {
    schema: token.optional(),
    must: 'at least 16 printable characters without spaces',
  },
  JWT_SECRET: {
    schema: z
      .string()
      .regex(/^[\x21-\x7e]{32,}$/)
      .optional(),
    must: 'at least 32 printable characters without spaces (for example from: openssl rand -base64 32)',
  },
  JWKS_URL: {
    schema: z.string().refine(isKeySetUrl).optional(),
    must: 'an https address, or an http one of this machine, without a user: https://id.example.com/.well-known/jwks.json',
  },
  JWT_ISSUER: { schema: z.string().min(1).optional(), must: 'the iss of JWTs' },
  JWT_AUDIENCE: {
    schema: listOf((text) => text.length > 0).optional(),
    must: 'one or more aud of JWTs, separated by commas',
  },
  JWT_USER_CLAIM: { schema: claim.default('sub'), must: 'the name of a claim, such as sub' },
  JWT_WORKSPACE_CLAIM: { schema: claim.default('workspace'), must: 'the name of a claim, such as org_id' },
  JWT_ROLE_CLAIM: {
    schema: claim.default('role'),
    must: 'the name of a claim, such as app_metadata.role',
  },
  ENCRYPTION_KEY: {
    schema: z
      .string()
      .refine((text) => parseKey(text) !== null)
      .optional(),
    must: '32 random bytes in base64 or hex (for example from: openssl rand -base64 32)',
  },
  ENCRYPTION_KEY_PREVIOUS: {
    schema: listOf((text) => parseKey(text) !== null).default([]),
    must: 'keys as ENCRYPTION_KEY takes them, separated by commas',
  },
  WORKER_CONCURRENCY: { schema: atLeast(1, 100).default(5), must: 'a whole number from 1 to 100' },
  WORKER_KINDS: {
    schema: listOf(isTaskKind)
      .transform((kinds) => kinds.filter(isTaskKind))
      .optional(),
    must: `kinds of tasks, separated by commas: ${taskKinds.join(', ')}`,
  },
  ELEMENT_CREATION_CONCURRENCY: { schema: atLeast(1).default(20), must: 'a whole number, at least 1' },
  FILTERED_DATABASE_CONCURRENCY: { schema: atLeast(1).default(3), must: 'a whole number, at least 1' },
  CHART_CONCURRENCY: { schema: atLeast(1).default(20), must: 'a whole number, at least 1' },
  NOTIFICATIONS: { schema: z.enum(['on', 'off']).default('on'), must: 'on or off' },
  QUEUE_BACKEND: {
    schema: z.enum(queueBackends).default('postgres'),
    must: `one of ${queueBackends.join(', ')}`,
  },
  ALLOWED_HOSTS: {
    schema: listOf(isHostRule).optional(),
    must: 'host names, addresses and CIDR ranges, separated by commas',
  },
  SQLITE_DIR: {
    schema: z
      .string()
      .min(1)
      .transform((dir) => path.resolve(dir))
      .optional(),
    must: 'a directory',
  },
  DENIED_HOSTS: {
    schema: listOf(isHostRule).default([]),
    must: 'host names, addresses and CIDR ranges, separated by commas',
  },
  ALLOWED_ORIGINS: {
    schema: listOf(isOrigin).optional(),
    must: 'origins of web pages, separated by commas, such as https://app.example.com',
  },
  TRUSTED_PROXIES: {
    schema: listOf(isAddressRule).default([]),
    must: 'addresses or CIDR ranges of proxies, separated by commas, such as 10.0.0.0/8',
  },
  LOG_LEVEL: { schema: z.enum(logLevels).default('info'), must: `one of ${logLevels.join(', ')}` },
  LOG_DIR: {
    schema: z
      .string()
      .min(1)
      .transform((dir) => path.resolve(dir))
      .optional(),
    must: 'a directory',
  },
  TASK_RETENTION_DAYS: { schema: atLeast(1).default(90), must: 'a whole number of days, at least 1' },
  EVENT_RETENTION_DAYS: { schema: atLeast(1).optional(), must: 'a whole number of days, at least 1' },
  AUDIT_RETENTION_DAYS: { schema: atLeast(1).default(365), must: 'a whole number of days, at least 1' },
  CLEAN_UP_SCHEDULE: {
    schema: z
      .string()
      .regex(/^\S+(\s+\S+){4}$/)
      .default('0 3 * * *'),
    must: 'a cron expression of five fields',
  },
  MAX_PENDING_TASKS: { schema: atLeast(1).default(1_000), must: 'a whole number, at least 1' },
  MAX_BODY_BYTES: {
    schema: atLeast(1_000, 100_000_000).default(1_048_576),
    must: 'a whole number of bytes from 1000 to 100000000',
  },
  MAX_BODIES_BYTES: {
    schema: atLeast(1_000, 999_999_999).optional(),
    must: 'a whole number of bytes from 1000 to 999999999',
  },
  BODY_TIMEOUT_SECONDS: { schema: atLeast(1).default(30), must: 'a whole number of seconds, at least 1' },
  MAX_QUERY_TOKENS: { schema: atLeast(1).default(2_000), must: 'a whole number, at least 1' },
  MAX_QUERY_DEPTH: { schema: atLeast(1).default(15), must: 'a whole number, at least 1' },
  MAX_QUERY_ALIASES: { schema: atLeast(0).default(50), must: 'a whole number' },
  MAX_QUERY_DIRECTIVES: { schema: atLeast(0).default(50), must: 'a whole number' },
  MAX_ROOT_FIELDS: { schema: atLeast(1).default(20), must: 'a whole number, at least 1' },
  MAX_QUERY_COST: { schema: atLeast(1).default(50_000), must: 'a whole number of points, at least 1' },
  POINTS_PER_MINUTE: {
    schema: atLeast(1, 999_999_999).default(5_000_000),
    must: 'a whole number of points, at least 1',
  },
  REQUESTS_PER_MINUTE: { schema: atLeast(1).default(12_000), must: 'a whole number, at least 1' },
  MAX_SOCKETS_PER_USER: { schema: atLeast(1).default(1_000), must: 'a whole number, at least 1' },
  MAX_OPERATIONS_PER_SOCKET: { schema: atLeast(1).default(100), must: 'a whole number, at least 1' },
  MAX_MESSAGES_PER_SECOND: { schema: atLeast(1).default(100), must: 'a whole number, at least 1' },
  INTROSPECTION: { schema: z.enum(['on', 'off']).optional(), must: 'on or off' },
  PERSISTED_OPERATIONS: { schema: z.enum(['any', 'only']).default('any'), must: 'any or only' },
  PERSISTED_OPERATIONS_FILE: {
    schema: listOf(existsSync).optional(),
    must: 'files that are there, separated by commas: JSON, the documents by their hash',
  },
  ELEMENT_CREATION_LIMIT_MINUTES: {
    schema: atLeast(1).default(120),
    must: 'a whole number of minutes, at least 1',
  },
  FILTERED_DATABASE_LIMIT_MINUTES: {
    schema: atLeast(1).default(120),
    must: 'a whole number of minutes, at least 1',
  },
  CHART_LIMIT_MINUTES: { schema: atLeast(1).default(10), must: 'a whole number of minutes, at least 1' },
  CHART_FONTS: {
    schema: listOf(isFontFile).optional(),
    must: 'font files that are there (.ttf, .otf, .ttc), separated by commas',
  },
  CHART_RETENTION_DAYS: { schema: atLeast(1).default(90), must: 'a whole number of days, at least 1' },
  SOURCE_CONNECT_TIMEOUT_SECONDS: {
    schema: atLeast(1, 300).default(10),
    must: 'a whole number of seconds from 1 to 300',
  },
  SOURCE_STATEMENT_TIMEOUT_SECONDS: {
    schema: atLeast(1, 86_400).default(60),
    must: 'a whole number of seconds from 1 to 86400',
  },
  LLM_BASE_URL: {
    schema: z.string().refine(isPlainHttpUrl).optional(),
    must: 'an address such as http://127.0.0.1:11434/v1, without a user, a query or a fragment',
  },
  LLM_MODEL: { schema: z.string().min(1).optional(), must: 'the name of a model' },
  LLM_API_KEY: {
    schema: z
      .string()
      .regex(/^[\x21-\x7e]+$/)
      .optional(),
    must: 'printable characters without spaces',
  },
  LLM_TIMEOUT_SECONDS: {
    schema: atLeast(1, 300).default(60),
    must: 'a whole number of seconds from 1 to 300',
  },
  SHUTDOWN_GRACE_SECONDS: {
    schema: atLeast(0, 3_600).default(10),
    must: 'a whole number of seconds from 0 to 3600',
  },
  // The worker of npm start has the next one.
  METRICS_PORT: { schema: atLeast(0, 65_534).optional(), must: 'a port from 0 to 65534' },
  METRICS_HOST: {
    schema: z.string().min(1).default('127.0.0.1'),
    must: 'an address or host name to listen on',
  },
  METRICS_TOKEN: { schema: token.optional(), must: 'at least 16 printable characters without spaces' },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: z.string().refine(isHttpUrl).optional(),
    must: 'an address such as http://localhost:4318',
  },
  OTEL_TRACES_SAMPLER_ARG: { schema: share.default(1), must: 'a number from 0 to 1' },
} as const

type Variables = typeof variables
export type Config = { readonly [Name in keyof Variables]: z.output<Variables[Name]['schema']> }

/** Thrown with one line for each variable that is wrong: its name and what it should be, never its value. */
export class ConfigError extends Error {}

/**
 * Reads the environment once. An empty variable counts as not set; blanks around a value do not belong to it.
 * @throws ConfigError naming every variable that is wrong
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const wrong: string[] = []
  const values = Object.entries(variables).map(([name, { schema, must }]) => {
    const result = schema.safeParse(environment[name]?.trim() || undefined)
    if (!result.success) wrong.push(`${name} must be ${must}`)
    return [name, result.data]
  })
  const config = Object.fromEntries(values) as Config
  if (config.POINTS_PER_MINUTE < config.MAX_QUERY_COST)
    wrong.push('POINTS_PER_MINUTE must be at least MAX_QUERY_COST: a user must be able to pay one operation')
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'))
  return config
}
