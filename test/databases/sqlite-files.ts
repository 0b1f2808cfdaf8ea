import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { connectSqlite } from '../../src/databases/sqlite/connection.ts'

/** A folder to stand for SQLITE_DIR. */
export async function makeDirectory() {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-sqlite-'))
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

/** Runs statements in a file, which is made where it is not there. */
export function runInFile(file: string, sql: string): void {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false, timeout: 10_000 })
  try {
    database.exec(sql)
  } finally {
    database.close()
  }
}

export const connectTo = (
  sqliteDirectory: string,
  databaseName: string,
  options: { statementTimeoutMs?: number; connectTimeoutMs?: number; signal?: AbortSignal } = {},
) =>
  connectSqlite(
    { engine: 'SQLITE', databaseName },
    {
      hosts: { allowed: null, servesLoopback: true },
      sqliteDirectory,
      connectTimeoutMs: 20_000,
      statementTimeoutMs: 20_000,
      applicationName: 'quarry test',
      ...options,
    },
  )
