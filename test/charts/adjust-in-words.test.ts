import { describe, expect, it } from 'vitest'
import { adjustIntent } from '../../src/charts/adjust/adjust.ts'
import { specify } from '../../src/charts/specification/specify.ts'
import { InvalidInputError, UnclearPromptError } from '../../src/platform/errors.ts'
import { charted, numbers, orders } from './charted.ts'

const random = numbers()
const people = Array.from({ length: 60 }, (_, at) => ({
  height: 150 + 40 * random(),
  weight: 50 + 50 * random(),
  age: 18 + Math.floor(60 * random()),
  team: ['Red', 'Blue', 'Gold'][at % 3],
}))

const bases = {
  'stacked bars': charted('total amount by product and region', orders),
  bars: charted('bar chart of the total amount by region', orders),
  'a line': charted('total amount by month', orders),
  'a pie': charted('pie of the total amount by product', orders),
  points: charted('correlation of height and weight', people),
  'a histogram': charted('histogram of the weight', people),
}
type Base = keyof typeof bases

/** What of the intent is different afterwards. */
function changes(base: Base, words: string): Record<string, unknown> {
  const { typed, design } = bases[base]
  const adjusted = adjustIntent(words, design.intent, typed)
  specify(adjusted, typed)
  return Object.fromEntries(
    Object.entries(adjusted).filter(
      ([key, value]) =>
        JSON.stringify(value) !== JSON.stringify(design.intent[key as keyof typeof design.intent]),
    ),
  )
}

const by = (timeUnit: string | null, field = 'ordered_at') => ({ field, timeUnit, bins: null })
const measured = (aggregate: string, field: string | null = 'amount') => ({ field, aggregate })
const sorted = (axis: string, order: string) => ({ by: axis, order })
const plain = (field: string) => by(null, field)

const wishes: [Base, string, Record<string, unknown>][] = [
  // kinds of charts
  ['bars', 'make it a line by month', { mark: 'line', x: by('yearmonth') }],
  ['bars', 'as a donut', { mark: 'arc' }],
  ['bars', "I'd rather have a pie", { mark: 'arc' }],
  ['a line', 'back to bars', { mark: 'bar' }],
  ['a line', 'Could you show this with bars instead of a line?', { mark: 'bar' }],
  ['a line', 'area chart please', { mark: 'area' }],
  ['a pie', 'bars would be better', { mark: 'bar' }],
  ['stacked bars', 'change it to a heatmap', { mark: 'rect', stack: null }],
  ['stacked bars', 'lines, one per region, by month', { mark: 'line', x: by('yearmonth'), stack: null }],
  ['a line', 'stacked area by region', { mark: 'area', series: 'region', stack: 'zero' }],
  ['points', 'box plot of weight by team', { mark: 'boxplot', x: plain('team') }],
  ['bars', 'just one big number', { mark: 'text', x: null }],
  ['bars', 'draw columns', { horizontal: false }],
  // directions and axes
  ['bars', 'horizontal', { horizontal: true }],
  ['bars', 'turn it sideways', { horizontal: true }],
  ['bars', 'lay the bars on their side', { horizontal: true }],
  ['bars', 'flip the axes', { horizontal: true }],
  ['points', 'flip the axes', { x: plain('weight'), y: measured('none', 'height') }],
  ['points', 'swap x and y', { x: plain('weight'), y: measured('none', 'height') }],
  ['points', 'put age on the x axis', { x: plain('age') }],
  ['stacked bars', 'swap product and region', { x: plain('region'), series: 'product' }],
  ['stacked bars', 'region on x, product as colour', { x: plain('region'), series: 'product' }],
  // what it is by
  ['a line', 'by quarter instead', { x: by('yearquarter') }],
  ['a line', 'per year', { x: by('year') }],
  ['a line', 'weekly', { x: by('yearweek') }],
  ['a line', 'by day of the week', { x: by('day') }],
  ['a line', 'by month of the year', { x: by('month') }],
  ['a line', 'no, by product', { x: plain('product') }],
  ['bars', 'over time', { x: by('yearmonth') }],
  ['bars', 'by product instead of region', { x: plain('product') }],
  ['bars', 'use product rather than region', { x: plain('product') }],
  ['bars', 'by product and region', { x: plain('product'), series: 'region', stack: 'zero' }],
  ['bars', 'replace region with product', { x: plain('product') }],
  // what it is split by
  ['bars', 'split by product', { series: 'product', stack: 'zero' }],
  ['bars', 'break it down by product', { series: 'product', stack: 'zero' }],
  ['a line', 'one line per region', { series: 'region' }],
  ['a line', 'separate lines for each region', { series: 'region' }],
  ['points', 'colour by team', { series: 'team' }],
  ['points', 'Color the points by team, please.', { series: 'team' }],
  [
    'stacked bars',
    'colour by product instead of region, by month',
    { x: by('yearmonth'), series: 'product' },
  ],
  ['stacked bars', 'without colour', { series: null, stack: null }],
  ['stacked bars', 'do not split it', { series: null, stack: null }],
  ['stacked bars', 'drop the region', { series: null, stack: null }],
  ['stacked bars', 'remove region', { series: null, stack: null }],
  // stacking
  ['stacked bars', 'bars side by side', { stack: 'group' }],
  ['stacked bars', 'next to each other', { stack: 'group' }],
  ['stacked bars', "don't stack them", { stack: 'group' }],
  ['stacked bars', 'show percentages', { stack: 'normalize' }],
  ['stacked bars', 'in percent', { stack: 'normalize' }],
  ['stacked bars', 'stack them to 100%', { stack: 'normalize' }],
  // what it measures
  ['bars', 'use average', { y: measured('mean') }],
  ['bars', 'average instead of sum', { y: measured('mean') }],
  ['bars', 'take the median', { y: measured('median') }],
  ['bars', 'highest amount', { y: measured('max') }],
  ['bars', 'show me the smallest amount per region', { y: measured('min') }],
  ['bars', 'count the rows', { y: measured('count', null) }],
  ['bars', 'number of rows instead', { y: measured('count', null) }],
  ['bars', 'how many?', { y: measured('count', null) }],
  ['points', 'age instead of weight', { y: measured('none', 'age') }],
  ['points', 'show age on the y axis', { y: measured('none', 'age') }],
  ['points', 'size by age', { size: 'age' }],
  ['a histogram', '20 bins', { x: { field: 'weight', timeUnit: null, bins: 20 } }],
  ['a histogram', 'use five intervals', { x: { field: 'weight', timeUnit: null, bins: 5 } }],
  // order
  ['bars', 'sort by name', { sort: sorted('x', 'ascending') }],
  ['bars', 'alphabetically', { sort: sorted('x', 'ascending') }],
  ['bars', 'from lowest to highest', { sort: sorted('y', 'ascending') }],
  ['bars', 'smallest first', { sort: sorted('y', 'ascending') }],
  ['bars', 'order by amount', { sort: sorted('y', 'descending') }],
  ['bars', 'biggest on top, horizontal', { sort: sorted('y', 'descending'), horizontal: true }],
  ['bars', 'z to a', { sort: sorted('x', 'descending') }],
  ['bars', 'sort by region, descending', { sort: sorted('x', 'descending') }],
  ['a line', 'newest first', { sort: sorted('x', 'descending') }],
  ['a pie', 'sort the slices by name', { sort: sorted('x', 'ascending') }],
  ['a pie', "don't sort", { sort: null }],
  // how many
  ['stacked bars', 'top 5, horizontal', { top: 5, horizontal: true }],
  ['stacked bars', 'only the three biggest', { top: 3 }],
  ['stacked bars', 'limit to 4 bars', { top: 4 }],
  ['stacked bars', 'only the last ten', { top: 10, bottom: true }],
  ['stacked bars', 'the 4 smallest only', { top: 4, bottom: true }],
  ['stacked bars', 'top 3 and the rest as other', { top: 3, other: true }],
  ['a pie', 'only the 3 biggest slices', { top: 3 }],
  ['a pie', 'top 4, hide the others', { top: 4, other: false }],
  ['a pie', 'hide the others', { other: false }],
  // titles
  ['bars', 'title it Revenue', { title: 'Revenue' }],
  ['bars', 'call it Revenue by region', { title: 'Revenue by region' }],
  ['bars', 'change the title to “What we sold, and where”', { title: 'What we sold, and where' }],
  ['bars', 'rename it to Sales and make it horizontal', { title: 'Sales', horizontal: true }],
  // several at once, politely, and with slips
  [
    'stacked bars',
    'Thanks! Now please only the top 5, sorted from low to high, and without the colours.',
    { top: 5, sort: sorted('y', 'ascending'), series: null, stack: null },
  ],
  [
    'bars',
    'line chart by month, split by region, average',
    { mark: 'line', x: by('yearmonth'), series: 'region', y: measured('mean') },
  ],
  ['bars', 'horizntal bars, acsending', { horizontal: true, sort: sorted('y', 'ascending') }],
]

