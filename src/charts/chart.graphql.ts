import { createContextCache } from '@pothos/core'
import DataLoader from 'dataloader'
import { RemovedPayload } from '../databases/databases.graphql.ts'
import { Planner } from '../filtered/filter-plan.graphql.ts'
import { builder } from '../graphql/builder.ts'
import type { Context } from '../graphql/context.ts'
import { refusals, resultType } from '../graphql/errors.graphql.ts'
import { decodeIdOf, inOrder } from '../graphql/nodes.ts'
import { NotFoundError } from '../platform/errors.ts'
import { makerOf } from '../tasks/context.ts'
import {
  Chart,
  type ChartAlternative,
  ChartPicture,
  chartVisibilities,
  type VisibilityChange,
} from './chart.entity.ts'
import { visibleTo } from './charts.ts'
import './context.ts'
import { MessageNode } from './message.graphql.ts'
import { pageOfChart } from './public-page.ts'

export const ChartVisibilityEnum = builder.enumType('ChartVisibility', {
  description:
    'PRIVATE: its maker. WORKSPACE: those who may read in the workspace. PUBLIC: everybody who has its address.',
  values: chartVisibilities,
})

const ChartAlternativeType = builder.objectRef<ChartAlternative>('ChartAlternative').implement({
  description: 'Another chart that the rules would have drawn of the same rows.',
  fields: (t) => ({
    mark: t.exposeString('mark'),
    title: t.exposeString('title'),
    reason: t.exposeString('reason', { description: 'What speaks for it, in words.' }),
    score: t.exposeFloat('score', { description: 'Higher is better.' }),
    spec: t.expose('spec', {
      type: 'JSONObject',
      nullable: true,
      description: 'Complete, as that of the chart; null where its rows were too many to be read.',
    }),
  }),
})

const VisibilityChangeType = builder.objectRef<VisibilityChange>('ChartVisibilityChange').implement({
  description: 'Who showed a chart to others, or hid it, and when.',
  fields: (t) => ({
    from: t.expose('from', { type: ChartVisibilityEnum }),
    to: t.expose('to', { type: ChartVisibilityEnum }),
    by: t.exposeString('by'),
    at: t.field({ type: 'DateTime', resolve: ({ at }) => new Date(at) }),
  }),
})

/** A deleted chart's picture has gone with it. */
const pictures = createContextCache(
  ({ em }: Context) =>
    new DataLoader<string, ChartPicture>(async (ids) => {
      const found = await em.fork().find(ChartPicture, { chartId: [...ids] })
      const byId = new Map(found.map((picture) => [picture.chartId, picture]))
      return ids.map((id) => byId.get(id) ?? new NotFoundError('There is no such chart'))
    }),
)
const pictureOf = ({ id }: Chart, context: Context) => pictures(context).load(id)

const sides = 'In pixels, from 100 to 2000.'

