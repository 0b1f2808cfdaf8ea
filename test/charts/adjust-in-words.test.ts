import { describe, expect, it } from 'vitest'
import { adjustIntent } from '../../src/charts/adjust/adjust.ts'
import { specify } from '../../src/charts/specification/specify.ts'
import { InvalidInputError, UnclearPromptError } from '../../src/platform/errors.ts'
import { charted, numbers, orders } from './charted.ts'
import { among, date, moment, pick, real, table, whole } from './choice/rows.ts'

const random = numbers()
const people = Array.from({ length: 60 }, (_, at) => ({
  height: 150 + 40 * random(),
  weight: 50 + 50 * random(),
  age: 18 + Math.floor(60 * random()),
  team: ['Red', 'Blue', 'Gold'][at % 3],
}))

const staff = table(150, {
  hire_dt: date('2015-01-01', '2023-12-31'),
  dept_nm: among('Sales', 'Legal', 'IT', 'HR', 'Ops', 'R&D'),
  emp_sal: whole(30_000, 120_000),
  gender: among('f', 'm'),
  age: whole(20, 65),
  bonus_pct: real(0, 20, 1),
})

const rides = table(160, {
  startedAt: moment('2022-01-01', '2023-12-31'),
  city: among('Bonn', 'Kiel', 'Ulm', 'Jena', 'Trier'),
  vehicle: among('bike', 'scooter', 'car'),
  fare: real(2, 60),
  distanceKm: real(0.5, 40),
  rating: whole(1, 5),
})

