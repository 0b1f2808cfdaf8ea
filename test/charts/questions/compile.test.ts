import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileQuestion } from '../../../src/charts/questions/compile-question.ts'
import { describeQuestion } from '../../../src/charts/questions/describe-question.ts'
import type { QuestionPlan } from '../../../src/charts/questions/question-plan.ts'
import { by, counted, each, measured, planOf, up } from './plans.ts'
import { openSource, type Source } from './source.ts'

/** Plans against rows that can be counted by hand. The session lives half a day ahead of UTC, and nothing may show it. */

let source: Source
beforeAll(async () => {
  source = await openSource(readFileSync(new URL('compile.sql', import.meta.url), 'utf8'), 'Pacific/Auckland')
})
afterAll(() => source?.close())

const compile = (plan: QuestionPlan) => compileQuestion(plan, source.structure)
async function answer(plan: QuestionPlan) {
  const { text, values, columns } = compile(plan)
  const result = await source.table(text, values)
  expect(result.columns).toEqual(columns)
  return result.rows
}

describe('what is counted', () => {
  it('is rows, also those without a parent', async () => {
    expect(await answer(planOf('orders', [counted], [each('people', 'first_name', 'last_name')]))).toEqual([
      ['Ann Lee (1)', '2'],
      ['Ann Lee (3)', '1'],
      ['Bo Ray', '1'],
      [null, '1'],
    ])
  })

  it('is all rows in one number where there is no group', async () => {
    expect(await answer(planOf('orders', [counted]))).toEqual([['5']])
  })

  it('is each parent once, however many children it has', async () => {
    const people = measured('COUNT_DISTINCT', null, up('orders', 'people'))
    expect(await answer(planOf('lines', [people], [by('title', up('things'))]))).toEqual([
      ['Ink', '2'],
      ['Pen', '2'],
      ['Pad', '1'],
    ])
  })

  it('is different values where a column is named', async () => {
    expect(await answer(planOf('people', [measured('COUNT_DISTINCT', 'last_name')]))).toEqual([['3']])
    expect(await answer(planOf('people', [measured('COUNT', 'region')]))).toEqual([['3']])
  })

  it('includes the rows of tables that inherit', async () => {
    expect(await answer(planOf('places', [counted], [by('size')]))).toEqual([
      ['large', '2'],
      ['small', '1'],
    ])
  })

  it('knows the parents of partitions that declare no key', async () => {
    const total = measured('SUM', 'amount')
    expect(await answer(planOf('payments', [total], [by('credit', up('people'))]))).toEqual([
      ['50', '27'],
      ['100', '15'],
    ])
  })

  it('follows keys of more than one column', async () => {
    expect(await answer(planOf('people', [counted], [by('label', up('regions'))]))).toEqual([
      ['North', '2'],
      ['South', '1'],
      [null, '1'],
    ])
  })

  it('leads from a row to its own parent in a table that refers to itself', async () => {
    expect(await answer(planOf('people', [counted], [each('people', 'first_name', 'last_name')]))).toEqual([
      ['Ann Lee', '2'],
      ['Bo Ray', '1'],
      [null, '1'],
    ])
  })
})

describe('what is added up', () => {
  it('is price × quantity, in a type that it fits', async () => {
    const sales = { ...measured('SUM', 'quantity'), times: { path: up('things'), column: 'price' } }
    expect(await answer(planOf('lines', [sales], [by('title', up('things'))]))).toEqual([
      ['Pen', '4000100000'],
      ['Ink', '63'],
      ['Pad', '27'],
    ])
  })

  it('is each parent once in each group', async () => {
    const credit = measured('SUM', 'credit', up('orders', 'people'))
    expect(await answer(planOf('lines', [credit], [by('title', up('things'))]))).toEqual([
      ['Pen', '150'],
      ['Ink', '125'],
      ['Pad', '50'],
    ])
    expect(await answer(planOf('lines', [measured('AVG', 'credit', up('orders', 'people'))]))).toEqual([
      ['58.3333333333333333'],
    ])
  })

  it('is money as a number', async () => {
    expect(await answer(planOf('things', [measured('SUM', 'cost')]))).toEqual([['7.75']])
  })

  it('is averaged per order where the plan says so', async () => {
    const perOrder = { ...measured('AVG', 'quantity'), per: up('orders') }
    expect(await answer(planOf('lines', [perOrder], [by('at', up('orders'), 'YEAR')]))).toEqual([
      ['2024-01-01', '10003.0000000000000000'],
      ['2025-01-01', '1.00000000000000000000'],
    ])
    const lines = { ...measured('AVG', null), per: up('orders') }
    expect(await answer(planOf('lines', [lines]))).toEqual([['1.4000000000000000']])
  })

  it('can be the middle, the least and the greatest as well', async () => {
    const all = (['MEDIAN', 'MIN', 'MAX'] as const).map((name) => measured(name, 'price'))
    expect(await answer(planOf('things', all))).toEqual([['9', '7', '100000']])
    const { columns } = compile(planOf('orders', [measured('MIN', 'day'), measured('MAX', 'day')]))
    expect(columns).toEqual(['earliest day', 'latest day'])
  })
})

