import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkQuestionPlan } from '../../../src/charts/questions/check-question.ts'
import type { QuestionPlan } from '../../../src/charts/questions/question-plan.ts'
import { InvalidInputError } from '../../../src/platform/errors.ts'
import { by, counted, each, measured, planOf, up } from './plans.ts'
import { openSource, type Source } from './source.ts'

let source: Source
beforeAll(async () => {
  source = await openSource(readFileSync(new URL('compile.sql', import.meta.url), 'utf8'))
})
afterAll(() => source?.close())

function wrongs(plan: QuestionPlan): string[] {
  try {
    checkQuestionPlan(plan, source.structure)
    return []
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    return error.fields.map(({ path, message }) => `${path.slice(1).join('.')}: ${message}`)
  }
}

const orders = planOf('orders', [counted])
const price = measured('SUM', 'price')

const refused: [why: string, plan: () => QuestionPlan, wrongs: (string | RegExp)[]][] = [
  [
    'a table that is not there',
    () => planOf('order', [counted]),
    [/^table.name: There is no table order; did you mean/],
  ],
  [
    'names that are not there, all of them at once',
    () => planOf('orders', [measured('SUM', 'totl')], [by('stat')]),
    [
      /^measures.0.column: public.orders has no column totl/,
      /^groups.0.columns.0: public.orders has no column stat/,
    ],
  ],
  [
    'a path along no foreign key',
    () => planOf('orders', [counted], [by('title', up('things'))]),
    [/^groups.0.path.0: No foreign key ties public.orders and public.things; public.orders is tied to/],
  ],
  [
    'a path to children, of which many may belong to one row',
    () => planOf('orders', [counted], [by('quantity', up('lines'))]),
    [
      /^groups.0.path.0: .* leads to public.lines, of which many rows may belong to one; .*start from public.lines$/,
    ],
  ],
  [
    'a link on the path of what is measured',
    () => planOf('things', [measured('AVG', 'id', up('thing_tags', 'tags'))]),
    [/^measures.0.path.0: .*start from public.thing_tags$/],
  ],
  [
    'the total of a text',
    () => planOf('people', [measured('SUM', 'last_name')]),
    ['measures.0.column: SUM does not go with last_name, which is of the type text'],
  ],
  [
    'the average of a date',
    () => planOf('orders', [measured('AVG', 'day')]),
    ['measures.0.column: AVG does not go with day, which is of the type date'],
  ],
  [
    'a measure without its column',
    () => planOf('orders', [measured('SUM', null)]),
    ['measures.0.column: SUM is of a column, which is not named'],
  ],
  [
    'rows of a parent counted as if they were the own ones',
    () => planOf('orders', [measured('COUNT', null, up('people'))]),
    ['measures.0.function: Rows at the end of a path are counted by COUNT_DISTINCT'],
  ],
  [
    'text multiplied',
    () => planOf('things', [{ ...price, times: { path: [], column: 'title' } }]),
    ['measures.0.times: price and title cannot be multiplied: both must be numbers'],
  ],
  [
    'a count multiplied',
    () => planOf('things', [{ ...counted, times: { path: [], column: 'price' } }]),
    ['measures.0.times: A count multiplies nothing'],
  ],
  [
    'a total per row of another table',
    () => planOf('lines', [{ ...measured('SUM', 'quantity'), per: up('orders') }]),
    ['measures.0.per: Only averages are taken per row of another table'],
  ],
  [
    'values row by row beside a total',
    () => planOf('things', [measured(null, 'price'), price]),
    ['measures: Values row by row and what puts rows together cannot stand in one plan'],
  ],
  ['no measure', () => planOf('things', []), ['measures: A plan has one measure to 6']],
  [
    'more groups than a chart has room for',
    () => planOf('things', [counted], [by('id'), by('title'), by('price')]),
    ['groups: A plan has at most 2 groups'],
  ],
  [
    'an hour of a date',
    () => planOf('orders', [counted], [by('day', [], 'HOUR')]),
    ['groups.0.unit: day, of the type date, has no HOUR'],
  ],
  [
    'a month of a text',
    () => planOf('things', [counted], [by('title', [], 'MONTH')]),
    ['groups.0.unit: title, of the type text, has no MONTH'],
  ],
  [
    'two columns that are no names',
    () => planOf('things', [counted], [{ ...by('title'), columns: ['title', 'price'] }]),
    ['groups.0.columns.1: Rows cannot be grouped by price, of the type integer'],
  ],
  [
    'an order by what is not there',
    () => ({ ...orders, order: [{ by: 'GROUP', index: 0, descending: true }] }),
    ['order.0.index: The plan has no group 0'],
  ],
  [
    'a limit of none',
    () => ({ ...orders, limit: 0 }),
    ['limit: The limit is a whole number from 1 to 10000'],
  ],
  ['a moment that is none', () => ({ ...orders, asOf: 'yesterday' }), [/^asOf: asOf is a moment/]],
  [
    'a condition that does not fit',
    () => ({ ...orders, where: { compare: { column: 'day', operator: 'LIKE', values: ['2024%'] } } }),
    [/^where.compare.operator: day is of the type date, which LIKE does not compare/],
  ],
  [
    'measures of different rows of which some would count twice',
    () => planOf('lines', [measured('SUM', 'quantity'), measured('SUM', 'credit', up('orders', 'people'))]),
    ['measures: Measures of rows that may repeat must all be of the same rows'],
  ],
]

describe('a plan is refused that has', () => {
  it.each(refused)('%s', (_, plan, expected) => {
    expect(wrongs(plan())).toEqual(
      expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))),
    )
  })
})

describe('a plan is taken that has', () => {
  it.each<[string, QuestionPlan]>([
    ['a parent of a table that refers to itself', planOf('people', [counted], [each('people', 'last_name')])],
    ['a link on the path of a group', planOf('things', [counted], [by('name', up('thing_tags', 'tags'))])],
    [
      'counts of parents beside counts of rows',
      planOf('lines', [counted, measured('COUNT_DISTINCT', null, up('orders'))]),
    ],
    ['the least of a date', planOf('orders', [measured('MIN', 'day')])],
    ['a date against a number, row by row', planOf('orders', [measured(null, 'id'), measured(null, 'day')])],
  ])('%s', (_, plan) => {
    expect(wrongs(plan)).toEqual([])
  })
})
