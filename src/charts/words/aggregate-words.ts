import type { Aggregate } from '../intent.ts'
import { mentionPattern } from './mentions.ts'
import type { Reading } from './reading.ts'
import { letter } from './word.ts'

export type AggregateCue = { aggregate: Exclude<Aggregate, 'none'>; column: number | null }

const words: readonly [string, AggregateCue['aggregate']][] = [
  [
    '(?:total|overall) (?:number|count)|numbers? of|how many|counts?|counted|counting|frequenc(?:y|ies)|tally|quantity of|volume of|occurrences?|head-?counts?',
    'count',
  ],
  ['averages?|avg|means?|mean value|on average|usual(?:ly)?|typical(?:ly)?|normally', 'mean'],
  ['medians?', 'median'],
  ['max(?:imum|imal|imums)?|highest|largest|greatest|peak|longest|tallest|heaviest|oldest|priciest', 'max'],
  ['min(?:imum|imal|imums)?|lowest|smallest|least|shortest|lightest|youngest|cheapest', 'min'],
  ['sums?|totals?|cumulative|sum up|overall|altogether|all together|combined|all told|added up', 'sum'],
]

/** The words for aggregates in their order, each with the column that it stands before. Words are taken. */
export function takeAggregates(reading: Reading): AggregateCue[] {
  const found: (AggregateCue & { at: number })[] = []
  for (const [source, aggregate] of words) {
    const pattern = new RegExp(
      `(?<![${letter}§])(?:${source})(?![${letter}§])(?=(?:\\s+(?:value|amount)s?)?(?:\\s+of)?(?:\\s+the)?\\s*\\(?(?:${mentionPattern})?)`,
      'gi',
    )
    reading.text = reading.text.replace(
      pattern,
      (matched: string, column: string | undefined, at: number) => {
        found.push({ aggregate, column: column === undefined ? null : Number(column), at })
        return ' '.repeat(matched.length)
      },
    )
  }
  return found.sort((a, b) => a.at - b.at).map(({ aggregate, column }) => ({ aggregate, column }))
}
