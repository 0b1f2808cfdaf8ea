import { TaskError } from '../platform/errors.ts'

export type ReadColumn = {
  name: string
  /** As the engine says it, such as "numeric(10,2)". */
  databaseType: string
}

export type ReadOptions = {
  /** The most rows that are read. */
  rows?: number
  /** The most bytes that may come over the connection for them. */
  bytes?: number
  /** Told from time to time how many rows have come. */
  onRows?(count: number): void
}

export type ReadRows = {
  columns: ReadColumn[]
  /**
   * One value a column: booleans, and numbers where JavaScript holds them exactly or as the database does (integers up to 2^53,
   * floating-point numbers); everything else as the text that the engine writes, dates and times as ISO 8601 has them.
   */
  rows: unknown[][]
  /** Whether there were no more rows than these. */
  complete: boolean
}

/** The rows are larger than the caller has room for. The connection is gone with them. */
export class TooLargeToRead extends TaskError {
  constructor(bytes: number) {
    const size = bytes >= 1_000_000 ? `${Math.round(bytes / 1_000_000)} MB` : `${Math.round(bytes / 1000)} kB`
    super(
      'RESULT_TOO_LARGE',
      `The rows are larger than ${size}; select fewer or shorter columns, or fewer rows`,
      {
        retryable: false,
      },
    )
  }
}
