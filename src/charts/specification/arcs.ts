import { written } from './numbers.ts'
import { colorScale, type Scene } from './scene.ts'
import type { Drawing } from './specify.ts'
import { labelSize } from './theme.ts'

/** Thinner slices have no room for their share. */
const leastLabelled = 0.045

export function arcs(scene: Scene): Drawing {
  const { arranged, fields, titles } = scene
  const points = arranged.points.filter(({ y }) => y !== null && y >= 0)
  const total = points.reduce((sum, { y }) => sum + y!, 0)
  const names = points.map(({ x }) => scene.label(x))
  const { rank } = scene.fields
  const data = points.map(({ y }, at) => {
    const share = total === 0 ? 0 : y! / total
    return {
      [fields.x]: names[at],
      [fields.y]: y,
      [rank]: at,
      [fields.share]: share < leastLabelled ? '' : `${written(Math.round(share * 1000) / 10)} %`,
    }
  })
  const order = {
    color: {
      field: fields.x,
      type: 'nominal',
      sort: null,
      scale: colorScale(names),
      title: titles.x,
      legend: { labelLimit: 240, columns: names.length > 16 ? 2 : 1 },
    },
  }
  const theta = { field: fields.y, type: 'quantitative', stack: true, title: titles.y }
  return {
    data,
    spec: {
      width: 640,
      height: Math.max(400, names.length > 16 ? 150 + names.length * 9 : 110 + names.length * 17),
      encoding: { theta, order: { field: rank, type: 'quantitative', sort: 'ascending' }, ...order },
      layer: [
        { mark: { type: 'arc', stroke: '#ffffff', strokeWidth: 1.5, outerRadius: 150 } },
        {
          mark: { type: 'text', radius: 172, fontSize: labelSize },
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
