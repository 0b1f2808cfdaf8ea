export type Parts = {
  host: string
  port: string
  database: string
  user: string
  password: string
  sslMode: string
}

export const sslModes = ['prefer', 'require', 'verify-ca', 'verify-full', 'allow', 'disable']

export const noParts: Parts = {
  host: '',
  port: '5432',
  database: '',
  user: '',
  password: '',
  sslMode: 'prefer',
}

/** With all that means something else in an address written as %XX. */
export function connectionStringOf({ host, port, database, user, password, sslMode }: Parts): string {
  const name = host.trim()
  const at = name.includes(':') && !name.startsWith('[') ? `[${name}]` : name
  const secret = password === '' ? '' : `:${encodeURIComponent(password)}`
  const options = sslMode === 'prefer' ? '' : `?sslmode=${sslMode}`
  return `postgresql://${encodeURIComponent(user)}${secret}@${at}:${port.trim() || '5432'}/${encodeURIComponent(database)}${options}`
}

/** What the database is called on its server, where the string is one that says it. */
export function databaseNameOf(connectionString: string): string {
  try {
    return decodeURIComponent(new URL(connectionString.trim()).pathname.slice(1))
  } catch {
    return ''
  }
}