const unclear: [Base, string, string[]][] = [
  ['bars', 'make it purple', ['purple']],
  ['bars', 'log scale', ['log scale']],
  ['bars', 'as a table', ['table']],
  ['bars', 'exclude North', ['exclude North']],
  ['bars', 'only 2023', ['2023']],
  ['bars', 'number of customers', ['customers']],
  ['points', 'add a trend line', ['add a trend line']],
  ['bars', 'by warehouse', ['warehouse']],
  ['bars', 'top 5 in Spain', ['Spain']],
  ['bars', 'make it nicer', ['nicer']],
  ['a line', 'smooth it', ['smooth']],
  ['bars', 'one chart per product', ['one chart per product']],
]

const impossible: [Base, string, string][] = [
  ['bars', 'show percentages', 'shares'],
  ['a line', 'top 5', 'top'],
  ['points', 'stack them', 'stack'],
  ['bars', '10 bins', 'intervals'],
  ['a line', 'horizontal', 'only bars'],
]

describe('what people say of a chart that they see', () => {
  it.each(wishes)('%s, “%s”: that changes and nothing else', (base, words, expected) => {
    expect(changes(base, words)).toEqual(expected)
  })

  it.each(unclear)('%s, “%s” is refused, naming what was not understood', (base, words, expected) => {
    expect.assertions(2)
    try {
      changes(base, words)
    } catch (error) {
      expect(error).toBeInstanceOf(UnclearPromptError)
      expect((error as UnclearPromptError).unrecognized).toEqual(expected)
    }
  })

  it.each(impossible)(
    '%s, “%s” is refused with the reason why no such chart can be drawn',
    (base, words, reason) => {
      expect(() => changes(base, words)).toThrow(InvalidInputError)
      expect(() => changes(base, words)).toThrow(reason)
    },
  )
})
