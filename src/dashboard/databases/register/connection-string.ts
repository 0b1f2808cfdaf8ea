import type { DatabaseEngine } from '../../generated/graphql.ts'

/** Of a server: what its connection string is put together from. */
export type Parts = {
  host: string
  port: string
  database: string
  user: string
  password: string
  sslMode: string
}

export const engines: DatabaseEngine[] = ['POSTGRESQL', 'MARIADB', 'MYSQL', 'SQLITE']
const schemes = {
  POSTGRESQL: 'postgresql://',
  MARIADB: 'mariadb://',
  MYSQL: 'mysql://',
  SQLITE: 'sqlite:',
} satisfies Record<DatabaseEngine, string>
const ports: Partial<Record<DatabaseEngine, string>> = {
  POSTGRESQL: '5432',
  MARIADB: '3306',
  MYSQL: '3306',
}

export const sslModes = ['prefer', 'require', 'verify-ca', 'verify-full', 'disable']

export const noParts = (engine: DatabaseEngine): Parts => ({
  host: '',
  port: ports[engine] ?? '',
  database: '',
  user: '',
  password: '',
  sslMode: 'prefer',
})

/** As how a string begins says it; null where it does not. */
export function engineOf(connectionString: string): DatabaseEngine | null {
  const text = connectionString
    .trimStart()
    .toLowerCase()
    .replace(/^postgres:/, 'postgresql:')
  return engines.find((engine) => text.startsWith(schemes[engine])) ?? null
}

/** With all that means something else in an address written as %XX; empty where nothing is said yet. */
export function connectionStringOf(engine: DatabaseEngine, parts: Parts): string {
  const { host, port, database, user, password, sslMode } = parts
  if (![host, database, user, password].some(Boolean)) return ''
  const name = host.trim()
  const at = name.includes(':') && !name.startsWith('[') ? `[${name}]` : name
  const secret = password === '' ? '' : `:${encodeURIComponent(password)}`
  const options = sslMode === 'prefer' ? '' : `?sslmode=${sslMode}`
  return `${schemes[engine]}${encodeURIComponent(user)}${secret}@${at}:${port.trim() || ports[engine]}/${encodeURIComponent(database)}${options}`
}

/** Null where it is none of a server, or not a whole one. */
export function partsOf(connectionString: string): Parts | null {
  const engine = engineOf(connectionString)
  if (engine === null || engine === 'SQLITE') return null
  try {
    const url = new URL(connectionString.trim())
    return {
      host: decodeURIComponent(url.hostname),
      port: url.port || ports[engine]!,
      database: decodeURIComponent(url.pathname.slice(1)),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      sslMode: url.searchParams.get('sslmode') ?? 'prefer',
    }
  } catch {
    return null
  }
}

/** The same parts for another engine: a port that is the usual one of an engine becomes that of this one. */
export const partsFor = (engine: DatabaseEngine, parts: Parts): Parts => ({
  ...parts,
  port: ['', ...Object.values(ports)].includes(parts.port) ? (ports[engine] ?? '') : parts.port,
})

export const fileString = (path: string): string =>
  path === '' ? '' : `${schemes.SQLITE}${path.split('/').map(encodeURIComponent).join('/')}`

/** The path of a file of SQLite as people write it. */
export function fileOf(connectionString: string): string {
  const path = connectionString.trimStart().slice(schemes.SQLITE.length).replace(/^\/\//, '')
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** What the database is called where it is, where the string is one that says it. */
export function databaseNameOf(connectionString: string): string {
  if (engineOf(connectionString) === 'SQLITE') return fileOf(connectionString).split('/').at(-1)!.trim()
  return partsOf(connectionString)?.database ?? ''
}
