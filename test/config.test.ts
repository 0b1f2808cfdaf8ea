import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Config, ConfigError, readConfig, variables } from '../src/config.ts'

const key = Buffer.alloc(32, 7)
const font = 'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf'

/** For each variable: values with what they are read as, and values that end the start. */
const cases: { [Name in keyof Config]: { valid: [string, Config[Name]][]; invalid: string[] } } = {
  PORT: {
    valid: [
      ['0', 0],
      ['65535', 65_535],
      [' 8080\n', 8080],
    ],
    invalid: ['65536', '-1', '80.5', '0x50', '1e3', 'http', '4000 5000'],
  },
  HOST: {
    valid: [
      ['0.0.0.0', '0.0.0.0'],
      ['::1', '::1'],
    ],
    invalid: [],
  },
  DATA_DIR: {
    valid: [
      ['data', path.resolve('data')],
      ['/var/lib/quarry', '/var/lib/quarry'],
    ],
    invalid: [],
  },
  DATABASE_URL: {
    valid: [
      ['postgresql://u:p@db:5432/quarry', 'postgresql://u:p@db:5432/quarry'],
      ['postgres://db/quarry', 'postgres://db/quarry'],
    ],
    invalid: ['mysql://u:p@db/quarry', 'db:5432', 'postgresql://u:p@db:port/quarry', 'host=db user=u'],
  },
  EMBEDDED_POSTGRES_PORT: { valid: [['5433', 5433]], invalid: ['5433a', '70000', '-5'] },
  ACCESS_TOKEN: {
    valid: [['0123456789abcdef', '0123456789abcdef']],
    invalid: ['0123456789abcde', '0123456789 abcdef', '0123456789abcdéf'],
  },
  JWT_SECRET: {
    valid: [['s'.repeat(32), 's'.repeat(32)]],
    invalid: ['s'.repeat(31), `${'s'.repeat(20)} ${'s'.repeat(20)}`, 'ß'.repeat(32)],
  },
  JWKS_URL: {
    valid: [
      ['https://id.example.com/jwks.json', 'https://id.example.com/jwks.json'],
      ['http://127.0.0.1:8080/jwks', 'http://127.0.0.1:8080/jwks'],
      ['http://[::1]/jwks', 'http://[::1]/jwks'],
    ],
    invalid: [
      'http://id.example.com/jwks.json',
      'http://10.0.0.1/jwks.json',
      'https://user:secret@id.example.com/jwks.json',
      'file:///etc/jwks.json',
      'id.example.com',
    ],
  },
  JWT_ISSUER: { valid: [['https://id.example.com/', 'https://id.example.com/']], invalid: [] },
  JWT_AUDIENCE: { valid: [['quarry, other', ['quarry', 'other']]], invalid: [] },
  JWT_USER_CLAIM: { valid: [['email', 'email']], invalid: ['two words', 'c'.repeat(201)] },
  JWT_WORKSPACE_CLAIM: {
    valid: [['https://example.com/org', 'https://example.com/org']],
    invalid: ['two words'],
  },
  JWT_ROLE_CLAIM: { valid: [['app_metadata.role', 'app_metadata.role']], invalid: ['two words'] },
  ENCRYPTION_KEY: {
    valid: [key.toString('base64'), key.toString('base64url'), key.toString('hex')].map((text) => [
      text,
      text,
    ]),
    invalid: [
      Buffer.alloc(31).toString('base64'),
      Buffer.alloc(33).toString('base64'),
      Buffer.alloc(31).toString('hex'),
      'correct horse battery staple and some more words',
      `${key.toString('base64url').slice(0, 20)} ${key.toString('base64url').slice(20)}`,
    ],
  },
  ENCRYPTION_KEY_PREVIOUS: {
    valid: [
      [`${key.toString('base64')}, ${key.toString('hex')}`, [key.toString('base64'), key.toString('hex')]],
    ],
    invalid: [
      Buffer.alloc(31).toString('hex'),
      `${key.toString('hex')},passphrase`,
      `${key.toString('hex')} ${key.toString('hex')}`,
    ],
  },
  WORKER_CONCURRENCY: {
    valid: [
      ['1', 1],
      ['100', 100],
    ],
    invalid: ['0', '101', '2.5', 'many'],
  },
  ALLOWED_HOSTS: {
    valid: [
      [
        'db.example.com, *.example.org ,10.0.0.0/8,fd12::/16,::1, my_db',
        ['db.example.com', '*.example.org', '10.0.0.0/8', 'fd12::/16', '::1', 'my_db'],
      ],
      [',', []],
    ],
    invalid: ['10.0.0.0/33', 'db.example.com:5432', 'https://db.example.com', 'db.*.example.com', '*', 'a b'],
  },
  SQLITE_DIR: { valid: [['files', path.resolve('files')]], invalid: [] },
  DENIED_HOSTS: {
    valid: [['db.internal,10.0.0.0/8, *.corp', ['db.internal', '10.0.0.0/8', '*.corp']]],
    invalid: ['10.0.0.0/33', 'https://db.example.com', '*'],
  },
  TRUSTED_PROXIES: {
    valid: [['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']]],
    invalid: ['proxy.example.com', '10.0.0.0/33', '10.0.0.1;10.0.0.2'],
  },
  ALLOWED_ORIGINS: {
    valid: [
      [
        'https://app.example.com, http://localhost:5173',
        ['https://app.example.com', 'http://localhost:5173'],
      ],
    ],
    invalid: ['app.example.com', 'https://app.example.com/', 'https://app.example.com/x', '*'],
  },
  LOG_LEVEL: {
    valid: [
      ['debug', 'debug'],
      ['silent', 'silent'],
    ],
    invalid: ['DEBUG', 'verbose'],
  },
  LOG_DIR: { valid: [['logs', path.resolve('logs')]], invalid: [] },
  WORKER_KINDS: {
    valid: [
      ['CHART', ['CHART']],
      ['ELEMENT_CREATION, FILTERED_DATABASE', ['ELEMENT_CREATION', 'FILTERED_DATABASE']],
    ],
    invalid: ['chart', 'ELEMENT_CREATION;CHART', 'REPORT'],
  },
  ELEMENT_CREATION_CONCURRENCY: { valid: [['1', 1]], invalid: ['0', 'many'] },
  FILTERED_DATABASE_CONCURRENCY: { valid: [['7', 7]], invalid: ['0', '-3'] },
  CHART_CONCURRENCY: { valid: [['100', 100]], invalid: ['0', '1.5'] },
  NOTIFICATIONS: { valid: [['off', 'off']], invalid: ['false', 'OFF'] },
  QUEUE_BACKEND: { valid: [['citus', 'citus']], invalid: ['mysql', 'Citus'] },
  TASK_RETENTION_DAYS: { valid: [['1', 1]], invalid: ['0', '-1', '1 day'] },
  AUDIT_RETENTION_DAYS: { valid: [['30', 30]], invalid: ['0', '1 year'] },
  EVENT_RETENTION_DAYS: { valid: [['30', 30]], invalid: ['0', '1 day'] },
  CLEAN_UP_SCHEDULE: { valid: [['30 4 * * 6', '30 4 * * 6']], invalid: ['daily', '0 3 * *', '0 0 3 * * *'] },
  MAX_PENDING_TASKS: { valid: [['1', 1]], invalid: ['0', 'none'] },
  MAX_BODY_BYTES: {
    valid: [
      ['1000', 1_000],
      ['100000000', 100_000_000],
    ],
    invalid: ['999', '100000001', '1 MB'],
  },
  MAX_BODIES_BYTES: { valid: [['1000', 1_000]], invalid: ['999', '1000000000', '16 MB'] },
  BODY_TIMEOUT_SECONDS: { valid: [['1', 1]], invalid: ['0', '1 s'] },
  MAX_QUERY_TOKENS: { valid: [['1', 1]], invalid: ['0', '-1'] },
  MAX_QUERY_DEPTH: { valid: [['1', 1]], invalid: ['0', 'deep'] },
  MAX_QUERY_ALIASES: { valid: [['0', 0]], invalid: ['-1', 'none'] },
  MAX_QUERY_DIRECTIVES: { valid: [['0', 0]], invalid: ['-1', 'none'] },
  MAX_ROOT_FIELDS: { valid: [['1', 1]], invalid: ['0', '1.5'] },
  MAX_QUERY_COST: { valid: [['1', 1]], invalid: ['0', '50k'] },
  POINTS_PER_MINUTE: { valid: [['999999999', 999_999_999]], invalid: ['0', '1000000000'] },
  REQUESTS_PER_MINUTE: { valid: [['1', 1]], invalid: ['0', '1/s'] },
  MAX_SOCKETS_PER_USER: { valid: [['1', 1]], invalid: ['0', 'many'] },
  MAX_OPERATIONS_PER_SOCKET: { valid: [['1', 1]], invalid: ['0', 'many'] },
  MAX_MESSAGES_PER_SECOND: { valid: [['1', 1]], invalid: ['0', '1/s'] },
  INTROSPECTION: {
    valid: [
      ['on', 'on'],
      ['off', 'off'],
    ],
    invalid: ['true', 'OFF'],
  },
  PERSISTED_OPERATIONS: {
    valid: [
      ['any', 'any'],
      ['only', 'only'],
    ],
    invalid: ['on', 'ONLY'],
  },
  PERSISTED_OPERATIONS_FILE: {
    valid: [
      ['package.json', ['package.json']],
      ['package.json, README.md', ['package.json', 'README.md']],
    ],
    invalid: ['nowhere.json', 'package.json,nowhere.json'],
  },
  FILTERED_DATABASE_URL: {
    valid: [['postgresql://u:p@db:5432/postgres', 'postgresql://u:p@db:5432/postgres']],
    invalid: ['mysql://db/postgres', 'db', 'postgresql://u:p@db:port/postgres'],
  },
  ELEMENT_CREATION_LIMIT_MINUTES: { valid: [['1', 1]], invalid: ['0', '1h'] },
  FILTERED_DATABASE_LIMIT_MINUTES: { valid: [['1', 1]], invalid: ['0', '1h'] },
  CHART_LIMIT_MINUTES: { valid: [['1', 1]], invalid: ['0', '1h'] },
  CHART_FONTS: {
    valid: [[`${font}, ${font}`, [font, font]]],
    invalid: ['package.json', 'nowhere.ttf', `${font},nowhere.otf`],
  },
  CHART_RETENTION_DAYS: { valid: [['1', 1]], invalid: ['0', '0.5'] },
  SOURCE_CONNECT_TIMEOUT_SECONDS: {
    valid: [
      ['1', 1],
      ['300', 300],
    ],
    invalid: ['0', '301', '5s'],
  },
  SOURCE_STATEMENT_TIMEOUT_SECONDS: { valid: [['86400', 86_400]], invalid: ['0', '86401'] },
  LLM_BASE_URL: {
    valid: [
      ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
      ['https://llm.example.com/v1/', 'https://llm.example.com/v1/'],
    ],
    invalid: [
      'llm.example.com',
      'ftp://llm.example.com',
      'https://user:secret@llm.example.com/v1',
      'https://llm.example.com/v1?key=secret',
      'https://llm.example.com/v1#x',
    ],
  },
  LLM_MODEL: { valid: [['qwen3:8b', 'qwen3:8b']], invalid: [] },
  LLM_API_KEY: { valid: [['sk-1', 'sk-1']], invalid: ['sk 1', 'schlüssel'] },
  LLM_TIMEOUT_SECONDS: {
    valid: [
      ['1', 1],
      ['300', 300],
    ],
    invalid: ['0', '301', '1m'],
  },
  SHUTDOWN_GRACE_SECONDS: {
    valid: [
      ['0', 0],
      ['3600', 3600],
    ],
    invalid: ['-1', '3601'],
  },
  METRICS_PORT: {
    valid: [
      ['0', 0],
      ['65534', 65_534],
    ],
    invalid: ['65535', '-1', 'metrics'],
  },
  METRICS_HOST: { valid: [['::1', '::1']], invalid: [] },
  METRICS_TOKEN: {
    valid: [['0123456789abcdef', '0123456789abcdef']],
    invalid: ['0123456789abcde', '0123456789 abcdef'],
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    valid: [['http://localhost:4318', 'http://localhost:4318']],
    invalid: ['localhost:4318', 'grpc://localhost:4317', 'http://'],
  },
  OTEL_TRACES_SAMPLER_ARG: {
    valid: [
      ['0', 0],
      ['0.25', 0.25],
      ['.5', 0.5],
      ['1', 1],
    ],
    invalid: ['1.5', '2', '-0.1', '10%', '1e-1'],
  },
}

