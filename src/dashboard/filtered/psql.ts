/** As a POSIX shell takes it for one word. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

export const psqlByString = (connectionString: string): string => `psql ${quoted(connectionString)}`

/** Without the password, which psql asks for. */
export const psqlByUser = (of: {
  host: string
  port: number
  databaseName: string
  username: string
}): string => `psql -h ${word(of.host)} -p ${of.port} -U ${word(of.username)} -d ${word(of.databaseName)}`

const word = (text: string): string => (/^[\w.:-]+$/.test(text) ? text : quoted(text))
