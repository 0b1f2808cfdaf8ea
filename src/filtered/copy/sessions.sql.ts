import pg from 'pg'

/** How values are written and read must be the same on both sides, and lose nothing. */
const values = [
  ['datestyle', 'ISO'],
  ['intervalstyle', 'postgres'],
  ['timezone', 'UTC'],
  ['extra_float_digits', '1'],
  ['bytea_output', 'hex'],
  ['lc_monetary', 'C'],
  ['xmloption', 'content'],
  ['client_encoding', 'UTF8'],
] as const

const memory = [
  ['work_mem', '64MB'],
  ['jit', 'off'],
] as const

const statements = (word: 'SET' | 'SET LOCAL', settings: readonly (readonly [string, string])[]) =>
  settings.map(([name, value]) => `${word} ${name} = ${pg.escapeLiteral(value)}`)

/**
 * Operators of extensions, such as that of citext, are found by the search_path alone: without it, what refers to another row
 * by its rules would be compared as plain text. Functions that checks call may need it as well. All else is named with its schema.
 */
const searchPath = (schemas: string[]) =>
  ['pg_catalog', ...schemas].map((name) => pg.escapeIdentifier(name)).join(', ')

export const equalitySchemas = `
SELECT 'public' AS name UNION
SELECT n.nspname FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
 WHERE o.oprname = '=' AND n.nspname <> 'pg_catalog'
 ORDER BY 1`

/** For the rest of the transaction. A copy takes as long as its task may. */
export const readSource = (schemas: string[]): string =>
  [
    ...statements('SET LOCAL', [...values, ...memory, ['statement_timeout', '0'], ['row_security', 'on']]),
    `SET LOCAL search_path = ${searchPath(schemas)}`,
  ].join('; ')

/**
 * Tables have no index while rows are copied, so that a nested loop goes through all of one for each row of another. What is
 * lost with the server is made anew from the source, and need not be waited for.
 */
export const writeTarget = (schemas: string[]): string =>
  [
    ...statements('SET', [
      ...values,
      ...memory,
      ['statement_timeout', '0'],
      ['idle_in_transaction_session_timeout', '0'],
      ['synchronous_commit', 'off'],
      ['enable_nestloop', 'off'],
    ]),
    `SET search_path = ${searchPath(schemas)}`,
  ].join('; ')
