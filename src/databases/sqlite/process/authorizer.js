import { constants } from 'node:sqlite'

/** Pragmas that tell of the structure of what they are given. `database_list` tells where files are. */
const structurePragmas = new Set([
  'table_list',
  'table_info',
  'table_xinfo',
  'foreign_key_list',
  'index_list',
  'index_info',
  'index_xinfo',
])
/** Pragmas that tell something, and change it where they are given a value. */
const valuePragmas = new Set(['data_version', 'encoding', 'user_version'])

/** An R-tree prepares what would write its own tables before it reads them. That nothing is run of it the connection sees to, which only reads. */
const treeTables = /_(node|rowid|parent)$/

/** Functions that load code, or hand on addresses of memory. */
const refusedFunctions = new Set(['load_extension', 'fts3_tokenizer'])

/**
 * What statements may do once the file is open: read it. SQLite asks while it prepares a statement, for each thing that the
 * statement would do, views and functions within it included. Source: sqlite.org/c3ref/c_alter_table.html
 *
 * @param {number} action
 * @param {string | null} first
 * @param {string | null} second
 */
export function authorize(action, first, second) {
  const allowed = isAllowed(action, first?.toLowerCase() ?? '', second?.toLowerCase() ?? null)
  return allowed ? constants.SQLITE_OK : constants.SQLITE_DENY
}

/**
 * @param {number} action
 * @param {string} first
 * @param {string | null} second
 */
function isAllowed(action, first, second) {
  switch (action) {
    case constants.SQLITE_SELECT:
    case constants.SQLITE_READ:
    case constants.SQLITE_RECURSIVE:
    case constants.SQLITE_TRANSACTION:
      return true
    case constants.SQLITE_FUNCTION:
      return !refusedFunctions.has(second ?? '')
    case constants.SQLITE_PRAGMA:
      return structurePragmas.has(first) || (valuePragmas.has(first) && second === null)
    case constants.SQLITE_INSERT:
    case constants.SQLITE_UPDATE:
    case constants.SQLITE_DELETE:
      return treeTables.test(first)
    default:
      return false
  }
}
