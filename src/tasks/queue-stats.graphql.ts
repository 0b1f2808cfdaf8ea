import { builder } from '../graphql/builder.ts'
import type { QueueStats } from './queue-stats.sql.ts'
import { TaskKindEnum } from './tasks.graphql.ts'

type TimedStats = QueueStats & { updatedAt: Date }

const QueueStatsType = builder.objectRef<TimedStats>('QueueStats').implement({
  description: 'How the work of one kind stands in the workspace.',
  fields: (t) => ({
    kind: t.expose('kind', { type: TaskKindEnum }),
    pending: t.exposeInt('pending'),
    running: t.exposeInt('running', { description: 'Also those that are being cancelled.' }),
    completedLastHour: t.exposeInt('completedLastHour'),
    failedLastHour: t.exposeInt('failedLastHour'),
    oldestPendingSeconds: t.exposeFloat('oldestPendingSeconds', {
      nullable: true,
      description: 'How long the oldest task that could run has waited; null where none waits.',
    }),
    workers: t.exposeInt('workers', { description: 'Worker processes that are there, for all workspaces.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
})

builder.queryField('queueStats', (t) =>
  t.field({
    type: [QueueStatsType],
    description: 'The queues of the workspace, a kind each. For ADMIN.',
    authScopes: { admin: true },
    resolve: (_, __, { queues, viewer }) => queues.stats(viewer.workspaceId),
  }),
)

builder.subscriptionField('queueStats', (t) =>
  t.field({
    type: [QueueStatsType],
    description: 'The queues as they are, then whenever they have changed, at most once a second. For ADMIN.',
    authScopes: { admin: true },
    subscribe: (_, __, { queues, viewer }) => queues.watch(viewer.workspaceId),
    resolve: (stats) => stats,
  }),
)
