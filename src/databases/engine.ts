/** The words in which a source is addressed. */

export const databaseEngines = ['POSTGRESQL', 'MYSQL', 'MARIADB', 'SQLITE'] as const
export type DatabaseEngine = (typeof databaseEngines)[number]
export type ServerEngine = Exclude<DatabaseEngine, 'SQLITE'>

/** As libpq has them. */
export const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type SslMode = (typeof sslModes)[number]

/** As their makers write them. */
export const engineNames = {
  POSTGRESQL: 'PostgreSQL',
  MYSQL: 'MySQL',
  MARIADB: 'MariaDB',
  SQLITE: 'SQLite',
} satisfies Record<DatabaseEngine, string>
