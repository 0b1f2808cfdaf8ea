import { describe, expect, it } from 'vitest'
import { type Amount, amountAt } from '../../../../src/filtered/rules/text/numbers.ts'
import { tokenize } from '../../../../src/filtered/rules/text/tokens.ts'

function read(text: string): Amount | undefined {
  const tokens = tokenize(text)
  return amountAt(tokens, 0)
    .filter(({ end }) => end === tokens.length)
    .sort((a, b) => a.cost - b.cost)[0]?.value
}

describe('how a number compares', () => {
  it.each([
    ['3+', 'GE', [3]],
    ['3 or more', 'GE', [3]],
    ['at least 3', 'GE', [3]],
    ['no fewer than three', 'GE', [3]],
    ['more than 10', 'GT', [10]],
    ['under 50', 'LT', [50]],
    ['at most a dozen', 'LE', [12]],
    ['5 or less', 'LE', [5]],
    ['exactly 12', 'EQ', [12]],
    ['only one', 'EQ', [1]],
    ['between 5 and 10', 'BETWEEN', [5, 10]],
    ['5-10', 'BETWEEN', [5, 10]],
    ['7', 'EQ', [7]],
  ])('reads “%s” as %s %j', (text, operator, values) =>
    expect(read(text)).toMatchObject({ operator, values }),
  )
})

describe('how numbers are written', () => {
  it.each([
    ['1.5k', 1500, null],
    ['$1,000', 1000, 'money'],
    ['20 dollars', 20, 'money'],
    ['2 million', 2_000_000, null],
    ['3 hours', 3, 'time'],
    ['an hour', 1, 'time'],
    ['half a ton', 0.5, 'mass'],
    ['200 mg', 200, 'mass'],
    ['40 square kilometers', 40, 'area'],
    ['10%', 10, 'percent'],
  ])('reads “%s”', (text, value, unit) => {
    const amount = read(text)
    expect(amount?.values).toEqual([value])
    expect(amount?.unit?.kind ?? null).toBe(unit)
  })
})
