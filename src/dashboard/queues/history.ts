import type { QueueStats } from '../../client/client.ts'

export type Moment = { at: number; pending: number; running: number }

/** Of one queue, since the page was opened; the oldest first. */
export type History = readonly Moment[]

const keptMs = 10 * 60_000
const mostKept = 1_200

/** @param at milliseconds since 1970 */
export function withMoment(
  histories: ReadonlyMap<string, History>,
  stats: QueueStats,
  at: number,
): ReadonlyMap<string, History> {
  return new Map(
    stats.map(({ kind, pending, running }) => {
      const history = histories.get(kind) ?? []
      const kept = history.filter((moment) => moment.at > at - keptMs).slice(-mostKept)
      return [kind, [...kept, { at, pending, running }]]
    }),
  )
}