const bases = {
  'stacked bars': charted('total amount by product and region', orders),
  bars: charted('bar chart of the total amount by region', orders),
  'a line': charted('total amount by month', orders),
  'a pie': charted('pie of the total amount by product', orders),
  points: charted('correlation of height and weight', people),
  'a histogram': charted('histogram of the weight', people),
  pay: charted('average salary by department as bars', staff),
  'pay by gender': charted('average salary by department and gender', staff),
  hires: charted('number of hires per year, line', pick(staff, 'hire_dt', 'dept_nm', 'gender')),
  'ages and pay': charted('scatter of age and salary', staff),
  fares: charted('average fare by city as bars', rides),
  rides: charted('number of rides by city and vehicle', pick(rides, 'startedAt', 'city', 'vehicle', 'fare')),
  'fares over time': charted('total fare by month', rides),
  'fares and distances': charted('correlation between distance and fare', rides),
  'a pie of rides': charted('share of rides by vehicle', pick(rides, 'vehicle')),
  'a pie of people': charted('share of employees by department, pie', pick(staff, 'dept_nm', 'gender')),
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
const paid = (aggregate: string, field: string | null = 'emp_sal') => ({ field, aggregate })
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

  // of another table, whose columns have short names
  ['pay', 'Can we see the median instead of the mean?', { y: paid('median') }],
  ['pay', 'put the bars in descending order of salary', { sort: sorted('y', 'descending') }],
  ['pay', 'list the departments alphabetically', { sort: sorted('x', 'ascending') }],
  ['pay', 'by gender', { x: plain('gender') }],
  ['pay', 'split each bar by gender', { series: 'gender', stack: 'group' }],
  ['pay', 'coloured by gender', { series: 'gender', stack: 'group' }],
  ['pay', 'with gender as colour', { series: 'gender', stack: 'group' }],
  ['pay', 'show age instead', { y: paid('mean', 'age') }],
  ['pay', 'max instead of average please', { y: paid('max') }],
  ['pay', 'total bonus', { y: paid('sum', 'bonus_pct') }],
  ['pay', 'as a vertical bar chart', { horizontal: false }],
  ['pay', 'make the bars lie down', { horizontal: true }],
  ['pay', 'only top three departments', { top: 3 }],
  ['pay', 'show the 2 lowest', { top: 2, bottom: true }],
  ['pay', 'lowest at the top', { sort: sorted('y', 'ascending') }],
  ['pay', 'boxplot', { mark: 'boxplot', y: paid('none') }],
  ['pay', 'line over time', { mark: 'line', x: by('year', 'hire_dt') }],
  ['pay', 'hire date by quarter as a line', { mark: 'line', x: by('yearquarter', 'hire_dt') }],
  ['pay', 'ascending', { sort: sorted('y', 'ascending') }],
  ['pay', 'heading: Pay by department', { title: 'Pay by department' }],
  ['pay', 'give it the title "Pay"', { title: 'Pay' }],
  ['pay by gender', 'stack the bars', { stack: 'zero' }],
  ['pay by gender', 'stack them instead of side by side', { stack: 'zero' }],
  ['pay by gender', '100 % stacked', { stack: 'normalize' }],
  [
    'pay by gender',
    'gender on the x axis and department as the colour',
    { x: plain('gender'), series: 'dept_nm' },
  ],
  ['pay by gender', 'swap x and colour', { x: plain('gender'), series: 'dept_nm' }],
  ['pay by gender', 'get rid of the gender', { series: null, stack: null }],
  ['pay by gender', 'no split by gender', { series: null, stack: null }],
  ['pay by gender', 'only one colour', { series: null, stack: null }],
  ['pay by gender', 'heat map please', { mark: 'rect', stack: null }],
  ['hires', 'as bars per quarter', { mark: 'bar', x: by('yearquarter', 'hire_dt'), stack: 'zero' }],
  ['hires', 'one line for each gender', { series: 'gender' }],
  ['hires', 'monthly, coloured by department', { x: by('yearmonth', 'hire_dt') }],
  ['hires', 'by weekday as bars', { mark: 'bar', x: by('day', 'hire_dt'), stack: 'zero' }],
  ['hires', 'latest first', { sort: sorted('x', 'descending') }],
  ['hires', 'make it a stacked area split by gender', { mark: 'area', series: 'gender', stack: 'zero' }],
  ['ages and pay', 'color by department', { series: 'dept_nm' }],
  ['ages and pay', 'y: bonus', { y: paid('none', 'bonus_pct') }],
  ['ages and pay', 'bonus vs age', { y: paid('none', 'bonus_pct') }],
  ['ages and pay', 'bubble size by bonus', { size: 'bonus_pct' }],
  [
    'ages and pay',
    'average salary per department as bars',
    { mark: 'bar', x: plain('dept_nm'), y: paid('mean') },
  ],
  ['a pie of people', 'limit it to the 4 biggest', { top: 4 }],
  ['a pie of people', 'horizontal bars, largest first', { mark: 'bar', horizontal: true }],
  ['a pie of people', 'make it a doughnut chart by gender', { x: plain('gender') }],

  // of a third table
  [
    'fares',
    'turn this into a horizontal bar chart, largest first',
    { horizontal: true, sort: sorted('y', 'descending') },
  ],
  ['fares', 'use totals', { y: measured('sum', 'fare') }],
  ['fares', 'total instead of average', { y: measured('sum', 'fare') }],
  ['fares', 'what about the distance?', { y: measured('mean', 'distanceKm') }],
  ['fares', 'distance rather than fare', { y: measured('mean', 'distanceKm') }],
  ['fares', 'per vehicle', { x: plain('vehicle') }],
  ['fares', 'group by vehicle too', { series: 'vehicle', stack: 'group' }],
  ['fares', 'add vehicle as colour', { series: 'vehicle', stack: 'group' }],
  ['fares', 'order the cities from A to Z', { sort: sorted('x', 'ascending') }],
  ['fares', 'sort by fare ascending', { sort: sorted('y', 'ascending') }],
  ['fares', 'show only 3 cities', { top: 3 }],
  ['fares', 'top ten', { top: 10 }],
  ['fares', 'the three cheapest cities', { top: 3, bottom: true }],
  ['fares', 'as a monthly line', { mark: 'line', x: by('yearmonth', 'startedAt') }],
  ['fares', 'by hour of the day', { x: by('hours', 'startedAt') }],
  ['fares', 'change title to Fares', { title: 'Fares' }],
  ['fares', 'headline "How much a ride costs"', { title: 'How much a ride costs' }],
  ['rides', 'grouped bars please', { stack: 'group' }],
  ['rides', 'make it 100 percent stacked', { stack: 'normalize' }],
  ['rides', 'as share of the total', { stack: 'normalize' }],
  ['rides', 'show average fare', { y: measured('mean', 'fare'), stack: 'group' }],
  ['rides', 'exchange city and vehicle', { x: plain('vehicle'), series: 'city' }],
  ['rides', 'vehicle on the x-axis, city as the colour', { x: plain('vehicle'), series: 'city' }],
  ['rides', 'just by city, no vehicle', { series: null, stack: null }],
  ['rides', 'no breakdown', { series: null, stack: null }],
  ['rides', 'over time as lines', { mark: 'line', x: by('yearmonth', 'startedAt'), stack: null }],
  ['rides', 'reverse order', { sort: sorted('y', 'ascending') }],
  ['fares over time', 'by week please', { x: by('yearweek', 'startedAt') }],
  ['fares over time', 'years instead of months', { x: by('year', 'startedAt') }],
  ['fares over time', 'daily average', { x: by('yearmonthdate', 'startedAt'), y: measured('mean', 'fare') }],
  ['fares over time', 'compare the cities', { series: 'city' }],
  ['fares over time', 'split into one line per vehicle', { series: 'vehicle' }],
  ['fares over time', 'stack it by vehicle as an area', { mark: 'area', series: 'vehicle', stack: 'zero' }],
  ['fares over time', 'columns instead', { mark: 'bar', horizontal: false }],
  ['fares over time', 'group by city', { series: 'city' }],
  ['fares over time', 'in descending order', { sort: sorted('x', 'descending') }],
  ['fares and distances', 'colour the dots by city', { series: 'city' }],
  ['fares and distances', 'switch the axes', { x: plain('fare'), y: measured('none', 'distanceKm') }],
  ['fares and distances', 'size of the points by rating', { size: 'rating' }],
  ['fares and distances', 'fare per city as box plots', { mark: 'boxplot', x: plain('city') }],
  ['a pie of rides', 'make it bars', { mark: 'bar' }],
  ['a pie of rides', 'ring chart', {}],
  ['a pie of rides', 'smallest slice first', { sort: sorted('y', 'ascending') }],
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
  ['pay', 'how many people?', ['people']],
  ['pay', 'a box plot would be more telling', ['more telling']],
  ['pay', 'without Legal', ['without Legal']],
  ['pay', 'use a different font', ['font']],
  ['pay', 'show the numbers on the bars', ['numbers']],
  ['hires', 'which weekday?', ['which']],
  ['fares', 'make the bars green', ['green']],
  ['fares', 'add data labels', ['labels']],
  ['fares', 'only Bonn and Kiel', ['Bonn and Kiel']],
  ['fares', 'convert euros to dollars', ['euros to dollars']],
  ['fares and distances', 'no trend line', ['no trend line']],
  ['a pie of rides', 'split by city', ['city']],
]

const impossible: [Base, string, string][] = [
  ['bars', 'show percentages', 'shares'],
  ['a line', 'top 5', 'top'],
  ['points', 'stack them', 'stack'],
  ['bars', '10 bins', 'intervals'],
  ['a line', 'horizontal', 'only bars'],
  ['a pie of rides', 'horizontal', 'only bars'],
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
