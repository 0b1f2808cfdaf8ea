import type { ComparisonOperator, Condition } from '../../../plan.ts'
import type { StructureColumn, StructureTable } from '../../../structure.ts'
import { isDate, mainDates } from '../../source/dates.ts'
import { columnsOfDimension, worthOf } from '../../source/measures.ts'
import { nameWords } from '../../source/names.ts'
import { instantText, shift } from '../../text/calendar.ts'
import { stem } from '../../text/inflection.ts'
import { type Amount, amountAt } from '../../text/numbers.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { timeUnitOf } from '../../text/units.ts'
import { compare } from '../conditions.ts'
import { type Context, type Part, type Rule, says } from '../context.ts'
import { isMoney } from '../units.ts'
import { measured, saidOf, valuesOf } from './columns.ts'

const comparatives: [phrase: ReturnType<typeof phrases>, dimension: string, operator: ComparisonOperator][] =
  [
    [
      phrases(
        'cheaper than',
        'less expensive than',
        'less costly than',
        'priced below|under',
        'costing under|below',
      ),
      'price',
      'LT',
    ],
    [
      phrases(
        'more expensive than',
        'pricier than',
        'dearer than',
        'costlier than',
        'more costly than',
        'priced above|over',
      ),
      'price',
      'GT',
    ],
    [phrases('longer than', 'lengthier than'), 'length', 'GT'],
    [phrases('shorter than', 'briefer than'), 'length', 'LT'],
    [phrases('heavier than', 'weighing over'), 'weight', 'GT'],
    [phrases('lighter than'), 'weight', 'LT'],
    [phrases('taller than', 'higher than'), 'height', 'GT'],
    [phrases('farther|further than', 'farther|further away than'), 'distance', 'GT'],
    [phrases('closer|nearer than'), 'distance', 'LT'],
    [phrases('deeper than'), 'distance', 'GT'],
    [phrases('larger than', 'bigger than', 'greater than'), 'size', 'GT'],
    [phrases('smaller than'), 'size', 'LT'],
    [phrases('wider than'), 'width', 'GT'],
    [phrases('narrower than'), 'width', 'LT'],
    [phrases('faster than'), 'speed', 'GT'],
    [phrases('slower than'), 'speed', 'LT'],
    [phrases('better than', 'rated above|over|higher than'), 'rating', 'GT'],
    [phrases('worse than', 'rated below|under|lower than'), 'rating', 'LT'],
  ]
