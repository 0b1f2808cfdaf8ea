import { describe, expect, it } from 'vitest'
import { adjustIntent } from '../../src/charts/adjust/adjust.ts'
import { specify } from '../../src/charts/specification/specify.ts'
import { InvalidInputError, UnclearPromptError } from '../../src/platform/errors.ts'
import { charted, orders } from './charted.ts'

const { typed, design } = charted('total amount by product and region', orders)
const { intent } = design

/** What of the intent is different afterwards. */
function changes(words: string): Record<string, unknown> {
  const adjusted = adjustIntent(words, intent, typed)
  specify(adjusted, typed)
  return Object.fromEntries(
    Object.entries(adjusted).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(intent[key as keyof typeof intent]),
    ),
  )
}

const byMonth = { field: 'ordered_at', timeUnit: 'yearmonth', bins: null }

describe('an adjustment in words', () => {
  it.each<[string, Record<string, unknown>]>([
    ['make it a line by month', { mark: 'line', x: byMonth, stack: null }],
    ['top 5, horizontal', { top: 5, horizontal: true }],
    ['use average', { y: { field: 'amount', aggregate: 'mean' }, stack: 'group' }],
    ['without colour', { series: null, stack: null }],
    ['no colors please', { series: null, stack: null }],
    ['sort by name', { sort: { by: 'x', order: 'ascending' } }],
    ['sort by amount from low to high', { sort: { by: 'y', order: 'ascending' } }],
    ['largest first', { sort: { by: 'y', order: 'descending' } }],
    ['reverse the order', { sort: { by: 'y', order: 'ascending' } }],
    ['side by side', { stack: 'group' }],
    ['stacked to 100 %', { stack: 'normalize' }],
    ['as a pie', { mark: 'arc', series: null, stack: null }],
    ['by weekday', { x: { field: 'ordered_at', timeUnit: 'day', bins: null } }],
    ['colour by region and by month', { x: byMonth }],
    ['count', { y: { field: null, aggregate: 'count' } }],
    ['Call it “Sales, at last”', { title: 'Sales, at last' }],
    ['swap the axes', { horizontal: true }],
    ['show only the bottom three', { top: 3, bottom: true }],
    ['a heat map', { mark: 'rect', stack: null }],
  ])('“%s” changes that and nothing else', (words, expected) => {
    expect(changes(words)).toEqual(expected)
  })

  it('can be made of what was adjusted before', () => {
    const line = adjustIntent('line by month', intent, typed)
    const again = adjustIntent('bars, by quarter', line, typed)
    expect(again).toMatchObject({
      mark: 'bar',
      x: { timeUnit: 'yearquarter' },
      series: intent.series,
      stack: 'zero',
    })
  })

  it.each([
    ['make it purple', ['purple']],
    ['top 5 and use the flux capacitor', ['flux capacitor']],
    ['sort by name, then bake it', ['bake']],
  ])('refuses “%s” with the words that it does not know', (words, unknown) => {
    expect.assertions(2)
    try {
      adjustIntent(words, intent, typed)
    } catch (error) {
      expect(error).toBeInstanceOf(UnclearPromptError)
      expect((error as UnclearPromptError).unrecognized).toEqual(unknown)
    }
  })

  it('refuses words that ask for nothing', () => {
    expect(() => adjustIntent('  ', intent, typed)).toThrow(UnclearPromptError)
    expect(() => adjustIntent('please make it so', intent, typed)).toThrow(UnclearPromptError)
  })

  it('says why a chart cannot be as it is asked for', () => {
    const losses = charted('profit by region', [
      { region: 'North', profit: 5 },
      { region: 'South', profit: -3 },
    ])
    expect(() => adjustIntent('make it a pie', losses.design.intent, losses.typed)).toThrow(InvalidInputError)
    expect(() => adjustIntent('make it a pie', losses.design.intent, losses.typed)).toThrow(
      'shares cannot be negative',
    )
    expect(() => adjustIntent('horizontal line', intent, typed)).toThrow('only bars lie or stand')
  })
})
