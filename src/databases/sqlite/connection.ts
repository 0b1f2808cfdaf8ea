import type { SourceConnection, SourceOptions } from '../source-connection.ts'
import type { FileTarget } from '../target.ts'

export type SqliteConnection = SourceConnection & { readonly engine: 'SQLITE' }

export async function connectSqlite(_target: FileTarget, _options: SourceOptions): Promise<SqliteConnection> {
  throw new Error('To be written')
}