const noMoreThan: [phrase: ReturnType<typeof phrases>, dimension: string, operator: ComparisonOperator][] = [
  [phrases('no longer than', 'not longer than'), 'length', 'LE'],
  [phrases('no|not shorter than'), 'length', 'GE'],
  [phrases('no|not cheaper than'), 'price', 'GE'],
  [phrases('no|not more expensive than'), 'price', 'LE'],
]
const trailing: [phrase: ReturnType<typeof phrases>, dimension: string][] = [
  [
    phrases(
      'long',
      'in length',
      'in duration',
      'of length',
      'of running time',
      'in runtime',
      'of runtime',
      'of playing time',
    ),
    'length',
  ],
  [phrases('tall', 'high', 'in height'), 'height'],
  [phrases('away', 'in distance', 'far'), 'distance'],
  [phrases('heavy', 'in weight'), 'weight'],
  [phrases('wide', 'in width'), 'width'],
  [phrases('in size', 'large', 'big'), 'size'],
  [phrases('in price', 'each'), 'price'],
  [phrases('in value', 'in amount'), 'worth'],
]
const verbs: [phrase: ReturnType<typeof phrases>, dimension: string][] = [
  [
    phrases(
      'priced',
      'costing',
      'cost',
      'costs',
      'that cost',
      'selling for',
      'sold for',
      'sold at',
      'priced at',
      'going for',
      'retailing for|at',
      'listed at',
      'with a price',
      'cost us',
    ),
    'price',
  ],
  [
    phrases(
      'lasting',
      'last',
      'lasts',
      'running',
      'run',
      'running for',
      'lasting for',
      'that last',
      'that run',
      'lasted',
      'taking',
      'took',
      'take',
      'running to',
    ),
    'length',
  ],
  [phrases('weighing', 'weigh', 'weighs', 'weighed'), 'weight'],
  [
    phrases(
      'earning',
      'earn',
      'earns',
      'making',
      'make',
      'makes',
      'paid',
      'who are paid',
      'getting paid',
      'earned',
    ),
    'salary',
  ],
  [
    phrases('rated', 'scoring', 'scored', 'score', 'rated at', 'rated with', 'with a rating', 'with a score'),
    'rating',
  ],
  [
    phrases(
      'worth',
      'valued at',
      'amounting to',
      'totalling|totaling',
      'of',
      'for',
      'with a value of',
      'totalled|totaled',
      'to the value of',
      'in the amount of',
      'with a total of',
      'with an amount of',
      'with a sum of',
      'that total|totals',
      'total',
      'totals',
      'amount to',
    ),
    'worth',
  ],
]
const older: [phrase: ReturnType<typeof phrases>, operator: ComparisonOperator][] = [
  [
    phrases('older than', 'over the age of', 'aged over', 'aged above', 'above the age of', 'aged more than'),
    'GT',
  ],
  [
    phrases(
      'younger than',
      'under the age of',
      'newer than',
      'aged under',
      'below the age of',
      'aged below',
      'aged less than',
    ),
    'LT',
  ],
]
const ofAge = phrases('aged', 'at the age of', 'of age', 'ages', 'between the ages of')
const yearsOld = phrases('years old', 'years of age', 'old', 'years')
const preposition = phrases('with', 'of', 'for', 'worth', 'at', 'in', 'having', 'have', 'has', 'had')

/** "cheaper than 9.50", "between 60 and 90 minutes long", "priced between 10 and 20 dollars", "under $20", "older than 30". */
export const comparisons: Rule = (context, table, at) => [
  ...byAdjective(context, table, at),
  ...byVerb(context, table, at),
  ...numberFirst(context, table, at),
  ...bareMoney(context, table, at),
  ...byAge(context, table, at),
  ...verbOfColumn(context, table, at),
]

/** A dimension's columns; of equal ones each is a reading of its own. */
const dimension = (
  table: StructureTable,
  name: string,
  amount?: Amount,
): { column: StructureColumn; cost: number }[] =>
  // What is so many kilometers long is a way.
  name === 'length' && amount?.unit?.kind === 'length'
    ? columnsOfDimension(table, 'distance').map((column) => ({ column, cost: 0 }))
    : name === 'worth'
      ? worthOf(table)
          .filter(({ times }) => times === null)
          .flatMap((one) =>
            table.columns
              .filter((column) => column.name === one.column)
              .map((column) => ({ column, cost: one.cost })),
          )
      : columnsOfDimension(table, name).map((column) => ({ column, cost: 0 }))

function byAdjective(context: Context, table: StructureTable, at: number): Reading<Part>[] {
  return [...comparatives, ...noMoreThan].flatMap(([phrase, name, operator]) =>
    phrase(context.tokens, at).flatMap((start) =>
      amountAt(context.tokens, start)
        .filter(({ value }) => !value.stated)
        .flatMap((amount) =>
          dimension(table, name, amount.value).flatMap(({ column, cost }) =>
            measured(
              context,
              table,
              column,
              reading(amount.end, { ...amount.value, operator }, amount.cost),
            ).map((one) =>
              says(
                amount.value.unit ? one.end : pastNoun(context, table, column, one.end),
                one.value,
                one.cost + cost,
              ),
            ),
          ),
        ),
    ),
  )
}

/** "longer than 500 pages": the noun of what is counted. */
function pastNoun(context: Context, table: StructureTable, column: StructureColumn, at: number): number {
  return (
    context.vocabulary.columnsAt(context.tokens, at, table).find(({ value }) => value === column)?.end ?? at
  )
}

