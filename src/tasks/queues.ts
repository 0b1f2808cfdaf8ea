import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import { pull } from './pull.ts'
import { type QueueStats, queueStats } from './queue-stats.sql.ts'
import type { TaskKind } from './states.ts'

type TimedStats = QueueStats & { updatedAt: Date }

export type Queues = {
  stats(workspaceId: string): Promise<TimedStats[]>
  /** How it is now, then each time that it has changed. Never ends by itself. */
  watch(workspaceId: string): AsyncIterableIterator<TimedStats[]>
}

const lookEveryMs = 1_000

export function createQueues({ orm, kinds, log }: { orm: Orm; kinds: TaskKind[]; log: Log }): Queues {
  const stats = async (workspaceId: string) => {
    const updatedAt = new Date()
    return (await queueStats(dbOf(orm.em.fork()), workspaceId, kinds)).map((one) => ({ ...one, updatedAt }))
  }

  /** The wait of the oldest task grows all the time; that alone is no news. */
  const newsOf = (all: TimedStats[]) =>
    JSON.stringify(
      all.map((one) => ({ ...one, updatedAt: 0, oldestPendingSeconds: one.oldestPendingSeconds === null })),
    )

  return {
    stats,
    watch(workspaceId) {
      let told: string | null = null
      return pull<TimedStats[]>({
        async page(wait) {
          if (told !== null) {
            await wait((wake) => {
              const timer = setTimeout(wake, lookEveryMs)
              return () => clearTimeout(timer)
            })
          }
          const current = await stats(workspaceId).catch((error) => {
            log.warn({ err: error }, 'Cannot look at the queues; it is tried again')
            return null
          })
          if (current === null) {
            told ??= ''
            return []
          }
          const news = newsOf(current)
          if (news === told) return []
          told = news
          return [current]
        },
        endsAfter: () => false,
        release: () => {},
      })
    },
  }
}
