import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { ChartVisibility, VisibilityChange } from './chart.entity.ts'
import { chart } from './chart.task.ts'

/** Statements over messages, charts and their tasks beside the ORM's. */

/** Holds the row until the transaction ends; null where the workspace has no such chart. */
export async function lockChart(db: Db, workspaceId: string, id: string) {
  const { rows } = await sql<{ visibility: ChartVisibility; createdBy: string }>`
    select visibility, created_by as "createdBy" from chart
    where id = ${id} and workspace_id = ${workspaceId} for update`.execute(db)
  return rows[0] ?? null
}

export async function setVisibility(db: Db, id: string, change: VisibilityChange): Promise<void> {
  await sql`
    update chart set visibility = ${change.to}, visibility_changes = visibility_changes || ${JSON.stringify(change)}::jsonb
    where id = ${id}`.execute(db)
}

export async function deleteChart(db: Db, id: string): Promise<void> {
  await sql`delete from chart where id = ${id}`.execute(db)
}

/** The tasks of the messages that wait or run, the newest first. By the index of live tasks, of which a workspace has few. */
export async function liveTasksOf(db: Db, workspaceId: string, messageIds: readonly string[]) {
  const { rows } = await sql<{ id: string; messageId: string }>`
    select id, input ->> 'messageId' as "messageId" from task
    where workspace_id = ${workspaceId} and kind = ${chart.kind} and status in ('PENDING', 'RUNNING', 'CANCELLING')
      and input ->> 'messageId' = any(${messageIds}::text[])
    order by id desc`.execute(db)
  return rows
}

/**
 * A chart of the message that was adjusted like this one and that the user sees, the newest; of the visibility that is wanted,
 * where one is.
 */
export async function sameChart(
  db: Db,
  wanted: {
    messageId: string
    adjustmentQuery: string | null
    visibility: ChartVisibility | null
    userId: string
  },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from chart
    where message_id = ${wanted.messageId} and adjustment_query is not distinct from ${wanted.adjustmentQuery}
      and (${wanted.visibility}::text is null or visibility = ${wanted.visibility})
      and (created_by = ${wanted.userId} or visibility <> 'PRIVATE')
    order by id desc limit 1`.execute(db)
  return rows[0]?.id ?? null
}

/** Of the message's charts that the user sees the newest: what an adjustment changes. */
export async function latestIntent(
  db: Db,
  { messageId, userId }: { messageId: string; userId: string },
): Promise<{ intent: unknown } | null> {
  const { rows } = await sql<{ intent: unknown }>`
    select intent from chart
    where message_id = ${messageId} and (created_by = ${userId} or visibility <> 'PRIVATE')
    order by id desc limit 1`.execute(db)
  return rows[0] ?? null
}

/** The SVG of a chart that everybody may see; null where there is none. */
export async function publicPicture(db: Db, id: string): Promise<string | null> {
  const { rows } = await sql<{ svg: string }>`
    select svg from chart_picture join chart on chart.id = chart_id where chart.id = ${id} and visibility = 'PUBLIC'`.execute(
    db,
  )
  return rows[0]?.svg ?? null
}

/** Deletes charts made more than `days` ago. Returns how many. */
export async function deleteChartsBefore(db: Db, days: number, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with deleted as (
      delete from chart where id in (
        select id from chart where created_at < now() - ${days} * interval '1 day' order by created_at limit ${limit}
      ) returning id)
    select count(*)::int as count from deleted`.execute(db)
  return rows[0]!.count
}

/** Whether the message is there; it stays so until the transaction ends. */
export async function holdMessage(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select from message where id = ${id} and deleted_at is null for share`.execute(
    db,
  )
  return rows.length > 0
}

/** Deletes what messages say and what came of them. */
export async function deleteMessages(db: Db, ids: readonly string[]): Promise<void> {
  await sql`
    with given as (delete from message_rows where message_id = any(${ids}::uuid[])
    ), charts as (delete from chart where message_id = any(${ids}::uuid[]))
    update message set question = '', sql = null, deleted_at = now() where id = any(${ids}::uuid[])`.execute(
    db,
  )
}

/** Messages made more than `days` ago that have neither a chart nor a task that may make one. */
export async function unusedMessages(db: Db, days: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from message old
    where created_at < now() - ${days} * interval '1 day' and deleted_at is null
      and not exists (select from chart where message_id = old.id)
      and not exists (select from task where workspace_id = old.workspace_id and kind = ${chart.kind}
        and status in ('PENDING', 'RUNNING', 'CANCELLING') and input ->> 'messageId' = old.id::text)
    order by created_at limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Forgets messages that were deleted more than `days` ago. */
export async function forgetMessages(db: Db, days: number): Promise<void> {
  await sql`delete from message where deleted_at < now() - ${days} * interval '1 day'`.execute(db)
}
