import type { Viewer } from '../access/viewer.ts'
import { ConflictError, NotFoundError } from '../platform/errors.ts'
import { dbOf, type EntityManager } from '../platform/orm.ts'
import type { Maker } from '../tasks/tasks.ts'
import { Chart, type ChartVisibility } from './chart.entity.ts'
import { deleteChart, lockChart, setVisibility } from './store.sql.ts'

export type Charts = {
  /**
   * Shows the chart to others, or hides it again; who did it and when stays with the chart.
   * @throws NotFoundError where the viewer sees no such chart; ConflictError where it is neither theirs nor they an ADMIN
   */
  setVisibility(em: EntityManager, maker: Maker, id: string, to: ChartVisibility): Promise<void>
  /** Deletes the chart with its data and its picture. @throws NotFoundError, ConflictError as above */
  remove(em: EntityManager, maker: Maker, id: string): Promise<void>
}

/** Those that the viewer may see: their own, and what others show to the workspace or to all. */
export const visibleTo = ({ workspaceId, userId }: Pick<Viewer, 'workspaceId' | 'userId'>) => ({
  workspaceId,
  $or: [{ createdBy: userId }, { visibility: { $in: ['WORKSPACE', 'PUBLIC'] as ChartVisibility[] } }],
})

export function createCharts(): Charts {
  /** Whoever changes a chart holds its row: two changes at once are both recorded. */
  const change = (
    em: EntityManager,
    maker: Maker,
    id: string,
    work: (em: EntityManager, from: ChartVisibility) => Promise<void>,
  ) =>
    em.fork().transactional(async (em) => {
      const found = await lockChart(dbOf(em), maker.workspaceId, id)
      if (!found || (found.visibility === 'PRIVATE' && found.createdBy !== maker.userId))
        throw new NotFoundError('There is no such chart')
      if (found.createdBy !== maker.userId && maker.role !== 'ADMIN')
        throw new ConflictError('The chart is of someone else: its maker or an ADMIN can change it')
      await work(em, found.visibility)
    })

  return {
    setVisibility: (em, maker, id, to) =>
      change(em, maker, id, async (em, from) => {
        if (from === to) return
        await setVisibility(dbOf(em), id, {
          from,
          to,
          by: maker.userId,
          at: new Date().toISOString(),
          requestId: maker.requestId,
        })
      }),
    remove: (em, maker, id) => change(em, maker, id, (em) => deleteChart(dbOf(em), id)),
  }
}

/** The newest of the message's charts that the viewer sees. */
export const chartsOfMessage = (em: EntityManager, viewer: Viewer, messageId: string, limit: number) =>
  em.fork().find(Chart, { messageId, ...visibleTo(viewer) }, { orderBy: { id: 'DESC' }, limit })
