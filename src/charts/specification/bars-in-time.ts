import { axisTitle } from './axis-titles.ts'
import { numberAxis, numberScale, shareAxis } from './numbers.ts'
import { type Drawing, rowOf, type Scene, seriesColor, shareTitle, stackOrder, withRank } from './scene.ts'
import { timeAxis } from './time-axis.ts'

const [width, height] = [720, 440]

const utcUnits: Record<string, string> = {
  year: 'utcyear',
  yearquarter: 'utcyearquarter',
  yearmonth: 'utcyearmonth',
  yearmonthdate: 'utcyearmonthdate',
  yearmonthdatehours: 'utcyearmonthdatehours',
}

/** More bars than could have a name each, on an axis of time. */
export function barsInTime(scene: Scene): Drawing {
  const { arranged, intent, fields, titles, x, seriesNames } = scene
  const moments = arranged.points.map((point) => point.x as number)
  const values = arranged.points.map(({ y }) => y as number)
  const unit = arranged.unit ? utcUnits[arranged.unit] : undefined
  const isSplit = seriesNames.length > 0
  const isShare = isSplit && intent.stack === 'normalize'
  const isGrouped = isSplit && intent.stack === 'group' && unit !== undefined
  const descending = intent.sort?.by === 'x' && intent.sort.order === 'descending'
  const thickness = Math.max(1, Math.min(14, Math.floor(560 / new Set(moments).size) - 1))
  const offset = { field: fields.series, type: 'nominal', sort: null, scale: { domain: seriesNames } }
  return {
    data: arranged.points.map((point) => withRank(scene, rowOf(scene, point, null))),
    spec: {
      width,
      height,
      mark: unit ? { type: 'bar' } : { type: 'bar', width: thickness },
      encoding: {
        x: {
          field: fields.x,
          type: 'temporal',
          ...(unit && { timeUnit: unit }),
          scale: { type: 'utc' },
          ...(descending && { sort: 'descending' }),
          title: axisTitle(titles.x, width - 100),
          axis: { ...timeAxis(moments, arranged.unit, x!.grain, { descending }), grid: false },
        },
        y: {
          field: fields.y,
          type: 'quantitative',
          title: axisTitle(isShare ? shareTitle(titles.y) : titles.y, height - 100),
          scale: numberScale(values),
          axis: isShare ? shareAxis : numberAxis(values),
          stack: !isSplit || isGrouped ? null : isShare ? 'normalize' : 'zero',
        },
        ...(isGrouped && { xOffset: offset }),
        ...(isSplit && { color: seriesColor(scene), order: stackOrder(scene, false) }),
      },
    },
  }
}
