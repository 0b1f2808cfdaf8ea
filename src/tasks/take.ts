import { randomUUID } from 'node:crypto'
import { type Db, dbOf, type Orm } from '../platform/orm.ts'
import { type ClaimedTask, claimTasks, lockKind, lookAtWork } from './claims.sql.ts'
import type { TaskDefinition } from './define.ts'
import type { Delivery, Queue } from './queue.ts'

/** A task that this process has claimed: nobody else runs it as long as the lease is its own. */
export type TakenTask = { claimed: ClaimedTask; lease: string }

export type Taken = {
  tasks: TakenTask[]
  /** Whether as many were delivered as were asked for, so that more may wait. */
  full: boolean
}

export const startMessage = 'Started'

/**
 * Takes up to `wanted` due tasks of a kind, all or none of them, and never more than its limit leaves over all processes. The
 * next task is always one of the workspaces that have the fewest running, so that a long queue of one does not hold up the
 * others; among theirs the highest priority leads, then the oldest.
 */
export async function takeTasks(
  options: { orm: Orm; queue: Pick<Queue, 'take' | 'remove'> },
  { kind, queue }: TaskDefinition,
  limit: number,
  wanted: number,
): Promise<Taken> {
  return options.orm.em.fork().transactional(async (em) => {
    const db = dbOf(em)
    // Sent together, run in turn: the second sees all that was committed before the first had the lock.
    const [, { running, oneWorkspaceWaits }] = await Promise.all([lockKind(db, kind), lookAtWork(db, kind)])
    const total = [...running.values()].reduce((sum, count) => sum + count, 0)
    const count = Math.min(wanted, limit - total)
    if (count <= 0) return { tasks: [], full: false }
    const deliveries = oneWorkspaceWaits
      ? await options.queue.take(db, queue, count)
      : await takeByTurns(options.queue, db, queue, count, running)
    if (deliveries.length === 0) return { tasks: [], full: false }
    const jobIds = deliveries.map(({ jobId }) => jobId)
    // One that was cancelled, or settled otherwise, since its job was sent is not among the claimed.
    const claims = deliveries.map(({ taskId }) => ({ taskId, lease: randomUUID() }))
    const [rows] = await Promise.all([
      claimTasks(db, claims, startMessage),
      options.queue.remove(db, queue, jobIds),
    ])
    const claimed = new Map(rows.map((task) => [task.id, task]))
    return {
      tasks: claims.flatMap(({ taskId, lease }) => {
        const task = claimed.get(taskId)
        return task ? { claimed: task, lease } : []
      }),
      full: deliveries.length === count,
    }
  })
}

/** One after the other, each of a workspace that has the fewest running, counting those that were just taken. */
async function takeByTurns(
  source: Pick<Queue, 'take'>,
  db: Db,
  queue: string,
  count: number,
  before: ReadonlyMap<string, number>,
): Promise<Delivery[]> {
  const running = new Map(before)
  const deliveries: Delivery[] = []
  /** Workspaces with more running than this are passed over; those with fewer have none waiting. */
  let level = 0
  while (deliveries.length < count) {
    const busier = [...running].filter(([, tasks]) => tasks > level).map(([workspaceId]) => workspaceId)
    const [delivery] = await source.take(db, queue, 1, busier)
    if (delivery) {
      deliveries.push(delivery)
      running.set(delivery.workspaceId, (running.get(delivery.workspaceId) ?? 0) + 1)
    } else if (busier.length === 0) break
    else level = Math.min(...busier.map((workspaceId) => running.get(workspaceId)!))
  }
  return deliveries
}
