import { createContextCache } from '@pothos/core'
import { DatabaseNode, DatabasePayload, databaseIdOf } from '../databases/databases.graphql.ts'
import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { refusals, resultType } from '../graphql/errors.graphql.ts'
import { makerOf } from '../tasks/context.ts'
import './context.ts'
import type { Schedule } from './schedules.ts'

const ScheduleType = builder.objectRef<Schedule>('Schedule').implement({
  description: 'When element creation of a database starts by itself.',
  fields: (t) => ({
    cron: t.exposeString('cron'),
    timezone: t.exposeString('timezone'),
    nextRunAt: t.expose('nextRunAt', { type: 'DateTime', nullable: true }),
  }),
})

/** Asked once a request, however many databases it shows. */
const schedulesOf = createContextCache(({ schedules }: Context) => schedules.all())

builder.objectField(DatabaseNode, 'schedule', (t) =>
  t.field({
    type: ScheduleType,
    nullable: true,
    resolve: async ({ id }, _, context) => (await schedulesOf(context)).get(id) ?? null,
  }),
)

const ScheduleElementCreationResult = resultType('ScheduleElementCreationResult', DatabasePayload, [
  refusals.InvalidInputError,
])

builder.mutationFields((t) => ({
  scheduleElementCreation: t.field({
    type: ScheduleElementCreationResult,
    description: `Starts element creation of a database again and again: cron has five fields (0 2 * * 0: Sundays at two), in the time
zone, UTC where it is left out. It replaces the schedule that there was. Where no worker was there at the time, one run makes
up for all that were missed; a run that is still going on is not doubled.`,
    args: {
      databaseId: t.arg.id({ required: true }),
      cron: t.arg.string({ required: true }),
      timezone: t.arg.string({ description: 'Such as Europe/Berlin.' }),
    },
    resolve: async (_, { databaseId, cron, timezone }, context) => ({
      database: await context.schedules.set(
        context.em,
        makerOf(context),
        databaseIdOf(databaseId),
        cron,
        timezone ?? null,
      ),
    }),
  }),
  unscheduleElementCreation: t.field({
    type: ScheduleElementCreationResult,
    description: 'Ends the schedule of a database, where it has one.',
    args: { databaseId: t.arg.id({ required: true }) },
    resolve: async (_, { databaseId }, context) => ({
      database: await context.schedules.remove(context.em, makerOf(context), databaseIdOf(databaseId)),
    }),
  }),
}))
