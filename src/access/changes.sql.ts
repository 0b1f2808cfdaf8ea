import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'

/** Tells all processes that somebody may do something else by now: a hint, those who hear it look for themselves. */
export const accessChannel = 'quarry_access'

/** It arrives when the transaction has committed. */
export async function notifyAccess(db: Db): Promise<void> {
  await sql`select pg_notify(${accessChannel}, '')`.execute(db)
}
