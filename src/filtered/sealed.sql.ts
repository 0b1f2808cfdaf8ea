import { sql } from 'kysely'
import type { SealedRow, SealedRows } from '../platform/sealed-rows.ts'
import type { SecretContext } from '../platform/secrets.ts'
import { filteredDatabase } from './filtered-database.task.ts'

type Row = { id: string; workspaceId: string }

export const filteredPassword = ({ id, workspaceId }: Row): SecretContext => ({
  what: 'filtered database password',
  row: id,
  workspace: workspaceId,
  earlier: `filtered:${id}`,
})

/** The row is the task's. */
export const taskTarget = ({ id, workspaceId }: Row): SecretContext => ({
  what: 'filtered database source',
  row: id,
  workspace: workspaceId,
  earlier: `filtered-source:${workspaceId}`,
})

const passwordsExcept = (head: Buffer | null) =>
  head ? sql`and substring(sealed_password from 1 for ${head.length}::int) <> ${head}` : sql``

export const filteredPasswords: SealedRows = {
  what: 'passwords of filtered databases',
  contextOf: filteredPassword,

  async page(db, { after, except, limit }) {
    const { rows } = await sql<SealedRow>`
      select id, workspace_id as "workspaceId", sealed_password as sealed from filtered_database
      where sealed_password <> '' and (${after}::uuid is null or id > ${after}) ${passwordsExcept(except)}
      order by id limit ${limit}`.execute(db)
    return rows
  },

  async count(db, except) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from filtered_database
      where sealed_password <> '' ${passwordsExcept(except)}`.execute(db)
    return rows[0]!.count
  },

  async replace(db, rows) {
    const { numAffectedRows } = await sql`
      update filtered_database set sealed_password = new.after
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ before }) => before)}::bytea[],
        ${rows.map(({ after }) => after)}::bytea[]) as new (id, before, after)
      where filtered_database.id = new.id and filtered_database.sealed_password = new.before`.execute(db)
    return Number(numAffectedRows)
  },
}

const target = sql`input #>> '{source,sealedTarget}'`
const isSealed = sql`kind = ${filteredDatabase.kind} and input -> 'source' ? 'sealedTarget'`

/** Three bytes are four letters of base64. */
function targetsExcept(head: Buffer | null) {
  if (!head) return sql``
  const letters = head.subarray(0, head.length - (head.length % 3)).toString('base64')
  return sql`and left(${target}, ${letters.length}::int) <> ${letters}`
}

export const taskTargets: SealedRows = {
  what: 'connection strings that were given for one task',
  contextOf: taskTarget,

  async page(db, { after, except, limit }) {
    const { rows } = await sql<Omit<SealedRow, 'sealed'> & { sealed: string }>`
      select id, workspace_id as "workspaceId", ${target} as sealed from task
      where ${isSealed} and (${after}::uuid is null or id > ${after}) ${targetsExcept(except)}
      order by id limit ${limit}`.execute(db)
    return rows.map((row) => ({ ...row, sealed: Buffer.from(row.sealed, 'base64') }))
  },

  async count(db, except) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from task where ${isSealed} ${targetsExcept(except)}`.execute(db)
    return rows[0]!.count
  },

  async replace(db, rows) {
    const texts = (values: Buffer[]) => values.map((value) => value.toString('base64'))
    const { numAffectedRows } = await sql`
      update task set input = jsonb_set(input, '{source,sealedTarget}', to_jsonb(new.after))
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${texts(rows.map(({ before }) => before))}::text[],
        ${texts(rows.map(({ after }) => after))}::text[]) as new (id, before, after)
      where task.id = new.id and task.input #>> '{source,sealedTarget}' = new.before`.execute(db)
    return Number(numAffectedRows)
  },
}
