import { constants } from 'node:sqlite'

/** Pragmas that tell of the structure, and change nothing. `database_list` tells where files are. */
const readPragmas = new Set([
  'table_list',
  'table_info',
  'table_xinfo',
  'foreign_key_list',
  'index_list',
  'index_info',
  'index_xinfo',
  'encoding',
  'user_version',
])

/** Functions that load code, or hand on addresses of memory. */
const refusedFunctions = new Set(['load_extension', 'fts3_tokenizer'])

/**
 * What statements may do once the file is open: read it. SQLite asks while it prepares a statement, for each thing that the
 * statement would do, views and functions within it included. Source: sqlite.org/c3ref/c_alter_table.html
 */
export function authorize(action: number, first: string | null, second: string | null): number {
  switch (action) {
    case constants.SQLITE_SELECT:
    case constants.SQLITE_READ:
    case constants.SQLITE_RECURSIVE:
      return constants.SQLITE_OK
    case constants.SQLITE_FUNCTION:
      return refusedFunctions.has(second?.toLowerCase() ?? '') ? constants.SQLITE_DENY : constants.SQLITE_OK
    case constants.SQLITE_PRAGMA:
      return readPragmas.has(first?.toLowerCase() ?? '') ? constants.SQLITE_OK : constants.SQLITE_DENY
    case constants.SQLITE_TRANSACTION:
      return constants.SQLITE_OK
    default:
      return constants.SQLITE_DENY
  }
}
