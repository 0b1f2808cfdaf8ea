import { textWidth } from '../fonts/text-width.ts'
import { axisTitle } from './axis-titles.ts'
import { leavesZero, numberAxis, numberScale, shareAxis } from './numbers.ts'
import { type Drawing, rowOf, type Scene, seriesColor, shareTitle, stackOrder, withRank } from './scene.ts'
import { labelSize } from './theme.ts'
import { timeAxis } from './time-axis.ts'

const width = 720
const height = 420
/** Few moments are marked each: a line alone does not show where they stand. */
const mostMarked = 40

export function lines(scene: Scene): Drawing {
  const { arranged, intent, fields, titles, seriesNames } = scene
  const isArea = intent.mark === 'area'
  const values = arranged.points.map(({ y }) => y as number)
  // A count that falls from 72 to 69 has not fallen to nothing.
  const isCount = arranged.measures.every(({ aggregate }) => aggregate === 'count')
  const places = new Set(arranged.points.map(({ x }) => x)).size
  const normalized = isArea && intent.stack === 'normalize' && seriesNames.length > 0
  return {
    data: arranged.points.map((point) => {
      const row = rowOf(scene, point, arranged.scale === 'names' ? scene.label : null)
      return isArea ? withRank(scene, row) : row
    }),
    spec: {
      width,
      height,
      mark: isArea
        ? { type: 'area', line: true, opacity: seriesNames.length > 0 && intent.stack === null ? 0.4 : 0.75 }
        : {
            type: 'line',
            point: places <= mostMarked ? { size: 45, filled: true } : false,
            interpolate: 'linear',
          },
      encoding: {
        x: xOf(scene),
        y: {
          field: fields.y,
          type: 'quantitative',
          title: axisTitle(normalized ? shareTitle(titles.y) : titles.y, height - 100),
          axis: normalized ? shareAxis : numberAxis(values),
          scale: numberScale(values, isArea ? {} : { zero: isCount || !leavesZero(values) }),
          ...(isArea && { stack: seriesNames.length === 0 ? null : (intent.stack ?? null) }),
        },
        ...(seriesNames.length > 0 && {
          color: seriesColor(scene),
          ...(isArea && { order: stackOrder(scene, false) }),
        }),
      },
    },
  }
}

function xOf({ arranged, intent, fields, titles, x, label }: Scene) {
  const descending = intent.sort?.by === 'x' && intent.sort.order === 'descending'
  const reversed = descending ? { sort: 'descending' } : {}
  if (arranged.scale === 'time')
    return {
      field: fields.x,
      type: 'temporal',
      scale: { type: 'utc' },
      title: axisTitle(titles.x, width - 100),
      axis: {
        ...timeAxis(
          arranged.points.map((point) => point.x as number),
          arranged.unit,
          x!.grain,
          { descending },
        ),
        grid: false,
      },
      ...reversed,
    }
  if (arranged.scale === 'number') {
    const values = arranged.points.map((point) => point.x as number)
    return {
      field: fields.x,
      type: 'quantitative',
      title: axisTitle(titles.x, width - 100),
      scale: { zero: false, nice: false },
      axis: { ...numberAxis(values), grid: false },
      ...reversed,
    }
  }
  const labels = [...new Set(arranged.points.map((point) => label(point.x)))]
  const fits =
    labels.reduce((sum, one) => sum + Math.min(130, textWidth(one, labelSize)) + 10, 0) <= width - 250
  return {
    field: fields.x,
    type: 'ordinal',
    sort: null,
    title: axisTitle(titles.x, width - 100),
    axis: { labelAngle: fits ? 0 : -45, labelLimit: 140, grid: false },
  }
}
