import { describe, expect, it } from 'vitest'
import { wordsOfAlternative } from '../../../src/dashboard/charts/message/alternative-words.ts'

const spec = {
  data: { values: [{ sex: 'f', mean_height_cm: 170 }] },
  encoding: {
    x: { field: 'sex', title: 'Sex' },
    y: { field: 'mean_height_cm', title: 'Average height (cm)' },
  },
}

describe('the words that make an alternative', () => {
  it('name its kind and what it is of', () => {
    expect(wordsOfAlternative({ mark: 'bar', title: 'Average height by sex', spec })).toBe(
      'make it bars, average height by sex',
    )
    expect(wordsOfAlternative({ mark: 'boxplot', title: 'Distribution of height by sex', spec })).toBe(
      'make it a box plot, height by sex',
    )
  })

  it('name its kind alone where its title says more than its columns, or is not known to be plain', () => {
    for (const title of [
      'Heights of our people by sex',
      'Average height by sex "><b>',
      'Average height: by sex',
    ])
      expect(wordsOfAlternative({ mark: 'arc', title, spec })).toBe('make it a pie chart')
    expect(wordsOfAlternative({ mark: 'arc', title: 'Average height by sex', spec: null })).toBe(
      'make it a pie chart',
    )
  })

  it('are none for a kind that nobody knows', () => {
    expect(wordsOfAlternative({ mark: 'sankey', title: 'Height', spec })).toBeNull()
  })
})
