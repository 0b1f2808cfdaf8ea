import { textWidth } from '../fonts/text-width.ts'
import { leavesZero, numberAxis, numberScale } from './numbers.ts'
import { rowOf, type Scene, seriesColor } from './scene.ts'
import type { Drawing } from './specify.ts'
import { labelSize } from './theme.ts'
import { timeAxis } from './time-axis.ts'

export function points(scene: Scene): Drawing {
  const { arranged, fields, titles, size, seriesNames } = scene
  const many = arranged.points.length > 300
  const ys = arranged.points.map(({ y }) => y as number)
  return {
    data: arranged.points.map((point) => ({
      ...rowOf(scene, point, arranged.scale === 'names' ? scene.label : null),
      ...(size && { [fields.size]: point.size }),
    })),
    spec: {
      width: 680,
      height: 460,
      mark: {
        type: 'point',
        filled: true,
        opacity: many ? 0.35 : 0.75,
        ...(size ? {} : { size: many ? 28 : 60 }),
      },
      encoding: {
        x: xOf(scene),
        y: {
          field: fields.y,
          type: 'quantitative',
          title: titles.y,
          scale: numberScale({ zero: !leavesZero(ys, 0.2) }),
          axis: numberAxis(ys),
        },
        ...(size && { size: { field: fields.size, type: 'quantitative', title: size.label } }),
        ...(seriesNames.length > 0 && { color: seriesColor(scene) }),
      },
    },
  }
}

function xOf({ arranged, fields, titles, x, label }: Scene) {
  const values = arranged.points.map((point) => point.x as number)
  if (arranged.scale === 'time')
    return {
      field: fields.x,
      type: 'temporal',
      title: titles.x,
      scale: { type: 'utc' },
      axis: timeAxis(values, null, x!.grain),
    }
  if (arranged.scale === 'number')
    return {
      field: fields.x,
      type: 'quantitative',
      title: titles.x,
      scale: numberScale({ zero: !leavesZero(values, 0.2) }),
      axis: numberAxis(values),
    }
  const labels = [...new Set(arranged.points.map((point) => label(point.x)))]
  const fits = labels.reduce((sum, one) => sum + textWidth(one, labelSize) + 10, 0) <= 520
  return {
    field: fields.x,
    type: 'ordinal',
    sort: null,
    title: titles.x,
    axis: { labelAngle: fits ? 0 : -45, labelLimit: 140 },
  }
}
