import type { InputRef } from '@pothos/core'
import { builder } from '../graphql/builder.ts'
import {
  aggregateFunctions,
  type Condition,
  comparisonOperators,
  type Plan,
  stepDirections,
  timeUnits,
  type Value,
} from './plan.ts'

/** Plans as clients write them. */

const ComparisonOperator = builder.enumType('ComparisonOperator', { values: comparisonOperators })
const TimeUnit = builder.enumType('TimeUnit', { values: timeUnits })
const AggregateFunction = builder.enumType('AggregateFunction', { values: aggregateFunctions })
const StepDirection = builder.enumType('StepDirection', {
  description: 'TO_PARENT: from the row that holds the foreign key to the one that it refers to.',
  values: stepDirections,
})

const TableRefInput = builder.inputType('TableRefInput', {
  fields: (t) => ({
    schema: t.string({ description: 'May be left out where no other schema has a table of that name.' }),
    name: t.string({ required: true }),
    via: t.string({
      description: 'In a path: the name of the foreign key, where more than one leads to the table.',
    }),
    direction: t.field({
      type: StepDirection,
      description:
        'In a path: which way, where a foreign key leads to the table both ways, as from a table to itself.',
    }),
  }),
})

const ComparisonInput = builder.inputType('ComparisonInput', {
  fields: (t) => ({
    column: t.string({ required: true }),
    operator: t.field({ type: ComparisonOperator, required: true }),
    values: t.field({
      type: ['JSON'],
      description: `One for EQ to GE, LIKE and ILIKE, two for BETWEEN (both ends included), any number for IN and NOT_IN, none for
IS_NULL and IS_NOT_NULL. Dates and times are ISO 8601 text; a plain date means the whole day, also of a timestamp. NE and
NOT_IN hold of NULL. Of an array, EQ and IN hold where an element is one of the values.`,
    }),
    other: t.string({
      description: 'Another column of the row to compare with, in place of values: EQ to GE.',
    }),
  }),
})

const PeriodInput = builder.inputType('PeriodInput', {
  description:
    'The last amount units up to now, both ends included; now is asOf. Months are those of the calendar, in UTC.',
  fields: (t) => ({
    column: t.string({ required: true }),
    amount: t.int({ required: true }),
    unit: t.field({ type: TimeUnit, required: true }),
  }),
})

const AggregateInput = builder.inputType('AggregateInput', {
  description: 'Left out: at least one row. Over no rows COUNT and SUM are 0.',
  fields: (t) => ({
    function: t.field({ type: AggregateFunction, required: true }),
    column: t.string({ description: 'May be left out for COUNT: it then counts the rows.' }),
    times: t.string({ description: 'A column that the values of column are multiplied by, row by row.' }),
    operator: t.field({ type: ComparisonOperator, required: true }),
    value: t.field({ type: 'JSON', required: true }),
  }),
})

type Aggregate = Omit<typeof AggregateInput.$inferInput, 'value'> & { value?: object | Value }

type RelatedShape = {
  path: (typeof TableRefInput.$inferInput)[]
  where?: ConditionShape | null
  aggregate?: Aggregate | null
}
/** Exactly one of them is set. */
type ConditionShape = {
  all?: ConditionShape[] | null
  any?: ConditionShape[] | null
  not?: ConditionShape | null
  compare?: typeof ComparisonInput.$inferInput | null
  period?: typeof PeriodInput.$inferInput | null
  related?: RelatedShape | null
}

const ConditionInput = builder.inputRef<ConditionShape>('ConditionInput')
const RelatedInput = builder.inputRef<RelatedShape>('RelatedInput')

ConditionInput.implement({
  isOneOf: true,
  fields: (t) => ({
    all: t.field({ type: [ConditionInput] }),
    any: t.field({ type: [ConditionInput] }),
    not: t.field({ type: ConditionInput }),
    compare: t.field({ type: ComparisonInput }),
    period: t.field({ type: PeriodInput }),
    related: t.field({ type: RelatedInput }),
  }),
})

