import type { Db } from './orm.ts'
import type { SecretContext } from './secrets.ts'

/** A row that holds a sealed value. */
export type SealedRow = { id: string; workspaceId: string; sealed: Buffer }

/** What is kept sealed in one table, as whoever changes the key needs it. */
export type SealedRows = {
  /** In words, in the plural. */
  what: string
  contextOf(row: Pick<SealedRow, 'id' | 'workspaceId'>): SecretContext
  /** The next ones in the order of their ids; `after` null from the first one on. Without those that begin with `except`, where given. */
  page(db: Db, page: { after: string | null; except: Buffer | null; limit: number }): Promise<SealedRow[]>
  count(db: Db, except: Buffer | null): Promise<number>
  /** Replaces those that hold what they held, in one statement; how many. */
  replace(db: Db, rows: { id: string; before: Buffer; after: Buffer }[]): Promise<number>
}
