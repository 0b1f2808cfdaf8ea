import type { PostgresConnection } from '../databases/postgresql/connection.ts'
import type { StepReport, TaskRun } from '../tasks/run.ts'
import type { TypedResult } from './columns/column.ts'
import type { Message } from './message.entity.ts'
import type { Query } from './reduce/subquery.ts'

export type ExtractOptions = {
  message: Message
  taskId: string
  signal: AbortSignal
  report: StepReport
  log: TaskRun['log']
  /** Told of a connection that stays open until the chart is drawn. */
  closeAtEnd(close: () => Promise<void>): void
}

/** What gave the rows, for people: a statement that can be run, and where a question was read, what it was understood as. */
export type Asked = { sql: string; inWords: string | null }

export type Extracted = {
  typed: TypedResult
  /** What gave the rows, where they did not come with the message. */
  query: (Query & { asked: Asked }) | null
  /** There are more rows than were read: a connection that still sees the same ones. Null where these are all. */
  more: PostgresConnection | null
}
