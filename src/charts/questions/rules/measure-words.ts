import type { QuestionFunction } from '../question-plan.ts'
import { phrases } from './phrases.ts'

export const countOf = phrases(
  'number|numbers of',
  'the number|numbers of',
  'total number of',
  'the total number of',
  'overall number of',
  'count|counts of',
  'the count|counts of',
  'a count of',
  'counts',
  'count',
  'how many',
  'amount of',
  'the amount of',
  'quantity of',
  'frequency of',
  'the frequency of',
  'tally of',
  'volume of',
  'no . of',
  '# of',
  'total count of',
  'how often',
)
export const countAfter = phrases('count', 'counts', 'numbers', 'volume', 'frequency', 'total|totals count')
export const freshly = phrases('new', 'newly registered|created|added|joined|opened|hired|signed', 'fresh')
export const different = phrases('different', 'distinct', 'unique')
export const functions: [QuestionFunction, ReturnType<typeof phrases>][] = [
  [
    'SUM',
    phrases(
      'total',
      'totals of',
      'the total',
      'sum of',
      'the sum of',
      'sum',
      'total of',
      'the total of',
      'overall',
      'combined',
      'summed',
      'aggregate',
      'summed up',
    ),
  ],
  [
    'AVG',
    phrases(
      'average',
      'the average',
      'averages of',
      'avg',
      'mean',
      'the mean',
      'average of',
      'mean of',
      'the average of',
      'the mean of',
      'typical',
    ),
  ],
  ['MEDIAN', phrases('median', 'the median', 'median of', 'the median of')],
  [
    'MAX',
    phrases(
      'maximum',
      'the maximum',
      'max',
      'highest',
      'the highest',
      'largest',
      'the largest',
      'biggest',
      'greatest',
      'the biggest',
      'peak',
      'maximal',
      'maximum of',
      'longest',
      'the longest',
    ),
  ],
  [
    'MIN',
    phrases(
      'minimum',
      'the minimum',
      'min',
      'lowest',
      'the lowest',
      'smallest',
      'the smallest',
      'least',
      'minimal',
      'minimum of',
      'shortest',
      'the shortest',
    ),
  ],
]
export const ofRows = phrases(
  'of',
  'of the',
  'for',
  'of all',
  'for all',
  'for the',
  'in',
  'on',
  'of their',
  'from',
  'across',
  'across all',
  'among',
  'between',
)
export const worthWords = phrases('value of', 'the value of', 'values of', 'amount of', 'the amount of')
export const valueWords = phrases(
  'value',
  'values',
  'amount',
  'amounts',
  'total',
  'totals',
  'worth',
  'sum',
  'sums',
)
export const piecesSold = phrases(
  'quantity|quantities sold|ordered|purchased|bought|shipped',
  'units|copies|items|pieces sold|ordered|purchased|bought|shipped',
  'sold|ordered quantity|quantities|units|copies|items',
  'units|copies|pieces were|are sold|ordered|bought',
  'sales quantity',
  'sales in units|pieces',
)
export const money = phrases('revenue', 'sales', 'turnover', 'income', 'earnings')

/** "maximum and minimum". */
export const and = phrases('and', '&', ',', ', and')
export const per = phrases('per', 'for each', 'of each', 'for every', 'of a', 'for a', 'a')
