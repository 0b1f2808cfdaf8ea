import { sql } from 'kysely'
import type { SealedRow, SealedRows } from '../platform/sealed-rows.ts'
import type { SecretContext } from '../platform/secrets.ts'

export const databasePassword = (row: { id: string; workspaceId: string }): SecretContext => ({
  what: 'database password',
  row: row.id,
  workspace: row.workspaceId,
  earlier: `database:${row.id}`,
})

const except = (head: Buffer | null) =>
  head ? sql`and substring(sealed_password from 1 for ${head.length}::int) <> ${head}` : sql``

export const databasePasswords: SealedRows = {
  what: 'passwords of registered databases',
  contextOf: databasePassword,

  async page(db, { after, except: head, limit }) {
    const { rows } = await sql<SealedRow>`
      select id, workspace_id as "workspaceId", sealed_password as sealed from database
      where sealed_password is not null and (${after}::uuid is null or id > ${after}) ${except(head)}
      order by id limit ${limit}`.execute(db)
    return rows
  },

  async count(db, head) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from database where sealed_password is not null ${except(head)}`.execute(
      db,
    )
    return rows[0]!.count
  },

  async replace(db, rows) {
    const { numAffectedRows } = await sql`
      update database set sealed_password = new.after
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ before }) => before)}::bytea[],
        ${rows.map(({ after }) => after)}::bytea[]) as new (id, before, after)
      where database.id = new.id and database.sealed_password = new.before`.execute(db)
    return Number(numAffectedRows)
  },
}
