import { textWidth } from '../fonts/text-width.ts'
import { written } from '../written.ts'
import { colorScale, type Drawing, type Scene } from './scene.ts'
import { labelSize } from './theme.ts'

/** Thinner slices have no room for their share. */
const leastLabelled = 0.03
const radius = 150
const labelRadius = radius + 24
const longestLegend = 240
const legendRow = 17

export function arcs(scene: Scene): Drawing {
  const { arranged, fields, titles } = scene
  const points = arranged.points.filter(({ y }) => y !== null && y >= 0)
  const total = points.reduce((sum, { y }) => sum + y!, 0)
  const names = points.map(({ x }) => scene.label(x))
  const { rank } = scene.fields
  const says = labelsOf(scene)
  const data = points.map(({ y }, at) => {
    const share = total === 0 ? 0 : y! / total
    return {
      [fields.x]: names[at],
      [fields.y]: y,
      [rank]: at,
      [fields.share]: share < leastLabelled ? '' : says(y!, share),
    }
  })
  const columns = names.length > 16 ? 2 : 1
  const widest = [...names, titles.x ?? ''].reduce(
    (most, name) => Math.max(most, textWidth(name, labelSize)),
    0,
  )
  const legend = columns * (Math.min(widest, longestLegend) + 40)
  const theta = { field: fields.y, type: 'quantitative', stack: true, title: titles.y }
  return {
    data,
    spec: {
      // Wide enough for the pie and its legend, and no wider: else the legend stands far from what it explains.
      width: Math.round(Math.max(480, 2 * labelRadius + 100 + legend)),
      height: Math.max(2 * labelRadius + 92, 110 + Math.ceil(names.length / columns) * legendRow),
      encoding: {
        theta,
        order: { field: rank, type: 'quantitative', sort: 'ascending' },
        color: {
          field: fields.x,
          type: 'nominal',
          sort: null,
          scale: colorScale(names),
          title: titles.x,
          legend: { labelLimit: longestLegend, columns },
        },
      },
      layer: [
        { mark: { type: 'arc', stroke: '#ffffff', strokeWidth: 1.5, outerRadius: radius } },
        {
          mark: { type: 'text', radius: labelRadius, fontSize: labelSize },
          encoding: {
            text: { field: fields.share, type: 'nominal' },
            color: { value: '#1f2933' },
            detail: { field: fields.x, type: 'nominal' },
          },
        },
      ],
    },
  }
}

/** Shares of a whole; of averages and extremes there is no whole, so that those say what they are. */
function labelsOf({ arranged, y }: Scene): (value: number, share: number) => string {
  const measure = arranged.measures[0]!
  const aggregate = measure.aggregate === 'none' ? y?.aggregated : measure.aggregate
  if (aggregate && aggregate !== 'sum' && aggregate !== 'count') return (value) => written(value)
  return (_, share) => `${written(Math.round(share * 1000) / 10)} %`
}