describe('what a link ties', () => {
  const tags = up('thing_tags', 'tags')

  it('counts in each group that it is tied to; what is tied to nothing has no part in it', async () => {
    expect(await answer(planOf('things', [counted], [{ ...by('name', tags), each: true }]))).toEqual([
      ['red', '2'],
      ['blue', '1'],
      ['new', '1'],
    ])
  })

  it('counts once where two of what it is tied to are of one group', async () => {
    const plan = planOf('things', [measured('SUM', 'price'), counted], [by('kind', tags)])
    expect(await answer(plan)).toEqual([
      ['colour', '100007', '2'],
      ['state', '100000', '1'],
    ])
  })

  it('is followed from a parent as well', async () => {
    const plan = planOf(
      'lines',
      [measured('SUM', 'quantity')],
      [by('kind', up('things', 'thing_tags', 'tags'))],
    )
    expect(await answer(plan)).toEqual([
      ['colour', '40010'],
      ['state', '40001'],
    ])
  })
})

describe('times', () => {
  const months = [
    ['2024-01-01', '1'],
    ['2024-02-01', '2'],
    ['2024-12-01', '1'],
    ['2025-01-01', '1'],
  ]

  it.each(['at', 'plain', 'day'])('are put into months of UTC: %s', async (column) => {
    expect(await answer(planOf('orders', [counted], [by(column, [], 'MONTH')]))).toEqual(months)
  })

  it.each(['at', 'plain', 'day'])('are put into weeks that begin on Monday: %s', async (column) => {
    expect(await answer(planOf('orders', [counted], [by(column, [], 'WEEK')]))).toEqual([
      ['2024-01-29', '2'],
      ['2024-02-26', '1'],
      ['2024-12-30', '2'],
    ])
  })

  it('are put into quarters, years and hours', async () => {
    expect(await answer(planOf('orders', [counted], [by('at', [], 'QUARTER')]))).toEqual([
      ['2024-01-01', '3'],
      ['2024-10-01', '1'],
      ['2025-01-01', '1'],
    ])
    const [[hour]] = (await answer(planOf('orders', [counted], [by('at', [], 'HOUR')]))) as [[string]]
    expect(new Date(hour).toISOString()).toBe('2024-01-31T23:00:00.000Z')
  })

  it('come again each week, day and year, in their order', async () => {
    expect(await answer(planOf('orders', [counted], [by('at', [], 'DAY_OF_WEEK')]))).toEqual([
      ['Mon', '1'],
      ['Wed', '1'],
      ['Thu', '2'],
      ['Sun', '1'],
    ])
    expect(await answer(planOf('orders', [counted], [by('at', [], 'MONTH_OF_YEAR')]))).toEqual([
      ['Jan', '2'],
      ['Feb', '2'],
      ['Dec', '1'],
    ])
    expect(await answer(planOf('orders', [counted], [by('plain', [], 'QUARTER_OF_YEAR')]))).toEqual([
      ['Q1', '4'],
      ['Q4', '1'],
    ])
    expect(await answer(planOf('orders', [counted], [by('open', [], 'HOUR_OF_DAY')]))).toEqual([
      ['0', '1'],
      ['9', '2'],
      ['17', '2'],
    ])
    expect(await answer(planOf('orders', [counted], [by('day', [], 'DAY_OF_MONTH')]))).toEqual([
      ['1', '1'],
      ['5', '1'],
      ['29', '1'],
      ['30', '1'],
      ['31', '1'],
    ])
  })
})

