import { typeColumns } from '../../src/charts/columns/type.ts'
import { designChart } from '../../src/charts/design/design.ts'
import { plainIntent } from '../../src/charts/intent.ts'
import { createRenderer } from '../../src/charts/render/renderer.ts'
import { resultOf } from '../../src/charts/result.ts'
import { type SpecifiedChart, specify } from '../../src/charts/specification/specify.ts'
import { interleave, median, medianRatio, quantile, timed } from '../measure.ts'
import { type Figure, milliseconds, none, type Section, times } from '../report.ts'
import { bareSvg } from './bare-vega.ts'

const pictureMs = 150
const overVega = 1.5
const points = 5_000
/** A picture takes a tenth of a second, so that many rounds cost little. */
const roundsOfOne = 8

/** Numbers that are the same in each run. */
function numbers(seed = 7): () => number {
  let state = seed
  return () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function charts(): Record<string, SpecifiedChart> {
  const random = numbers()
  const drawn = (question: string, rows: Record<string, unknown>[]) => {
    const typed = typeColumns(resultOf(rows))
    const { intent } = designChart(question, typed)
    return specify(intent, typed, { question })
  }
  const rowOf = () => ({ weight: 50 + 50 * random() * random(), height: 150 + 50 * random() })
  const dayOf = (at: number) => new Date(Date.UTC(2011, 0, 1 + at)).toISOString().slice(0, 10)
  return {
    'a scatter chart': drawn('scatter chart of weight against height', Array.from({ length: points }, rowOf)),
    'a scatter chart in three colours': drawn(
      'scatter chart of weight against height, coloured by kind',
      Array.from({ length: points }, (_, at) => ({ ...rowOf(), kind: ['one', 'two', 'three'][at % 3] })),
    ),
    'a line': lineOf(
      Array.from({ length: points }, (_, at) => ({ day: dayOf(at), price: 100 + at / 50 + 9 * random() })),
    ),
  }
}

/** Each day as it is: the rules would draw so many as years. */
function lineOf(rows: Record<string, unknown>[]): SpecifiedChart {
  const [x, y] = [
    { field: 'day', timeUnit: null, bins: null },
    { field: 'price', aggregate: 'none' as const },
  ]
  return specify({ ...plainIntent, mark: 'line', x, y }, typeColumns(resultOf(rows)))
}

/** Pictures of 5,000 points beside what Vega alone takes for the same specification. */
export async function benchPictures(stack: AsyncDisposableStack, rounds: number): Promise<Section> {
  const renderer = createRenderer()
  stack.defer(() => renderer.close())
  const figures: Figure[] = []
  for (const [name, { spec, data }] of Object.entries(charts())) {
    const took = await interleave(rounds * roundsOfOne, {
      ours: () => timed(() => renderer.svg(spec)),
      interpreted: () => timed(() => bareSvg(spec, true)),
      vega: () => timed(() => bareSvg(spec, false)),
    })
    const p50 = median(took.ours)
    const ratio = medianRatio(took.ours, took.interpreted)
    figures.push({
      what: `svg of ${name} of ${data.length.toLocaleString('en')} points, p50`,
      measured: milliseconds(p50),
      comparedWith: `Vega alone, expressions interpreted: ${milliseconds(median(took.interpreted))}`,
      ratio: times(ratio),
      limit: `≤ ${milliseconds(pictureMs)}, ≤ ${times(overVega)}`,
      holds: p50 <= pictureMs && ratio <= overVega,
    })
    figures.push({
      what: `the same, p95 ${milliseconds(quantile(took.ours, 0.95))}`,
      measured: milliseconds(p50),
      comparedWith: `Vega alone, expressions made into code: ${milliseconds(median(took.vega))}`,
      ratio: times(medianRatio(took.ours, took.vega)),
      limit: none,
      holds: null,
    })
  }
  return {
    title: 'Pictures of many points',
    notes: [
      'Vega alone compiles, parses and draws the same specification in this process; ours is sent to a thread, drawn there, and comes back.',
      'Expressions are interpreted, since making code of them is what a specification must not be able to do; what that costs is the second comparison.',
      `${rounds * roundsOfOne} rounds in which each drew once; ratios are of the same round.`,
    ],
    figures,
  }
}
