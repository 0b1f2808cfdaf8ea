/** The words in which a source is addressed. */

export const databaseEngines = ['POSTGRESQL', 'MYSQL', 'MARIADB', 'SQLITE'] as const
export type DatabaseEngine = (typeof databaseEngines)[number]

/** As libpq has them. */
export const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type SslMode = (typeof sslModes)[number]
