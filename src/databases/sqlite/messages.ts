import type { ReadColumn } from '../rows.ts'

/** What the process that holds a file open is asked, and answers: a line of JSON each. */

export type Opening = {
  path: string
  /** Of the file that was checked, as numbers in text: what is opened must be that one. */
  device: string
  inode: string
  isImmutable: boolean
}

export type Question = {
  text: string
  values: unknown[]
  /** The most rows and bytes that are wanted; null for as many as there are. */
  rows: number | null
  bytes: number | null
}

/** `number`: SQLite's own, null where the error is not of SQLite. */
export type Failed = { message: string; number: number | null; isSeveral?: boolean }

/** The first line of the process: it has opened the file, or could not. */
export type Opened = { version: string } | { error: Failed }

/** Some rows with more to come, or how the answer ends. */
export type Answer = { rows: unknown[][] } | AnswerEnd

export type AnswerEnd =
  | { rows: unknown[][]; columns: ReadColumn[]; conversions: Conversion[]; complete: boolean }
  | { tooLarge: true }
  | { error: Failed }

/** What the values of a column stand for, which is known once all of them are read. */
export type Conversion = { at: number; to: 'boolean' | 'seconds' | 'milliseconds' | 'infinity' }

/** The reading of one statement's rows. */
export type Reading = {
  /** A row as JSON can carry it, and how many bytes it stands for. */
  read(row: unknown[]): { read: unknown[]; bytes: number }
  /** To be asked when all rows are read. */
  end(): { columns: ReadColumn[]; conversions: Conversion[] }
}
