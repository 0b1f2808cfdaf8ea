import type { ReadColumn } from '../rows.ts'

/** What the process that holds a file open is asked, and answers. */

export type Opening = { path: string; isImmutable: boolean }

export type Question = {
  id: number
  text: string
  values: unknown[]
  /** The most rows and bytes that are wanted. */
  rows: number
  bytes: number
}

export type Answer =
  | { id: number; columns: ReadColumn[]; rows: unknown[][]; complete: boolean }
  | { id: number; tooLarge: true }
  | { id: number; error: { code: string; message: string } }

/** The first message of the process: it has opened the file, or could not. */
export type Opened = { version: string } | { error: { code: string; message: string } }