RelatedInput.implement({
  description:
    'Rows of another table that are tied to this one by a foreign key, either way, in one or more steps.',
  fields: (t) => ({
    path: t.field({ type: [TableRefInput], required: true }),
    where: t.field({ type: ConditionInput, description: "On the rows of the path's last table." }),
    // Pothos takes JSON, which is unknown, for an object within a type that contains itself.
    aggregate: t.field({ type: AggregateInput as InputRef<Aggregate> }),
  }),
})

const OrderByInput = builder.inputType('OrderByInput', {
  description: 'Rows without a value come last.',
  fields: (t) => ({ column: t.string({ required: true }), descending: t.boolean() }),
})

const FilterSubjectInput = builder.inputType('FilterSubjectInput', {
  fields: (t) => ({
    table: t.field({ type: TableRefInput, required: true }),
    where: t.field({ type: ConditionInput, description: 'Left out: all rows.' }),
    limit: t.int({
      description:
        'Of the rows that meet the condition, in their order; the primary key decides where it is open.',
    }),
    orderBy: t.field({ type: [OrderByInput] }),
  }),
})

const PlanReferenceInput = builder.inputType('PlanReferenceInput', {
  description:
    'A reference that the source does not declare: columns of a table refer, in this order, to the targetColumns of target, a key.',
  fields: (t) => ({
    table: t.field({ type: TableRefInput, required: true }),
    columns: t.stringList({ required: true }),
    target: t.field({ type: TableRefInput, required: true }),
    targetColumns: t.stringList({ required: true }),
  }),
})

export const FilterPlanInput = builder.inputType('FilterPlanInput', {
  description: 'Which rows are kept; those that belong to them and those that they refer to come along.',
  fields: (t) => ({
    subjects: t.field({ type: [FilterSubjectInput], required: true }),
    excludeTables: t.field({ type: [TableRefInput], description: 'Tables that stay empty.' }),
    references: t.field({
      type: [PlanReferenceInput],
      description: 'References that the source does not declare, to be followed like its foreign keys.',
    }),
  }),
})

/** Left out schemas are empty, as the check of a plan has them. */
export const planOf = ({
  subjects,
  excludeTables,
  references,
}: typeof FilterPlanInput.$inferInput): Pick<Plan, 'subjects' | 'excludeTables' | 'references'> => ({
  subjects: subjects.map(({ table, where, limit, orderBy }) => ({
    table: tableOf(table),
    where: where ? conditionOf(where) : null,
    limit: limit ?? null,
    orderBy: (orderBy ?? []).map(({ column, descending }) => ({
      column,
      descending: descending ?? false,
      related: null,
    })),
  })),
  excludeTables: (excludeTables ?? []).map(tableOf),
  references: (references ?? []).map(({ table, columns, target, targetColumns }) => ({
    table: tableOf(table),
    columns,
    target: tableOf(target),
    targetColumns,
  })),
})

const tableOf = ({ schema, name }: typeof TableRefInput.$inferInput) => ({ schema: schema ?? '', name })

function conditionOf({ all, any, not, compare, period, related }: ConditionShape): Condition {
  if (all) return { all: all.map(conditionOf) }
  if (any) return { any: any.map(conditionOf) }
  if (not) return { not: conditionOf(not) }
  if (period) return { period }
  // What the values are is looked at with the column at hand.
  if (compare) return { compare: { ...compare, values: (compare.values ?? []) as Value[] } }
  const { path, where, aggregate } = related!
  const measure = aggregate && {
    ...aggregate,
    column: aggregate.column ?? null,
    value: aggregate.value as Value,
  }
  return {
    related: {
      path: path.map((step) => ({ ...tableOf(step), via: step.via ?? null, direction: step.direction })),
      where: where ? conditionOf(where) : null,
      aggregate: measure ?? null,
    },
  }
}
