import { describe, expect, it } from 'vitest'
import { wrongsOf } from './judge.ts'
import { sets } from './sets.ts'

describe.each(Object.entries(sets))('the rules draw what a careful person would (%s set)', (_, items) => {
  it.each(items.filter(({ unmet }) => !unmet))('$style: “$question”', (item) => {
    expect(wrongsOf(item)).toEqual([])
  })
})

// Each tells when it comes right: then it belongs to those above.
describe('the rules do not yet draw', () => {
  it.fails.each(Object.values(sets).flatMap((items) => items.filter(({ unmet }) => unmet)))(
    '“$question”: $unmet',
    (item) => {
      expect(wrongsOf(item)).toEqual([])
    },
  )
})
