import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import type { EngineSource } from './source.ts'

const valueColumns = 12
const types = ['TEXT', 'INTEGER', 'DECIMAL(12,2)', 'DATETIME', 'BOOLEAN', 'VARCHAR(40)']

/** A file with as many tables as bench/many-tables.ts makes of PostgreSQL. SQLite has no comments. */
export async function sqliteOfMany(stack: AsyncDisposableStack, tables: number): Promise<EngineSource[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-bench-sqlite-'))
  stack.defer(() => rm(directory, { recursive: true, force: true }))
  const file = path.join(directory, 'many.db')
  const database = new DatabaseSync(file)
  database.exec('BEGIN')
  for (let number = 1; number <= tables; number++) database.exec(tableStatements(number))
  database.exec('COMMIT')
  const { version } = database.prepare('SELECT sqlite_version() AS version').get()!
  database.close()
  return [
    {
      engine: `SQLite ${version}`,
      as: 'the start of a process included',
      connectionString: 'sqlite:many.db',
      sqliteDirectory: directory,
      ...(await dumpOf(file)),
    },
  ]
}

/** By the program sqlite3 where it is installed; where not, all statements of the file's structure. */
async function dumpOf(file: string): Promise<Pick<EngineSource, 'dumpedBy' | 'dump'>> {
  const run = (args: string[]) => promisify(execFile)('sqlite3', args, { maxBuffer: 2 ** 28 })
  const said = await run(['-version']).catch(() => null)
  if (said)
    return {
      dumpedBy: `sqlite3 ${said.stdout.split(' ', 1)[0]} .schema`,
      async dump() {
        await run(['-readonly', file, '.schema'])
      },
    }
  return {
    dumpedBy: 'SELECT sql FROM sqlite_schema',
    async dump() {
      const database = new DatabaseSync(file, { readOnly: true })
      database.prepare('SELECT sql FROM sqlite_schema').all()
      database.close()
    },
  }
}

function tableStatements(number: number): string {
  const parent = (column: string, target: number) =>
    `${column} INTEGER${number > 1 ? ` CONSTRAINT ${column}_fk REFERENCES table_${target} (id)` : ''}`
  const values = Array.from(
    { length: valueColumns },
    (_, at) => `column_${at + 1} ${types[at % types.length]}`,
  )
  return `
    CREATE TABLE table_${number} (id INTEGER PRIMARY KEY, ${parent('parent_a', Math.max(number >> 1, 1))},
      ${parent('parent_b', number - 1)}, ${values.join(', ')});
    CREATE INDEX table_${number}_1 ON table_${number} (column_1);
    CREATE INDEX table_${number}_2 ON table_${number} (column_2, column_3);
    CREATE UNIQUE INDEX table_${number}_3 ON table_${number} (parent_a, id);`
}
