import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { Task } from './task.entity.ts'

const asDate = (at: Date | null | undefined) => (at ? new Date(at) : null)

/**
 * Those of the workspace's tasks that there are, in any order. Every event of a subscription may show its task, so it is a
 * statement that is planned once a session, and no entity.
 */
export async function findTasks(db: Db, workspaceId: string, ids: readonly string[]): Promise<Task[]> {
  const { rows } = await sql<Task>`
    select id, workspace_id as "workspaceId", kind, status, input, result, error, database_id as "databaseId",
      exclusive_key as "exclusiveKey", idempotency_key as "idempotencyKey", retry_of_id as "retryOfId", progress,
      current_step as "currentStep", steps, message, priority, attempt, max_attempts as "maxAttempts", created_by as "createdBy",
      created_role as "createdRole", request_id as "requestId", created_at as "createdAt", available_at as "availableAt",
      started_at as "startedAt", attempt_started_at as "attemptStartedAt", completed_at as "completedAt",
      estimated_completion_at as "estimatedCompletionAt", cancel_requested_at as "cancelRequestedAt",
      cancel_reason as "cancelReason", last_sequence as "lastSequence", lease, heartbeat_at as "heartbeatAt",
      job_id as "jobId", isolated, trace_parent as "traceParent"
    from task where id = any(${ids}::uuid[]) and workspace_id = ${workspaceId}`.execute(db)
  return rows.map((row) => ({
    ...row,
    createdAt: new Date(row.createdAt),
    availableAt: new Date(row.availableAt),
    startedAt: asDate(row.startedAt),
    attemptStartedAt: asDate(row.attemptStartedAt),
    completedAt: asDate(row.completedAt),
    estimatedCompletionAt: asDate(row.estimatedCompletionAt),
    cancelRequestedAt: asDate(row.cancelRequestedAt),
    heartbeatAt: asDate(row.heartbeatAt),
  }))
}
