import { builder } from '../graphql/builder.ts'
import { type PageArguments, pageOf } from '../graphql/connections.ts'
import type { Context } from '../graphql/context.ts'
import { decodeCursor, encodeCursor } from '../graphql/cursors.ts'
import { decodeIdOf } from '../graphql/nodes.ts'
import { PageError } from '../graphql/page-error.ts'
import { sharedBySelection } from '../graphql/subscriptions.ts'
import { NotFoundError } from '../platform/errors.ts'
import { dbOf } from '../platform/orm.ts'
import type { Feed, Shows } from './feed.ts'
import { openRecentTasks, type RecentTasks } from './recent-tasks.ts'
import { isSettled, logLevels, taskEventTypes } from './states.ts'
import { type EventRow, eventsAfter } from './store.sql.ts'
import { TaskEvent } from './task.entity.ts'
import {
  loadTasks,
  type TaskFilter,
  TaskFilterInput,
  TaskInterface,
  TaskStatusEnum,
  taskIdOf,
} from './tasks.graphql.ts'

const LogLevel = builder.enumType('LogLevel', { values: logLevels })
const TaskEventTypeEnum = builder.enumType('TaskEventType', { values: taskEventTypes })

const list = 'TaskEvent'

/** The same as the cursors of lists of events, so that an event's cursor serves for both. */
const cursorOf = ({ taskId, sequence }: Pick<EventRow, 'taskId' | 'sequence'>) =>
  encodeCursor(list, [taskId, sequence])

/** The sequence that a cursor of this task stands for. @throws PageError for a cursor of anything else */
function sequenceOf(cursor: string, taskId: string): number {
  const [of, sequence] = decodeCursor(list, cursor)
  if (of === taskId && Number.isSafeInteger(sequence) && Number(sequence) >= 0) return Number(sequence)
  throw new PageError('That is no cursor of the events of this task')
}

const TaskEventType = builder.objectRef<Omit<EventRow, 'workspaceId'>>('TaskEvent').implement({
  description: 'Something that happened to a task, as it was then.',
  fields: (t) => ({
    cursor: t.string({ description: 'Opaque; pass it as after to go on from here.', resolve: cursorOf }),
    sequence: t.exposeInt('sequence', { description: '1, 2, 3 … within the task, without holes.' }),
    type: t.expose('type', { type: TaskEventTypeEnum }),
    level: t.expose('level', { type: LogLevel }),
    at: t.expose('at', { type: 'DateTime' }),
    message: t.exposeString('message'),
    status: t.expose('status', { type: TaskStatusEnum, description: 'As they were at this event.' }),
    progress: t.exposeFloat('progress'),
    currentStep: t.exposeString('currentStep'),
    task: t.field({
      type: TaskInterface,
      description: 'The task as it is now.',
      resolve: async ({ taskId, sequence }, _, context, { operation }) => {
        // Within one answer the loader sees to it; the events of a subscription are answers of their own.
        if (operation.operation !== 'subscription') return taskId
        const load = async () => (await loadTasks([taskId], context))[0]
        const task = await recentTasksOf(context).at(taskId, sequence, load)
        return task?.workspaceId === context.viewer.workspaceId ? task : taskId
      },
    }),
  }),
})

/** Of the API process that the context belongs to. */
const recentTasks = new WeakMap<Feed, RecentTasks>()

function recentTasksOf({ feed }: Context): RecentTasks {
  const known = recentTasks.get(feed) ?? openRecentTasks()
  recentTasks.set(feed, known)
  return known
}

builder.interfaceField(TaskInterface, 'events', (t) =>
  t.connection(
    {
      type: TaskEventType,
      description: 'Everything that happened to the task, oldest first: its history and its log.',
      args: { minLevel: t.arg({ type: LogLevel }) },
      resolve: (task, args, { em }) => {
        const bounds = {
          ...(args.after != null && { $gt: sequenceOf(args.after, task.id) }),
          ...(args.before != null && { $lt: sequenceOf(args.before, task.id) }),
        }
        const levels = args.minLevel ? logLevels.slice(logLevels.indexOf(args.minLevel)) : null
        return pageOf(em, TaskEvent, args as PageArguments, {
          // By the sequence alone the place of a cursor is found in the index; together with the task it would be counted up to.
          where: { taskId: task.id, sequence: bounds, ...(levels && { level: { $in: levels } }) },
          orderBy: [{ taskId: 'ASC' }, { sequence: 'ASC' }],
        })
      },
    },
    {
      name: 'TaskEventConnection',
      fields: (t) => ({ totalCount: t.int({ resolve: ({ totalCount }) => totalCount() }) }),
    },
    { name: 'TaskEventEdge' },
  ),
)

const EventStart = builder.enumType('EventStart', {
  values: {
    LATEST: { description: 'The latest event, which is the state right now.' },
    FIRST: { description: 'The first event: all of its history.' },
  } as const,
})

/** What the subscription shows of the workspace's tasks. */
function showsOf(filter: TaskFilter | null | undefined): Shows {
  const { kinds, statuses, databaseId, createdBy, createdAfter, createdBefore } = filter ?? {}
  const database = databaseId == null ? null : decodeIdOf('Database', databaseId)
  return {
    task: (task) =>
      (!kinds || kinds.includes(task.kind)) &&
      (databaseId == null || task.databaseId === database) &&
      (createdBy == null || task.createdBy === createdBy) &&
      (!createdAfter || task.createdAt > createdAfter) &&
      (!createdBefore || task.createdAt < createdBefore),
    event: (event) => !statuses || statuses.includes(event.status),
  }
}

builder.subscriptionFields((t) => ({
  taskEvents: t.field({
    type: TaskEventType,
    description: `One task's events: from the latest one (the state right now), from the first one, or after a cursor; then each new
one as it happens. None missing, none twice, in order. Completes after the event that settles the task. NOT_FOUND where the events of a
settled task have outlived their retention.`,
    args: {
      taskId: t.arg.id({ required: true }),
      from: t.arg({ type: EventStart, defaultValue: 'LATEST' }),
      after: t.arg.string({
        description: 'The cursor of the last event that was received; it overrides from.',
      }),
    },
    extensions: sharedBySelection,
    subscribe: async (_, { taskId, from, after }, context) => {
      const [task] = await loadTasks([taskIdOf(taskId)], context)
      if (!task) throw new NotFoundError('There is no such task')
      const latest = task.lastSequence
      const start = after == null ? (from === 'FIRST' ? 0 : latest - 1) : sequenceOf(after, task.id)
      if (start > latest) throw new PageError('That cursor is ahead of the events of this task')
      // Whoever resumes after the last event of a settled task has seen all of it.
      if (start === latest && isSettled(task.status)) return nothing<EventRow>()
      if (
        isSettled(task.status) &&
        (await eventsAfter(dbOf(context.em.fork()), task.id, start, 1)).length === 0
      )
        throw new NotFoundError(
          `The events of this task have outlived their retention; it is ${task.status}, and the task itself says how it ended`,
        )
      return context.feed.taskEvents(task.id, start)
    },
    resolve: (event) => event,
  }),
  workspaceEvents: t.field({
    type: TaskEventType,
    description: 'Every task the viewer may see, from now on. filter.statuses are those at the event.',
    args: { filter: t.arg({ type: TaskFilterInput }) },
    extensions: sharedBySelection,
    subscribe: (_, { filter }, { feed, viewer }) => feed.workspaceEvents(viewer.workspaceId, showsOf(filter)),
    resolve: (event) => event,
  }),
}))

async function* nothing<T>(): AsyncIterableIterator<T> {}
