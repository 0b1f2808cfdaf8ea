import { ConnectionFailedError, InvalidInputError } from '../platform/errors.ts'
import { engineNames, type ServerEngine, type SslMode, sslModes } from './engine.ts'
import type { ConnectionTarget, FileTarget, ServerTarget } from './target.ts'

const field = ['connectionString']
const wrong = (message: string) => new InvalidInputError(message, [{ path: field, message }])

type Server = { engine: ServerEngine; port: number; example: string }
const postgresql: Server = {
  engine: 'POSTGRESQL',
  port: 5432,
  example: 'postgresql://user:password@host:5432/database',
}
/** MariaDB answers to either name; which of the two it is, the server says. */
const mysql: Server = { engine: 'MYSQL', port: 3306, example: 'mysql://user:password@host:3306/database' }
const mariadb: Server = { ...mysql, engine: 'MARIADB' }
const servers = new Map([
  ['postgresql:', postgresql],
  ['postgres:', postgresql],
  ['mysql:', mysql],
  ['mariadb:', mariadb],
])
const otherEngines = new Set(['sqlserver:', 'mssql:', 'oracle:', 'mongodb:', 'file:'])

/**
 * Reads `postgresql://user:password@host:port/database?sslmode=require`, the same with `mysql://` or `mariadb://`, and
 * `sqlite:path/of/the.file` below SQLITE_DIR. An option that is not known is refused: libpq has some that read files or run
 * commands, and one that is left out silently would surprise.
 * @throws InvalidInputError saying what to write; it never repeats the string, which holds a password
 */
export function parseConnectionString(text: string): ConnectionTarget {
  if (hasControlCharacter(text)) throw wrong('The connection string contains a control character')
  if (/^sqlite:/i.test(text)) return parseFile(text.slice('sqlite:'.length))
  const scheme = /^([a-z0-9+]+:)\/\//i.exec(text)?.[1]?.toLowerCase()
  if (scheme && otherEngines.has(scheme)) {
    throw new ConnectionFailedError(
      'UNSUPPORTED',
      `Databases of the kind ${scheme}// cannot be connected; ${Object.values(engineNames).join(', ')} can`,
    )
  }
  const server = scheme ? servers.get(scheme) : undefined
  if (!server)
    throw wrong(
      'A connection string starts with postgresql://, mysql://, mariadb:// or sqlite:, as in postgresql://user:password@host:5432/database',
    )
  return parseServer(text, server)
}

/** As `parseConnectionString`, for those who connect to nothing but PostgreSQL. */
export function parsePostgres(text: string): ServerTarget {
  const target = parseConnectionString(text)
  if (target.engine !== 'POSTGRESQL') throw wrong('The connection string is none of PostgreSQL')
  return target
}

/** The file is looked for, and looked at, when it is opened. */
function parseFile(text: string): FileTarget {
  if (text.includes('?') || text.includes('#'))
    throw wrong('A connection string of SQLite has no options; write ? and # in a path as %3F and %23')
  const databaseName = decode(text.replace(/^\/\//, ''), 'path')
  if (databaseName.replaceAll('/', '') === '')
    throw wrong('The connection string names no file, as in sqlite:reports/shop.db')
  return { engine: 'SQLITE', databaseName }
}

function parseServer(text: string, { engine, port, example }: Server): ServerTarget {
  if (!URL.canParse(text)) {
    throw wrong(
      'The connection string is no valid address; special characters in the password must be written as %XX',
    )
  }
  const url = new URL(text)
  if (url.hash !== '') throw wrong('The connection string has a #, which must be written as %23')
  const host = decode(url.hostname.replace(/^\[(.*)\]$/, '$1'), 'host')
  const databaseName = decode(url.pathname.replace(/^\//, ''), 'database')
  const username = decode(url.username, 'user')
  // libpq reads what begins with @ as a socket in the abstract namespace.
  if (host === '' || /^[/@]/.test(host))
    throw wrong('The connection string names no host; Unix sockets are not connected')
  if (host.includes(',')) throw wrong('The connection string names several hosts; name one')
  if (username === '') throw wrong('The connection string names no user')
  if (databaseName === '') throw wrong('The connection string names no database')
  if (url.port === '0') throw wrong('The port of the connection string is a number from 1 to 65535')
  return {
    engine,
    host,
    port: url.port === '' ? port : Number(url.port),
    databaseName,
    username,
    password: url.password === '' ? null : decode(url.password, 'password'),
    sslMode: sslModeOf(url.searchParams, example),
  }
}

function decode(text: string, what: string): string {
  const decoded = decodeOrNull(text)
  if (decoded === null)
    throw wrong(`The ${what} of the connection string has a % that is not followed by two hexadecimal digits`)
  // The protocol ends its strings with NUL: what follows one would be read as further parameters of the session.
  if (hasControlCharacter(decoded))
    throw wrong(`The ${what} of the connection string contains a control character`)
  return decoded
}

function decodeOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

const hasControlCharacter = (text: string) => /[\0\r\n]/.test(text)

/** Of libpq; whatever else is not known either. Source: PostgreSQL, "Parameter Key Words". */
const fileOptions = new Set([
  'passfile',
  'service',
  'servicefile',
  'sslcert',
  'sslcrl',
  'sslcrldir',
  'sslkey',
  'sslkeylogfile',
  'sslrootcert',
])
const placeOptions = new Set(['host', 'hostaddr', 'port', 'dbname', 'user', 'password'])

function refusedOption(name: string, example: string): string {
  if (fileOptions.has(name))
    return `The option ${name} is refused: it names a file of this server; known is: sslmode`
  if (placeOptions.has(name))
    return `The option ${name} is refused: write it into the address, as in ${example}`
  // The name is not repeated: a ? in a password that was not written as %3F makes the rest of it look like one.
  return 'The connection string has an option that is not known; known is: sslmode'
}

/** libpq's default is to prefer TLS and to do without where the server has none. */
function sslModeOf(options: URLSearchParams, example: string): SslMode {
  const other = options.keys().find((name) => name !== 'sslmode')
  if (other !== undefined) throw wrong(refusedOption(other, example))
  const mode = options.get('sslmode') ?? 'prefer'
  if (!(sslModes as readonly string[]).includes(mode))
    throw wrong(`sslmode must be one of ${sslModes.join(', ')}`)
  return mode as SslMode
}