export const ChartNode = builder.loadableNode('Chart', {
  description: 'A picture of rows, with the specification and the data that it was drawn from.',
  id: { resolve: ({ id }: Chart) => id },
  load: async (ids: string[], { em, viewer }): Promise<Chart[]> =>
    inOrder(ids, await em.fork().find(Chart, { id: ids, ...visibleTo(viewer) })),
  fields: (t) => ({
    title: t.exposeString('title'),
    visibility: t.expose('visibility', { type: ChartVisibilityEnum }),
    visibilityChanges: t.field({
      type: [VisibilityChangeType],
      resolve: ({ visibilityChanges }) => visibilityChanges,
    }),
    page: t.string({
      nullable: true,
      description: 'The path of a page that needs no token; there while the chart is PUBLIC.',
      resolve: ({ id, visibility }) => (visibility === 'PUBLIC' ? pageOfChart(id) : null),
    }),
    planner: t.expose('planner', {
      type: Planner,
      description: 'Who chose it: a language model, or the rules.',
    }),
    sql: t.string({
      nullable: true,
      description:
        'The statement that gave the rows, runnable as it stands; null where they came with the message.',
      resolve: async (chart, _, context) => (await pictureOf(chart, context)).sql ?? null,
    }),
    understood: t.exposeString('understood', {
      nullable: true,
      description: 'What a question without a query was read as, in plain words.',
    }),
    reason: t.exposeString('reason', { description: 'Why this kind of chart, in words.' }),
    notes: t.exposeStringList('notes', {
      description: 'What was done to the rows that a reader has to know: cut, sampled, added up.',
    }),
    spec: t.field({
      type: 'JSONObject',
      description: 'A complete Vega-Lite specification, its data inline.',
      resolve: async (chart, _, context) => (await pictureOf(chart, context)).spec,
    }),
    mark: t.exposeString('mark', {
      description: 'bar, line, area, arc (a pie), point, rect (a heat map), boxplot or text (a number).',
    }),
    data: t.field({
      type: ['JSONObject'],
      description: 'What is drawn, as the specification holds it.',
      resolve: async (chart, _, context) => dataIn((await pictureOf(chart, context)).spec),
    }),
    svg: t.string({
      args: { width: t.arg.int({ description: sides }), height: t.arg.int({ description: sides }) },
      description: 'In the size in which it was drawn, unless another is asked for.',
      resolve: async (chart, { width, height }, context) => {
        const { svg, spec } = await pictureOf(chart, context)
        if (width == null && height == null) return svg
        return context.renderer.svg(spec, { width, height, signal: context.signal ?? undefined })
      },
    }),
    png: t.string({
      args: {
        width: t.arg.int({ description: sides }),
        height: t.arg.int({ description: sides }),
        scale: t.arg.float({ description: 'Pixels of the PNG for one of the SVG: above 0, at most 3.' }),
      },
      description: 'Base64 of a PNG.',
      resolve: async (chart, { width, height, scale }, context) => {
        const { spec } = await pictureOf(chart, context)
        const signal = context.signal ?? undefined
        return Buffer.from(await context.renderer.png(spec, { width, height, scale, signal })).toString(
          'base64',
        )
      },
    }),
    alternatives: t.field({
      type: [ChartAlternativeType],
      description: 'Other charts of the same rows, the best first; at most 4.',
      resolve: async (chart, _, context) => (await pictureOf(chart, context)).alternatives,
    }),
    adjustmentQuery: t.exposeString('adjustmentQuery', {
      nullable: true,
      description: 'The words that it was adjusted by.',
    }),
    sourceMessage: t.field({ type: MessageNode, resolve: ({ messageId }) => messageId }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
})

const dataIn = (spec: Record<string, unknown>) =>
  (spec as { data: { values: Record<string, unknown>[] } }).data.values

builder.queryField('chart', (t) =>
  t.field({
    type: ChartNode,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }) => decodeIdOf('Chart', id),
  }),
)

function chartIdOf(id: string): string {
  const decoded = decodeIdOf('Chart', id)
  if (!decoded) throw new NotFoundError('There is no such chart')
  return decoded
}

const ChartPayload = builder.objectRef<{ id: string }>('ChartPayload').implement({
  fields: (t) => ({ chart: t.field({ type: ChartNode, resolve: ({ id }) => id }) }),
})

const { ConflictError } = refusals
const DeleteChartResult = resultType('DeleteChartResult', RemovedPayload, [ConflictError])
const SetChartVisibilityResult = resultType('SetChartVisibilityResult', ChartPayload, [ConflictError])

builder.mutationFields((t) => ({
  deleteChart: t.field({
    type: DeleteChartResult,
    description:
      'Deletes a chart, its data and its picture. Its maker may, and of one that is shown an ADMIN.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_, { id }, context) => {
      await context.charts.remove(context.em, makerOf(context), chartIdOf(id))
      return { id }
    },
  }),
  setChartVisibility: t.field({
    type: SetChartVisibilityResult,
    description: `Shows a chart to the workspace or to everybody, or hides it again; visibilityChanges says who did and when. Its maker may,
and of one that is shown an ADMIN.`,
    args: {
      id: t.arg.id({ required: true }),
      visibility: t.arg({ type: ChartVisibilityEnum, required: true }),
    },
    resolve: async (_, { id, visibility }, context) => {
      const decoded = chartIdOf(id)
      await context.charts.setVisibility(context.em, makerOf(context), decoded, visibility)
      return { id: decoded }
    },
  }),
}))
