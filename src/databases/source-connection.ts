import type { HostRules } from '../platform/hosts.ts'
import type { DatabaseEngine } from './engine.ts'
import type { ReadOptions, ReadRows } from './rows.ts'

export type SourceOptions = {
  hosts: HostRules
  /** Below which the files of SQLite are; null where SQLITE_DIR is not set, and none is connected. */
  sqliteDirectory?: string | null
  connectTimeoutMs: number
  statementTimeoutMs: number
  /** Shown to those who look after the source, where its engine has a place for it. */
  applicationName: string
  /** Cancels the running statement on its server and closes the connection. */
  signal?: AbortSignal
}

/** One connection to a source, which it can only read. */
export type SourceConnection = {
  /** What answers, which a connection string may not know: MariaDB also answers to mysql://. */
  readonly engine: DatabaseEngine
  readonly serverVersion: string
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
  /**
   * A query's rows with the types of their columns, within limits.
   * @throws TooLargeToRead, with which the connection is gone
   */
  read(text: string, values?: unknown[], options?: ReadOptions): Promise<ReadRows>
  close(): Promise<void>
}

/** How many tables there are, and whether the login can change none of them. */
export type Probe = { tableCount: number; readOnly: boolean }
