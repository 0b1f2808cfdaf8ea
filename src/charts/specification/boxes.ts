import { textWidth } from '../fonts/text-width.ts'
import { axisTitle } from './axis-titles.ts'
import { leavesZero, numberAxis, numberScale } from './numbers.ts'
import { type Drawing, rowOf, type Scene } from './scene.ts'
import { labelSize } from './theme.ts'

const width = 720

export function boxes(scene: Scene): Drawing {
  const { arranged, fields, titles, x } = scene
  const labels = [...new Set(arranged.points.map((point) => scene.label(point.x)))]
  const isLong = labels.some((label) => textWidth(label, labelSize) > 90)
  const horizontal = x === null || labels.length > 9 || isLong
  const thickness = !x ? 40 : horizontal ? 16 : Math.min(48, Math.max(12, Math.round(220 / labels.length)))
  const values = arranged.points.map(({ y }) => y as number)
  const lengths = {
    field: fields.y,
    type: 'quantitative',
    scale: numberScale(values, { zero: !leavesZero(values, 0.3) }),
    // Titles of the fields themselves would stand in the expressions of the tooltips that every box plot has.
    axis: { ...numberAxis(values), title: axisTitle(titles.y, horizontal ? width - 150 : 340) },
  }
  const names = {
    field: fields.x,
    type: 'ordinal',
    sort: null,
    // Outliers are drawn apart, and their names would come first.
    scale: { domain: labels },
    axis: {
      title: axisTitle(titles.x, horizontal ? 200 : width - 100),
      labelLimit: 240,
      labelAngle: 0,
      grid: false,
    },
  }
  return {
    data: arranged.points.map((point) => rowOf(scene, point, scene.label)),
    spec: {
      width,
      height: horizontal ? Math.max(x ? 260 : 200, 130 + labels.length * 28) : 440,
      mark: { type: 'boxplot', extent: 1.5, size: thickness },
      encoding: {
        [horizontal ? 'x' : 'y']: lengths,
        ...(x && { [horizontal ? 'y' : 'x']: names }),
      },
    },
  }
}
