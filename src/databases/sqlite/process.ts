import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { authorize } from './authorizer.ts'
import type { Answer, Opened, Opening, Question } from './messages.ts'
import { columnsOf, readValue } from './values.ts'

/**
 * Holds one file of SQLite open for one connection. A process of its own: its statements run without a pause, end with it at any
 * moment, and a file that was made to harm SQLite harms nothing else.
 */

/** What a statement may take of memory; what needs more fails. */
const heapBytes = 256 * 2 ** 20
const lockTimeoutMs = 2_000

/** White space, comments and semicolons. */
const isEmpty = /^(\s|;|--[^\n]*(\n|$)|\/\*[\s\S]*?(\*\/|$))*$/

const [, , opening] = process.argv
const tell = (message: Opened | Answer) => process.send!(message)
const errorOf = (error: unknown) => {
  const { code, errcode, message } = error as { code?: string; errcode?: number; message: string }
  return { code: errcode === undefined ? (code ?? 'ERROR') : `SQLITE_${errcode & 0xff}`, message }
}

const database = open(JSON.parse(opening!))
if (database) {
  process.on('message', (question: Question) => tell(answer(database, question)))
  process.on('disconnect', () => process.exit())
}

function open({ path, isImmutable }: Opening): DatabaseSync | null {
  try {
    const url = pathToFileURL(path)
    url.searchParams.set(isImmutable ? 'immutable' : 'mode', isImmutable ? '1' : 'ro')
    const database = new DatabaseSync(url, { readOnly: true, timeout: lockTimeoutMs, allowExtension: false })
    database.exec(
      `PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA hard_heap_limit = ${heapBytes}`,
    )
    const row = database
      .prepare('SELECT sqlite_version() AS version, count(*) AS tables FROM sqlite_schema')
      .get()
    database.setAuthorizer(authorize)
    tell({ version: String(row!.version) })
    return database
  } catch (error) {
    tell({ error: errorOf(error) })
    return null
  }
}

function answer(database: DatabaseSync, { id, text, values, rows: most, bytes }: Question): Answer {
  try {
    const statement = database.prepare(text)
    // SQLite reads the first statement of a text, and leaves the others alone.
    if (!isEmpty.test(text.slice(statement.sourceSQL.length)))
      return { id, error: { code: 'SEVERAL_STATEMENTS', message: 'There is more than one statement' } }
    statement.setReadBigInts(true)
    statement.setReturnArrays(true)
    const rows: unknown[][] = []
    let left = bytes
    for (const row of statement.iterate(...(values as SQLInputValue[])) as Iterable<unknown>) {
      if (rows.length === most) return { id, ...columnsOf(statement, rows), complete: false }
      const read = (row as unknown[]).map(readValue)
      for (const value of read) left -= typeof value === 'string' ? value.length : 8
      if (left < 0) return { id, tooLarge: true }
      rows.push(read)
    }
    return { id, ...columnsOf(statement, rows), complete: true }
  } catch (error) {
    return { id, error: errorOf(error) }
  }
}
