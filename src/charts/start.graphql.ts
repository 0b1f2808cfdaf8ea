import { builder } from '../graphql/builder.ts'
import { refusals, resultType } from '../graphql/errors.graphql.ts'
import { decodeIdOf } from '../graphql/nodes.ts'
import { dbOf } from '../platform/orm.ts'
import { makerOf } from '../tasks/context.ts'
import type { Task } from '../tasks/task.entity.ts'
import { loadTasks, TaskInterface } from '../tasks/tasks.graphql.ts'
import type { Chart } from './chart.entity.ts'
import { ChartNode, ChartVisibilityEnum } from './chart.graphql.ts'
import { type ChartInput, chart } from './chart.task.ts'
import { chartsOfMessage } from './charts.ts'
import './context.ts'
import { MessageNode, messageIdOf } from './message.graphql.ts'
import type { StartedChart } from './start.ts'
import { liveTasksOf } from './store.sql.ts'

const inputOf = (task: Task) => task.input as ChartInput

const ChartTask = builder.loadableNode('ChartTask', {
  description: 'Draws a chart of a message.',
  interfaces: [TaskInterface],
  id: { resolve: ({ id }: Task) => id },
  load: async (ids: string[], context): Promise<Task[]> =>
    (await loadTasks(ids, context)).map((task) => (task?.kind === chart.kind ? task : (null as never))),
  fields: (t) => ({
    visibility: t.field({ type: ChartVisibilityEnum, resolve: (task) => inputOf(task).visibility }),
    forceCreate: t.boolean({ resolve: (task) => inputOf(task).forceCreate }),
    adjustmentQuery: t.string({ nullable: true, resolve: (task) => inputOf(task).adjustmentQuery }),
    sourceMessage: t.field({ type: MessageNode, resolve: (task) => inputOf(task).messageId }),
    chart: t.field({
      type: ChartNode,
      nullable: true,
      description: 'There once the task is COMPLETED, for those who see it, until it is deleted.',
      resolve: ({ id, status }) => (status === 'COMPLETED' ? id : null),
    }),
  }),
})

builder.objectField(ChartNode, 'task', (t) => t.field({ type: ChartTask, resolve: ({ id }) => id }))

const mostCharts = 100

const MessageCharts = builder.objectRef<{ messageId: string }>('MessageCharts').implement({
  description: 'What there is of a message, and what is on its way.',
  fields: (t) => ({
    charts: t.field({
      type: [ChartNode],
      description: `Those that the viewer sees, newest first; the newest ${mostCharts} of more.`,
      resolve: ({ messageId }, _, { em, viewer }): Promise<Chart[]> =>
        chartsOfMessage(em, viewer, messageId, mostCharts),
    }),
    activeTasks: t.field({
      type: [ChartTask],
      description: 'Those that wait or run, newest first.',
      resolve: async ({ messageId }, _, { em, viewer }) =>
        (await liveTasksOf(dbOf(em.fork()), viewer.workspaceId, [messageId])).map(({ id }) => id),
    }),
    hasActiveTasks: t.boolean({
      resolve: async ({ messageId }, _, { em, viewer }) =>
        (await liveTasksOf(dbOf(em.fork()), viewer.workspaceId, [messageId])).length > 0,
    }),
  }),
})

builder.objectField(MessageNode, 'charts', (t) =>
  t.field({ type: MessageCharts, resolve: ({ id }) => ({ messageId: id }) }),
)

builder.queryField('messageCharts', (t) =>
  t.field({
    type: MessageCharts,
    description: 'The charts and the active tasks of a message.',
    args: { messageId: t.arg.id({ required: true }) },
    resolve: async (_, args, { em, viewer, messages }) => {
      const messageId = messageIdOf(args.messageId)
      await messages.find(em, viewer.workspaceId, messageId)
      return { messageId }
    },
  }),
)

const StartChartInput = builder.inputType('StartChartInput', {
  fields: (t) => ({
    messageId: t.id({ required: true }),
    visibility: t.field({ type: ChartVisibilityEnum, description: 'PRIVATE where it is left out.' }),
    forceCreate: t.boolean({
      description: 'Another chart, also where there is one of the same message and the same adjustment.',
    }),
    adjustmentQuery: t.string({
      description: `What is to be different from the message's latest chart: "make it a line by month", "top 5, horizontal", "use average",
"without colour", "sort by name". What it does not say stays.`,
    }),
    priority: t.int({ description: 'From -1000 to 1000; higher ones are taken first.' }),
    maxAttempts: t.int({ description: 'From 1 to 20; 3 where this is left out.' }),
    idempotencyKey: t.string({
      description: 'The same key again returns the task that it started the first time.',
    }),
  }),
})

const StartChartPayload = builder.objectRef<StartedChart>('StartChartPayload').implement({
  description: 'chart: there was one already and forceCreate was not set, so no task was started.',
  fields: (t) => ({
    task: t.field({ type: ChartTask, nullable: true, resolve: ({ task }) => task }),
    chart: t.field({ type: ChartNode, nullable: true, resolve: ({ chart }) => chart }),
  }),
})

const { InvalidInputError, ConflictError, LimitExceededError } = refusals
const StartChartResult = resultType('StartChartResult', StartChartPayload, [
  InvalidInputError,
  ConflictError,
  LimitExceededError,
])

builder.mutationFields((t) => ({
  startChart: t.field({
    type: StartChartResult,
    description: `Starts a task that draws a chart of a message. Without forceCreate: a chart that is there already is answered at once, and a
task that makes the same one is answered in place of a second.`,
    args: { input: t.arg({ type: StartChartInput, required: true }) },
    resolve: (_, { input }, context) =>
      context.startsCharts.start(context.em, makerOf(context), {
        ...input,
        messageId: decodeIdOf('Message', input.messageId),
      }),
  }),
}))
