import { cycleOf } from '../arrange/buckets.ts'
import type { Mark } from '../intent.ts'
import { build } from './build.ts'
import { areKeys } from './pool.ts'
import type { Scene } from './scene.ts'

export type Choice = { mark: Mark; score: number; reason: string }

/**
 * The marks that could show it, best first. The order of the rules is that of the literature: what the words ask for, then
 * what the roles of the columns suggest (Mackinlay 1986, Draco 2's costs), position before angle before colour.
 */
export function rankMarks(scene: Scene): Choice[] {
  const { typed, cues, pool } = scene
  const choices: Choice[] = []
  const add = (mark: Mark, score: number, reason: string) => choices.push({ mark, score, reason })
  if (cues.mark) add(cues.mark.mark, 100, 'The question asks for it')

  const single = typed.rows.length === 1
  const [time, name, measure] = [pool.times[0], pool.names[0], pool.measures[0]]
  if (single) add('text', 60, 'One row is best read as a number')
  if (cues.share && (name || time)) {
    const slices = (name ?? time)!.distinct
    const ofEach = sharesOfEach(scene)
    if (ofEach) add('bar', 72, 'Shares within each')
    add(
      'arc',
      slices <= 8 && !ofEach ? 70 : 35,
      slices <= 8 ? 'Shares of a whole in few parts' : 'Shares of a whole',
    )
  }
  if (cues.relation && pool.numbers.length >= 2) add('point', 75, 'How two numbers go together')
  if (
    cues.link &&
    pool.measures.length >= 2 &&
    pool.measures.every(({ aggregated }) => aggregated !== 'count')
  )
    add('point', 72, 'How two numbers go together')
  if (cues.outliers && measure) add('boxplot', 75, 'Quartiles and outliers are asked for')
  if (cues.distribution && measure && name && !areKeys([name], typed) && !cues.aggregates.length)
    add('boxplot', 55, 'How numbers are spread within each name')

  if (time) {
    const unit = build(scene, 'line')?.x?.timeUnit ?? null
    const cyclic = cycleOf(unit) !== null
    // A line goes on in time; what is ranked by its numbers does not.
    const few = time.distinct <= 2 || cues.sort?.by === 'y' || isCalendar(scene)
    add('line', cyclic || few ? 30 : cues.trend ? 65 : 50, 'What goes on over time is a line')
    add(
      'bar',
      cyclic || few ? 52 : 40,
      cyclic ? 'Parts of a cycle are compared' : 'Times are compared as bars',
    )
    if (name && (cues.stack === 'zero' || cues.stack === 'normalize'))
      add('bar', 71, 'Parts that stand on one another')
    if (name && measure) add('area', 20, 'What the parts come to over time')
  } else if (cues.trend && pool.numbers.length >= 2) add('line', 58, 'A trend over an order of numbers')
  if (name) {
    const entity = areKeys([name], typed)
    add('bar', time && !entity ? 38 : 48, 'Lengths compare names best')
    if (!time && name.distinct >= 2 && name.distinct <= 8) add('arc', 25, 'Parts of a whole')
    if (pool.names.length >= 2)
      add(
        'rect',
        pool.names[0]!.distinct > 12 && pool.names[1]!.distinct > 12 ? 49 : 22,
        'Two names against each other',
      )
    if (measure && !entity) add('boxplot', 24, 'How numbers are spread within each name')
  }
  if (!name && !time) {
    if (pool.measures.length >= 2) add('point', 50, 'Two numbers for each row')
    add('bar', pool.measures.length === 1 ? 50 : 30, 'How often numbers of each size are')
    if (measure) add('boxplot', 28, 'Quartiles and outliers')
  } else if (pool.measures.length >= 2)
    add(
      'point',
      name && pool.measures.every(({ aggregated }) => aggregated === null) && areKeys([name], typed)
        ? 40
        : 20,
      'Two numbers for each row',
    )
  if (pool.latitude && pool.longitude) add('point', 60, 'Places by their coordinates')
  if (measure && !single) add('text', 5, 'All rows in one number')
  return bestOfEach(choices)
}

/** Whether parts of a whole are asked for of each of something else: a pie would have to be many. */
function sharesOfEach(scene: Scene): boolean {
  const { cues } = scene
  const bars = build(scene, 'bar')
  const column = (name: string | null | undefined) =>
    scene.typed.columns.find((one) => one.name === name)?.index ?? -1
  return (
    bars?.x != null &&
    bars.series !== null &&
    cues.mentioned.includes(column(bars.x.field)) &&
    (cues.mentioned.includes(column(bars.series)) || cues.places.by !== null)
  )
}

/** Rows counted by when they are, with no word of time: a histogram of dates. */
function isCalendar({ cues, pool }: Scene): boolean {
  return cues.timeUnit === null && !cues.trend && pool.measures.length === 0 && pool.names.length === 0
}

function bestOfEach(choices: readonly Choice[]): Choice[] {
  return [...Map.groupBy(choices, ({ mark }) => mark).values()]
    .map((of) => of.toSorted((a, b) => b.score - a.score)[0]!)
    .sort((a, b) => b.score - a.score)
}
