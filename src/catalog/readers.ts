import type { AnyConnection } from '../databases/drivers.ts'
import { openMysqlReader } from './mysql/reader.ts'
import { openPostgresReader } from './postgresql/reader.ts'
import type { CatalogReader, ReadOptions } from './source.ts'
import { openSqliteReader } from './sqlite/reader.ts'

/** Of one connection, for this reader alone while it is open. */
export function openReader(connection: AnyConnection, options: ReadOptions): Promise<CatalogReader> {
  switch (connection.engine) {
    case 'POSTGRESQL':
      return openPostgresReader(connection, options)
    case 'MYSQL':
    case 'MARIADB':
      return openMysqlReader(connection, options)
    case 'SQLITE':
      return openSqliteReader(connection, options)
  }
}
