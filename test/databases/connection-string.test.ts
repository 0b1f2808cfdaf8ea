import { describe, expect, it } from 'vitest'
import { parseConnectionString } from '../../src/databases/connection-string.ts'
import { ConnectionFailedError, InvalidInputError } from '../../src/platform/errors.ts'

const parts = {
  engine: 'POSTGRESQL',
  host: 'db',
  port: 5432,
  databaseName: 'd',
  username: 'u',
  password: 'p',
  sslMode: 'prefer',
}

/** The message of the refusal, once it is known to be typed and to repeat no password. */
function refusal(text: string): string {
  try {
    parseConnectionString(text)
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    expect(error.fields).toEqual([{ path: ['connectionString'], message: error.message }])
    expect(error.message).not.toContain('canary')
    return error.message
  }
  return 'nothing was refused'
}

describe('a connection string', () => {
  it.each([
    ['with every part', 'postgresql://u:p@db:6543/d?sslmode=require', { port: 6543, sslMode: 'require' }],
    ['with the short scheme, in capitals', 'POSTGRES://u:p@db/d', {}],
    ['without a password', 'postgresql://u@db/d', { password: null }],
    ['with an empty password', 'postgresql://u:@db/d', { password: null }],
    ['with a password of %XX', 'postgresql://u:%40%2F%3A%23%3F%25%20%C3%A9@db/d', { password: '@/:#?% é' }],
    ['with an @ in the password', 'postgresql://u:a@b@db/d', { password: 'a@b' }],
    [
      'with letters beyond ASCII',
      'postgresql://ü:pä@db/dö',
      { username: 'ü', password: 'pä', databaseName: 'dö' },
    ],
    ['with an IPv6 host', 'postgresql://u:p@[::1]:6000/d', { host: '::1', port: 6000 }],
    [
      'with quotes and spaces in names',
      'postgresql://u%22%27:p@db/a%20b%3B--',
      { username: 'u"\'', databaseName: 'a b;--' },
    ],
    ['with a slash in the name', 'postgresql://u:p@db/a%2Fb', { databaseName: 'a/b' }],
  ])('%s is read as what it says', (_, text, expected) => {
    expect(parseConnectionString(text)).toEqual({ ...parts, ...expected })
  })

  it.each([
    ['no scheme', 'u:canary@db/d', /starts with postgresql:/],
    ['another scheme', 'https://u:canary@db/d', /starts with postgresql:/],
    ['nothing', '', /starts with postgresql:/],
    ['no host', 'postgresql:///d', /no host/],
    ['a Unix socket', 'postgresql://u:canary@%2Fvar%2Frun%2Fpostgresql/d', /Unix sockets/],
    ['several hosts', 'postgresql://u:canary@a,b/d', /several hosts/],
    ['no user', 'postgresql://db/d', /no user/],
    ['no database', 'postgresql://u:canary@db', /no database/],
    ['no database behind the slash', 'postgresql://u:canary@db/', /no database/],
    ['a port that is none', 'postgresql://u:canary@db:port/d', /no valid address/],
    ['a port that is too high', 'postgresql://u:canary@db:65536/d', /no valid address/],
    ['the port 0', 'postgresql://u:canary@db:0/d', /from 1 to 65535/],
    ['a % without digits', 'postgresql://u:canary%zz@db/d', /password .* two hexadecimal digits/],
    ['a # in the password', 'postgresql://u:12#canary@db/d', /%23/],
    ['a / in the password', 'postgresql://u:can/ary@db/d', /no valid address/],
    ['a ? in the password', 'postgresql://u:x@y/z?canary@db/d', /option/],
    ['a line break', 'postgresql://u:canary@db/d\n', /control character/],
    ['a NUL behind %00', 'postgresql://u%00options%00x:canary@db/d', /user .* control character/],
    ['an unknown option', 'postgresql://u:canary@db/d?options=-c%20x%3Dy', /option .* not known/],
    [
      'an option that names a file',
      'postgresql://u:canary@db/d?sslkey=/etc/shadow',
      /sslkey is refused: .* file/,
    ],
    [
      'a Unix socket as an option',
      'postgresql://u:canary@db/d?host=/tmp',
      /host is refused: write it into the address/,
    ],
    ['an abstract socket', 'postgresql://u:canary@%40quarry/d', /Unix sockets/],
    [
      'an unknown sslmode',
      'postgresql://u:canary@db/d?sslmode=sometimes',
      /sslmode must be one of disable, prefer/,
    ],
  ])('with %s is refused with what to write, and without its password', (_, text, message) => {
    expect(refusal(text)).toMatch(message)
  })

  // All that libpq 18 knows beside sslmode, in their order there.
  it.each(
    (
      'service servicefile user password passfile channel_binding connect_timeout dbname host hostaddr port client_encoding options ' +
      'application_name fallback_application_name keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout ' +
      'sslnegotiation sslcompression sslcert sslkey sslkeylogfile sslcertmode sslpassword sslrootcert sslcrl sslcrldir sslsni ' +
      'requirepeer require_auth min_protocol_version max_protocol_version ssl_min_protocol_version ssl_max_protocol_version ' +
      'gssencmode krbsrvname gsslib gssdelegation replication target_session_attrs scram_client_key scram_server_key oauth_issuer ' +
      'oauth_client_id oauth_client_secret oauth_scope load_balance_hosts requiressl authtype tty debug ssl'
    ).split(' '),
  )('with the option %s is refused, alone and behind sslmode', (name) => {
    for (const options of [`${name}=canary`, `sslmode=require&${name}=canary`, `${name}`])
      expect(refusal(`postgresql://u:canary@db/d?${options}`)).toMatch(/option/)
  })

  it.each([
    'passfile',
    'service',
    'servicefile',
    'sslcert',
    'sslcrl',
    'sslcrldir',
    'sslkey',
    'sslkeylogfile',
    'sslrootcert',
  ])('says of the option %s that it names a file', (name) => {
    expect(refusal(`postgresql://u:canary@db/d?${name}=/etc/canary`)).toBe(
      `The option ${name} is refused: it names a file of this server; known is: sslmode`,
    )
  })

  it.each([
    'sqlserver://u:canary@db/d',
    'MSSQL://u:canary@db/d',
    'oracle://u:canary@db/d',
    'mongodb://u:canary@db',
  ])('%s is of a kind that is not supported, and is said to be', (text) => {
    const failure = (() => {
      try {
        return parseConnectionString(text)
      } catch (error) {
        return error
      }
    })()
    expect(failure).toBeInstanceOf(ConnectionFailedError)
    expect(failure).toMatchObject({ reason: 'UNSUPPORTED', message: expect.not.stringContaining('canary') })
  })
})
