import type { SourceConnection, SourceOptions } from '../source-connection.ts'
import type { ServerTarget } from '../target.ts'

export type MysqlConnection = SourceConnection & {
  readonly engine: 'MYSQL' | 'MARIADB'
  /** The one that the connection string names. */
  readonly databaseName: string
}

export async function connectMysql(_target: ServerTarget, _options: SourceOptions): Promise<MysqlConnection> {
  throw new Error('To be written')
}
