import { extent } from '../arrange/arrange.ts'
import { isCoordinate } from '../columns/roles.ts'
import { textWidth } from '../fonts/text-width.ts'
import { axisTitle } from './axis-titles.ts'
import { isSkewed, leavesZero, numberAxis, numberFormat, numberScale } from './numbers.ts'
import { type Drawing, rowOf, type Scene, seriesColor } from './scene.ts'
import { labelSize } from './theme.ts'
import { timeAxis } from './time-axis.ts'

const mostWide = 680

export function points(scene: Scene): Drawing {
  const { arranged, fields, titles, size, seriesNames } = scene
  const many = arranged.points.length > 300
  const [width, height] = [mostWide, heightOfMap(scene) ?? 460]
  const ys = arranged.points.map(({ y }) => y as number)
  return {
    data: arranged.points.map((point) => ({
      ...rowOf(scene, point, arranged.scale === 'names' ? scene.label : null),
      ...(size && { [fields.size]: point.size }),
    })),
    spec: {
      width,
      height,
      mark: {
        type: 'point',
        filled: true,
        opacity: many ? (seriesNames.length > 0 ? 0.55 : 0.35) : 0.75,
        ...(size ? {} : { size: many ? 28 : 60 }),
      },
      encoding: {
        x: xOf(scene, width),
        y: {
          field: fields.y,
          type: 'quantitative',
          ...along(ys, titles.y, height - 90),
        },
        ...(size && { size: { field: fields.size, type: 'quantitative', title: size.label } }),
        ...(seriesNames.length > 0 && { color: seriesColor(scene) }),
      },
    },
  }
}

/** Where most numbers would lie on one another, each step of the axis is ten times the one before, and its title says so. */
function along(values: readonly number[], title: string | null, length: number) {
  const titled = (text: string | null) => axisTitle(text, length)
  const decades = isSkewed(values) ? decadesOf(values) : []
  const each = Math.ceil(decades.length / 10)
  return decades.length > 0
    ? {
        title: titled(`${title ?? ''} (logarithmic)`),
        scale: { type: 'log', nice: false, domain: [decades[0], decades.at(-1)] },
        axis: {
          ...numberFormat(values),
          values: decades.filter((_, at) => at % each === 0),
          labelFlush: false,
        },
      }
    : {
        title: titled(title),
        scale: numberScale(values, { zero: !leavesZero(values, 0.2) }),
        axis: numberAxis(values),
      }
}

/** The powers of ten from the one below the least to the one above the greatest. */
function decadesOf(values: readonly number[]): number[] {
  const [from, to] = extent(values)
  const [first, last] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))]
  return Array.from({ length: last - first + 1 }, (_, at) => Number(`1e${first + at}`))
}

/** A degree to the east is shorter than one to the north, but at the equator: places keep the shape that maps give them. */
function heightOfMap({ x, y, seriesNames }: Scene): number | null {
  if (!x || !y || !isCoordinate(x, 'longitude') || !isCoordinate(y, 'latitude')) return null
  const [wide, high] = [x.max! - x.min!, y.max! - y.min!]
  if (wide === 0 || high === 0) return null
  const shrink = Math.cos((((y.max! + y.min!) / 2) * Math.PI) / 180)
  const plot = mostWide - 90 - (seriesNames.length > 0 ? 140 : 0)
  return Math.round(Math.min(760, Math.max(300, 90 + (plot * high) / (wide * Math.max(0.1, shrink)))))
}

function xOf({ arranged, fields, titles, x, label }: Scene, width: number) {
  const values = arranged.points.map((point) => point.x as number)
  if (arranged.scale === 'time')
    return {
      field: fields.x,
      type: 'temporal',
      title: axisTitle(titles.x, width - 90),
      scale: { type: 'utc' },
      axis: timeAxis(values, null, x!.grain),
    }
  if (arranged.scale === 'number')
    return {
      field: fields.x,
      type: 'quantitative',
      ...along(values, titles.x, width - 90),
    }
  const labels = [...new Set(arranged.points.map((point) => label(point.x)))]
  const fits = labels.reduce((sum, one) => sum + textWidth(one, labelSize) + 10, 0) <= 520
  return {
    field: fields.x,
    type: 'ordinal',
    sort: null,
    title: axisTitle(titles.x, width - 90),
    axis: { labelAngle: fits ? 0 : -45, labelLimit: 140 },
  }
}