describe('an order and a limit', () => {
  const quantity = measured('SUM', 'quantity')

  it('keep the greatest groups, or the least', async () => {
    const plan = { ...planOf('lines', [quantity], [by('title', up('things'))]), limit: 2 }
    expect(await answer(plan)).toEqual([
      ['Pen', '40001'],
      ['Ink', '9'],
    ])
    const least = { ...plan, order: [{ by: 'MEASURE' as const, index: 0, descending: false }] }
    expect((await answer(least)).map(([title]) => title)).toEqual(['Pad', 'Ink'])
    const last = { ...plan, order: [{ by: 'GROUP' as const, index: 0, descending: true }] }
    expect((await answer(last)).map(([title]) => title)).toEqual(['Pen', 'Pad'])
  })

  it('keep the greatest of the first group over all of the second one', async () => {
    const groups = [by('title', up('things')), by('at', up('orders'), 'YEAR')]
    expect(await answer({ ...planOf('lines', [quantity], groups), limit: 2 })).toEqual([
      ['Ink', '2024-01-01', '9'],
      ['Pen', '2024-01-01', '40001'],
    ])
  })

  it('take the first rows of plain values', async () => {
    const plan = planOf('things', [measured(null, 'price')], [by('title')])
    const order = [{ by: 'MEASURE' as const, index: 0, descending: true }]
    expect(await answer({ ...plan, order, limit: 2 })).toEqual([
      ['Pen', '100000'],
      ['Pad', '9'],
    ])
    expect(await answer(planOf('things', [measured(null, 'price'), measured(null, 'cost')]))).toHaveLength(3)
  })
})

describe('the text', () => {
  const weird = up({ schema: 'My Shop', name: 'We"ird; DROP TABLE' })

  it('quotes every name', async () => {
    expect(await answer(planOf('orders', [counted], [by('na"me; --', weird)]))).toEqual([
      ["o'ne", '2'],
      [null, '2'],
      ['two', '1'],
    ])
    expect(await answer(planOf('orders', [counted], [by('select', weird)]))).toHaveLength(2)
  })

  it('holds no value: they are bound', async () => {
    const where = {
      compare: { column: 'last_name', operator: 'EQ' as const, values: [`Lee'; DROP TABLE people; --`] },
    }
    const plan = { ...planOf('people', [counted]), where }
    const { text, values } = compile(plan)
    expect(text).not.toContain('DROP')
    expect(values).toEqual([`Lee'; DROP TABLE people; --`])
    expect(await answer(plan)).toEqual([['0']])
  })

  it('calls no two columns the same, and none longer than PostgreSQL keeps', async () => {
    const table = 'an_extraordinarily_long_name_of_a_table_that_nobody_would_use_'
    const column = 'an_extraordinarily_long_name_of_a_column_that_nobody_would_use_'
    const plan = planOf(table, [
      measured('SUM', column),
      measured('SUM', column),
      measured('AVG', column),
      counted,
    ])
    const { columns } = compile(plan)
    expect(new Set(columns).size).toBe(4)
    expect(await answer(plan)).toEqual([[null, null, null, '0']])
  })

  it('calls columns as a chart says them', () => {
    const names = (plan: QuestionPlan) => compile(plan).columns
    expect(names(planOf('orders', [counted], [by('label', up('people', 'regions'))]))).toEqual([
      'region',
      'number of orders',
    ])
    expect(
      names(planOf('people', [measured('AVG', 'credit')], [each('people', 'first_name', 'last_name')])),
    ).toEqual(['boss', 'average credit'])
    const sales = {
      ...measured('SUM', 'quantity'),
      times: { path: up('things'), column: 'price' },
      called: 'revenue' as const,
    }
    expect(
      names(planOf('lines', [sales], [by('at', up('orders'), 'MONTH'), by('title', up('things'))])),
    ).toEqual(['month', 'thing', 'total revenue'])
  })
})

describe('a plan in words', () => {
  const words = (plan: QuestionPlan) => describeQuestion(plan, source.structure)

  it('says what is counted, by what, of which rows and how many', () => {
    const where = { compare: { column: 'day', operator: 'GE' as const, values: ['2024-02-01'] } }
    const plan = { ...planOf('orders', [counted], [by('label', up('people', 'regions'))]), where, limit: 3 }
    expect(words(plan)).toBe(
      'Counts orders by region label (by way of the person) where day is on or after 2024-02-01; the first 3 by number of orders, from the greatest down.',
    )
  })

  it('says of which rows the numbers are, and that parents count once', () => {
    const sales = {
      ...measured('SUM', 'quantity'),
      times: { path: up('things'), column: 'price' },
      called: 'sales' as const,
    }
    expect(words(planOf('lines', [sales, counted], [by('at', up('orders'), 'MONTH')]))).toBe(
      'Adds up quantity × thing price of lines and counts lines by month of at.',
    )
    expect(words(planOf('lines', [measured('COUNT_DISTINCT', null, up('orders', 'people'))]))).toBe(
      'Counts people, each once.',
    )
    expect(words(planOf('things', [measured(null, 'price'), measured(null, 'cost')]))).toBe(
      'Reads price of things and cost.',
    )
    expect(
      words(planOf('things', [counted], [{ ...by('name', up('thing_tags', 'tags')), each: true }])),
    ).toBe('Counts things by tag (of those that have one).')
  })
})