function byVerb(context: Context, table: StructureTable, at: number): Reading<Part>[] {
  return verbs.flatMap(([phrase, name]) =>
    phrase(context.tokens, at).flatMap((start) =>
      amountAt(context.tokens, start).flatMap((amount) => {
        // "of 10" alone is hardly an amount of money.
        const vague =
          /^(of|for)$/.test(context.tokens[at]!.word) &&
          !amount.value.stated &&
          amount.value.unit?.kind !== 'money'
        if (vague) return []
        return dimension(table, name).flatMap(({ column, cost }) =>
          measured(context, table, column, amount).map((one) => says(one.end, one.value, one.cost + cost)),
        )
      }),
    ),
  )
}

/** "less than 10 units in stock", "more than 200 pages", "3 hours long". */
function numberFirst(context: Context, table: StructureTable, at: number): Reading<Part>[] {
  const { tokens } = context
  return [at, ...preposition(tokens, at)].flatMap((start) =>
    amountAt(tokens, start).flatMap((amount) => {
      const cost = start === at ? 0.1 : 0
      const named = context.vocabulary
        .columnsAt(tokens, amount.end, table)
        .filter(({ value }) => value.role === 'NUMBER' && !table.primaryKey?.includes(value.name))
        .flatMap((column) =>
          measured(context, table, column.value, amount).map((one) =>
            says(column.end, one.value, one.cost + column.cost + cost),
          ),
        )
      const described = trailing.flatMap(([phrase, name]) =>
        phrase(tokens, amount.end).flatMap((end) =>
          dimension(table, name).flatMap((of) =>
            measured(context, table, of.column, amount).map((one) =>
              says(end, one.value, one.cost + of.cost + cost),
            ),
          ),
        ),
      )
      // "10 minutes" of what has one duration needs no "long".
      const unit = amount.value.unit
      const implied =
        unit && !['money', 'percent'].includes(unit.kind) && (start > at || amount.value.stated)
          ? ['length', 'weight', 'size', 'distance']
              .filter(
                (name) =>
                  ({ time: 'length', mass: 'weight', bytes: 'size', length: 'distance' })[
                    unit.kind as string
                  ] === name,
              )
              .flatMap((name) =>
                dimension(table, name).flatMap((of) =>
                  measured(context, table, of.column, amount).map((one) =>
                    says(one.end, one.value, one.cost + 0.5),
                  ),
                ),
              )
          : []
      return [...named, ...described, ...implied]
    }),
  )
}

/** "products under $20", "payments over 10": what a row costs, or is worth. */
function bareMoney(context: Context, table: StructureTable, at: number): Reading<Part>[] {
  const { tokens } = context
  return [at, ...preposition(tokens, at)].flatMap((start) =>
    amountAt(tokens, start).flatMap((amount) => {
      const money = amount.value.unit?.kind === 'money'
      if (!amount.value.stated && !money) return []
      if (amount.value.unit && !money) return []
      // A number before a noun counts that.
      if (!money && context.vocabulary.tablesAt(tokens, amount.end).length > 0) return []
      const columns = [
        ...dimension(table, 'worth'),
        ...dimension(table, 'price').map((one) => ({ ...one, cost: one.cost + 0.3 })),
      ]
      const least = Math.min(...columns.map(({ cost }) => cost))
      return columns
        .filter(({ cost }) => cost <= least + 0.05)
        .filter(({ column }) => isMoney(column))
        .flatMap(({ column, cost }) =>
          measured(context, table, column, amount).map((one) =>
            says(one.end, one.value, one.cost + cost + (money ? 0.1 : 0.7)),
          ),
        )
    }),
  )
}

