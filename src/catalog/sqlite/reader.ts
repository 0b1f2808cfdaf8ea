import type { SqliteConnection } from '../../databases/sqlite/connection.ts'
import type { CatalogReader, ReadOptions } from '../source.ts'

export async function openSqliteReader(
  _connection: SqliteConnection,
  _options: ReadOptions,
): Promise<CatalogReader> {
  throw new Error('To be written')
}
