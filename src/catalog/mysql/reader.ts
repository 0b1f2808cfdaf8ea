import type { MysqlConnection } from '../../databases/mysql/connection.ts'
import type { CatalogReader, ReadOptions } from '../source.ts'

export async function openMysqlReader(
  _connection: MysqlConnection,
  _options: ReadOptions,
): Promise<CatalogReader> {
  throw new Error('To be written')
}
