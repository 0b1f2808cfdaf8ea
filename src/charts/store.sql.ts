import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { Chart, ChartPicture, ChartVisibility, VisibilityChange } from './chart.entity.ts'
import { chart } from './chart.task.ts'
import type { Message } from './message.entity.ts'

/** Statements over messages, charts and their tasks beside the ORM's. */

/** Those of the workspace's messages that there are, also deleted ones, in any order. */
export async function findMessages(db: Db, workspaceId: string, ids: readonly string[]): Promise<Message[]> {
  const { rows } = await sql<Message>`
    select id, workspace_id as "workspaceId", question, sql, database_id as "databaseId", created_by as "createdBy",
      created_role as "createdRole", created_at as "createdAt", deleted_at as "deletedAt"
    from message where id = any(${ids}::uuid[]) and workspace_id = ${workspaceId}`.execute(db)
  return rows.map((row) => ({
    ...row,
    createdAt: new Date(row.createdAt),
    deletedAt: row.deletedAt && new Date(row.deletedAt),
  }))
}

/** Null where the workspace has no such message, or has it no more. */
export async function findMessage(db: Db, workspaceId: string, id: string): Promise<Message | null> {
  const [message] = await findMessages(db, workspaceId, [id])
  return message?.deletedAt === null ? message : null
}

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

export type NewChart = Omit<
  Chart & ChartPicture,
  'workspaceId' | 'visibilityChanges' | 'createdBy' | 'createdRole' | 'chartId'
>

/**
 * Keeps a chart and its picture under its task's id, as made by whoever started the task. False where the message is gone; it stays
 * until the transaction ends.
 */
export async function keepChart(db: Db, { id, messageId, ...made }: NewChart): Promise<boolean> {
  const { rows } = await sql`
    with held as (select id from message where id = ${messageId} and deleted_at is null for share
    ), kept as (
      insert into chart (id, workspace_id, message_id, adjustment_query, visibility, visibility_changes, planner, title, mark,
        reason, understood, notes, intent, created_by, created_role, created_at)
      select task.id, workspace_id, held.id, ${made.adjustmentQuery}, ${made.visibility}, '[]', ${made.planner}, ${made.title},
        ${made.mark}, ${made.reason}, ${made.understood}, ${JSON.stringify(made.notes)}::jsonb,
        ${JSON.stringify(made.intent)}::jsonb, created_by, created_role, ${made.createdAt}
      from held, task where task.id = ${id} returning id
    )
    insert into chart_picture (chart_id, spec, svg, sql, alternatives)
    select id, ${JSON.stringify(made.spec)}::json, ${made.svg}, ${made.sql}, ${JSON.stringify(made.alternatives)}::json
    from kept returning chart_id`.execute(db)
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