const names = Object.keys(variables) as (keyof Config)[]

function refusalOf(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'nothing was refused'
}

describe('the configuration', () => {
  it.each(names)('reads every form that %s may have', (name) => {
    expect(cases[name].valid).not.toHaveLength(0)
    for (const [text, value] of cases[name].valid) expect(readConfig({ [name]: text })[name]).toEqual(value)
  })

  it.each(names.filter((name) => cases[name].invalid.length > 0))(
    'ends the start where %s is wrong, naming it and what it must be, never its value',
    (name) => {
      for (const text of cases[name].invalid)
        expect(refusalOf({ [name]: text })).toBe(`${name} must be ${variables[name].must}`)
    },
  )

  it('names every variable that is wrong at once, each on a line of its own', () => {
    const message = refusalOf({ PORT: 'x', ACCESS_TOKEN: 'short', LOG_LEVEL: 'loud', HOST: '::1' })
    expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'PORT',
      'ACCESS_TOKEN',
      'LOG_LEVEL',
    ])
    expect(message).not.toMatch(/short|loud/)
  })

  it('lets a user have at least the points that one operation may cost', () => {
    const environment = { MAX_QUERY_COST: '200', POINTS_PER_MINUTE: '199' }
    expect(() => readConfig(environment)).toThrow(/^POINTS_PER_MINUTE must be at least MAX_QUERY_COST/)
    expect(readConfig({ ...environment, MAX_QUERY_COST: '199' }).POINTS_PER_MINUTE).toBe(199)
  })

  it('takes an empty or blank variable for one that is not set', () => {
    const unset = readConfig({})
    expect(readConfig(Object.fromEntries(names.map((name) => [name, '']))).PORT).toBeUndefined()
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ' \t'])))).toEqual(unset)
  })

  it('has the documented defaults', () => {
    expect(readConfig({})).toEqual({
      HOST: '127.0.0.1',
      DATA_DIR: path.resolve('.quarry'),
      JWT_USER_CLAIM: 'sub',
      JWT_WORKSPACE_CLAIM: 'workspace',
      JWT_ROLE_CLAIM: 'role',
      ENCRYPTION_KEY_PREVIOUS: [],
      DENIED_HOSTS: [],
      WORKER_CONCURRENCY: 5,
      LOG_LEVEL: 'info',
      ELEMENT_CREATION_CONCURRENCY: 20,
      FILTERED_DATABASE_CONCURRENCY: 3,
      CHART_CONCURRENCY: 20,
      NOTIFICATIONS: 'on',
      QUEUE_BACKEND: 'postgres',
      TASK_RETENTION_DAYS: 90,
      AUDIT_RETENTION_DAYS: 365,
      TRUSTED_PROXIES: [],
      CLEAN_UP_SCHEDULE: '0 3 * * *',
      MAX_PENDING_TASKS: 1_000,
      MAX_BODY_BYTES: 1_048_576,
      BODY_TIMEOUT_SECONDS: 30,
      MAX_QUERY_TOKENS: 2_000,
      MAX_QUERY_DEPTH: 15,
      MAX_QUERY_ALIASES: 50,
      MAX_QUERY_DIRECTIVES: 50,
      MAX_ROOT_FIELDS: 20,
      MAX_QUERY_COST: 50_000,
      POINTS_PER_MINUTE: 5_000_000,
      REQUESTS_PER_MINUTE: 12_000,
      MAX_SOCKETS_PER_USER: 1_000,
      MAX_OPERATIONS_PER_SOCKET: 100,
      MAX_MESSAGES_PER_SECOND: 100,
      PERSISTED_OPERATIONS: 'any',
      ELEMENT_CREATION_LIMIT_MINUTES: 120,
      FILTERED_DATABASE_LIMIT_MINUTES: 120,
      CHART_LIMIT_MINUTES: 10,
      CHART_RETENTION_DAYS: 90,
      SOURCE_CONNECT_TIMEOUT_SECONDS: 10,
      SOURCE_STATEMENT_TIMEOUT_SECONDS: 60,
      SHUTDOWN_GRACE_SECONDS: 10,
      METRICS_HOST: '127.0.0.1',
      LLM_TIMEOUT_SECONDS: 60,
      OTEL_TRACES_SAMPLER_ARG: 1,
    })
  })

  it('is documented: the table in docs/operations.md names exactly the variables that are read', async () => {
    const text = await readFile(new URL('../docs/operations.md', import.meta.url), 'utf8')
    const documented = [...text.matchAll(/^\| *`([A-Z][A-Z_]+)` *\|/gm)].map(([, name]) => name)
    expect(documented.toSorted()).toEqual(names.toSorted())
  })
})
