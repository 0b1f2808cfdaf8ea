import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { Workspace } from '../access/access.entities.ts'
import { Task } from '../tasks/task.entity.ts'
import type { ChartPlanner } from './designer.ts'
import type { ChartIntent, Mark } from './intent.ts'
import { Message } from './message.entity.ts'

export const chartVisibilities = ['PRIVATE', 'WORKSPACE', 'PUBLIC'] as const
export type ChartVisibility = (typeof chartVisibilities)[number]

/** Who let whom see a chart, and when. */
export type VisibilityChange = {
  from: ChartVisibility
  to: ChartVisibility
  by: string
  /** ISO 8601. */
  at: string
  requestId: string
}

/** Another chart of the same rows, the better the higher its score. */
export type ChartAlternative = {
  mark: Mark
  title: string
  reason: string
  score: number
  /** Null where it would have to be drawn from rows that were too many to read. */
  spec: Record<string, unknown> | null
}

/** What a task drew of a message; its id is the task's, and it goes with its task. */
export const Chart = defineEntity({
  name: 'Chart',
  tableName: 'chart',
  properties: {
    id: () => p.oneToOne(Task).mapToPk().fieldName('id').deleteRule('cascade').primary(),
    workspaceId: () => p.manyToOne(Workspace).mapToPk().fieldName('workspace_id').deleteRule('cascade'),
    messageId: () => p.manyToOne(Message).mapToPk().fieldName('message_id').deleteRule('cascade'),
    adjustmentQuery: p.text().nullable(),
    visibility: p.text().$type<ChartVisibility>(),
    visibilityChanges: p.json().$type<VisibilityChange[]>(),
    planner: p.text().$type<ChartPlanner>(),
    title: p.text(),
    mark: p.text().$type<Mark>(),
    /** What a question without a query was understood as. */
    understood: p.text().nullable(),
    /** Why this chart, in a sentence. */
    reason: p.text(),
    /** What was done to the rows, in sentences: cut, sampled, aggregated. */
    notes: p.json().$type<string[]>(),
    /** What the next adjustment changes. */
    intent: p.json().$type<ChartIntent>(),
    createdBy: p.text(),
    createdRole: p.text(),
    createdAt: p.datetime(6),
  },
  checks: [
    { name: 'chart_visibility_check', expression: `visibility in ('PRIVATE', 'WORKSPACE', 'PUBLIC')` },
  ],
  indexes: [
    { name: 'chart_message', properties: ['messageId', 'id'] },
    { name: 'chart_created', properties: ['createdAt'] },
  ],
})
export type Chart = InferEntity<typeof Chart>

/** The large part of a chart, which lists do not read; as it was drawn. */
export const ChartPicture = defineEntity({
  name: 'ChartPicture',
  tableName: 'chart_picture',
  properties: {
    chartId: () => p.oneToOne(Chart).mapToPk().fieldName('chart_id').deleteRule('cascade').primary(),
    spec: p.json().columnType('json').$type<Record<string, unknown>>(),
    svg: p.text(),
    /** What gave the rows; it can be run as it stands. */
    sql: p.text().nullable(),
    alternatives: p.json().columnType('json').$type<ChartAlternative[]>(),
  },
})
export type ChartPicture = InferEntity<typeof ChartPicture>