/** Ages: from a column of ages, a date of birth, or when an event was. */
function byAge(context: Context, table: StructureTable, at: number): Reading<Part>[] {
  const { tokens } = context
  const found: Reading<Part>[] = []
  const births = table.columns.filter(
    (column) => isDate(column) && nameWords(column.name).some((word) => stem(word) === 'birth'),
  )
  const add = (amount: Reading<Amount>, end: number) => {
    const { unit, values } = amount.value
    const time = unit?.kind === 'time' ? timeUnitOf(unit.name) : 'YEAR'
    if ((unit && unit.kind !== 'time') || !time || !values.every(Number.isInteger)) return
    if (time === 'YEAR')
      for (const column of columnsOfDimension(table, 'age'))
        found.push(says(end, compare(column.name, amount.value.operator, ...values), amount.cost))
    const dates =
      births.length > 0 && time === 'YEAR'
        ? births
        : unit
          ? mainDates(table)
              .map(({ column }) => column)
              .filter(isDate)
          : []
    for (const column of dates) {
      const where = ago(
        column.name,
        amount.value.operator,
        values.map((value) => dayText(shift(context.asOf, time, -value))),
        values.map((value) => dayText(shift(context.asOf, time, -value - 1))),
      )
      if (where) found.push(says(end, where, amount.cost))
    }
  }
  for (const [phrase, operator] of older)
    for (const start of phrase(tokens, at))
      for (const amount of amountAt(tokens, start))
        if (!amount.value.stated)
          add(reading(amount.end, { ...amount.value, operator }, amount.cost), amount.end)
  for (const start of [...ofAge(tokens, at), at])
    for (const amount of amountAt(tokens, start)) {
      if (start > at) add(amount, amount.end)
      for (const end of yearsOld(tokens, amount.end))
        if (tokens[end - 1]!.word === 'old' || tokens[end - 1]!.word === 'age') add(amount, end)
    }
  return found
}

const dayText = (time: number) => instantText(time).slice(0, 10)

/** Born so many years ago, given the days then and a year before. */
function ago(
  column: string,
  operator: ComparisonOperator,
  days: string[],
  earlier: string[],
): Condition | null {
  switch (operator) {
    case 'GT':
      return compare(column, 'LT', days[0]!)
    case 'GE':
      return compare(column, 'LE', days[0]!)
    case 'LT':
      return compare(column, 'GT', days[0]!)
    case 'LE':
      return compare(column, 'GT', earlier[0]!)
    case 'BETWEEN':
      return { all: [compare(column, 'GT', earlier[1]!), compare(column, 'LE', days[0]!)] }
    case 'EQ':
      return { all: [compare(column, 'GT', earlier[0]!), compare(column, 'LE', days[0]!)] }
    default:
      return null
  }
}

const often = phrases('times', 'time')
const called = phrases(
  'named',
  'called',
  'titled',
  'entitled',
  'with the name',
  'by the name of',
  'known as',
  'whose name is',
  'with the title',
)

/** A verb of a column's stem: "rated PG-13", "titled …", "composed by …", "discounted by more than 10 percent". */
function verbOfColumn(context: Context, table: StructureTable, at: number): Reading<Part>[] {
  const { tokens } = context
  const verb = tokens[at]
  if (verb?.kind !== 'word') return []
  const found: Reading<Part>[] = []
  for (const start of called(tokens, at))
    for (const column of table.columns.filter(
      ({ role, name }) => role === 'TEXT' && /(name|title)$/i.test(name),
    ))
      found.push(...valuesOf(context, table, column, start).map((one) => says(one.end, one.value, one.cost)))
  if (!/(ed|ing|en|t)$/.test(verb.word) || verb.word.length < 4) return found
  for (const column of table.columns) {
    if (
      isDate(column) ||
      !nameWords(column.name).some((word) => word.length > 2 && stem(word) === stem(verb.word))
    )
      continue
    for (const one of saidOf(context, table, column, at + 1, false))
      for (const end of [one.end, ...(column.role === 'NUMBER' ? often(tokens, one.end) : [])])
        found.push(says(end, one.value, one.cost + 0.1))
  }
  return found
}
