import { randomUUID } from 'node:crypto'
import { dbOf, type Orm } from '../platform/orm.ts'
import { type ClaimedTask, claimTask, countRunning, lockKind } from './claims.sql.ts'
import type { TaskDefinition } from './define.ts'
import type { Queue } from './queue.ts'

/** A task that this process has claimed: nobody else runs it as long as the lease is its own. */
export type TakenTask = { claimed: ClaimedTask; lease: string }

export const startMessage = 'Started'

/**
 * Takes up to `wanted` due tasks of a kind, all or none of them, and never more than its limit leaves over all processes. The
 * next task is always one of the workspaces that have the fewest running, so that a long queue of one does not hold up the
 * others; among theirs the highest priority leads, then the oldest.
 */
export async function takeTasks(
  options: { orm: Orm; queue: Pick<Queue, 'take'> },
  definition: TaskDefinition,
  limit: number,
  wanted: number,
): Promise<TakenTask[]> {
  return options.orm.em.fork().transactional(async (em) => {
    const db = dbOf(em)
    const taken: TakenTask[] = []
    await lockKind(db, definition.kind)
    const running = await countRunning(db, definition.kind)
    let total = [...running.values()].reduce((sum, count) => sum + count, 0)
    /** Workspaces with more tasks running than this are passed over; those with fewer have none waiting. */
    let level: number | null = 0
    while (level !== null && taken.length < wanted && total < limit) {
      const taskId = await options.queue.take(db, definition.queue, busierThan(running, level))
      if (taskId === null) {
        level = nextLevel(running, level)
        continue
      }
      const lease = randomUUID()
      const claimed = await claimTask(db, { taskId, lease, message: startMessage })
      // It was cancelled, or settled otherwise, since its job was sent.
      if (!claimed) continue
      taken.push({ claimed, lease })
      running.set(claimed.workspaceId, (running.get(claimed.workspaceId) ?? 0) + 1)
      total++
    }
    return taken
  })
}

const busierThan = (running: Map<string, number>, level: number) =>
  [...running].filter(([, count]) => count > level).map(([workspaceId]) => workspaceId)

/** The lowest count above `level`; null where there is none. */
function nextLevel(running: Map<string, number>, level: number): number | null {
  const above = [...running.values()].filter((count) => count > level)
  return above.length > 0 ? Math.min(...above) : null
}
