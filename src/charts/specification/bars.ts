import { cycleOf } from '../arrange/buckets.ts'
import { isRest } from '../arrange/point.ts'
import { textWidth } from '../fonts/text-width.ts'
import { numberAxis, numberScale } from './numbers.ts'
import { rowOf, type Scene, seriesColor, stackOrder, withRank } from './scene.ts'
import type { Drawing } from './specify.ts'
import { labelSize, palette, restColor } from './theme.ts'
import { timeAxis } from './time-axis.ts'
import { timeNames } from './time-names.ts'

const width = 720
const height = 440
/** Of more moments than that, bars stand on an axis of time instead of having a label each. */
const mostTimeLabels = 30

export function bars(scene: Scene): Drawing {
  const { arranged, intent } = scene
  if (intent.x?.bins && arranged.scale === 'number') return histogram(scene)
  const places = new Set(arranged.points.map(({ x }) => x)).size
  return arranged.scale === 'time' && places > mostTimeLabels && intent.sort?.by !== 'y'
    ? onTimeAxis(scene)
    : byName(scene)
}

function byName(scene: Scene): Drawing {
  const { arranged, intent, fields, titles, x, seriesNames } = scene
  const labels = [...new Set(arranged.points.map((point) => scene.label(point.x)))]
  const isTime = x?.kind === 'time' || cycleOf(arranged.unit) !== null
  const isInTime = isTime && intent.sort?.by !== 'y'
  const grouped = seriesNames.length > 0 && intent.stack === 'group'
  const beside = seriesNames.length > 0 ? 150 : 0
  const place = grouped ? Math.max(24, seriesNames.length * 12 + 10) : 26
  const wide = Math.min(width, 200 + labels.length * Math.max(90, place * 2) + beside)
  const parted = isInTime ? timeNames(labels, arranged.unit) : null
  const fitting = (names: readonly string[], gap: number) =>
    labels.length * (Math.min(widest(names), 130) + gap) <= wide - 110 - beside
  const isParted = parted !== null && !fitting(labels, 10) && fitting(parted.names, 4)
  const fits = isParted || fitting(labels, 10)
  const isLong = labels.length > 9 || widest(labels) > 90
  const horizontal = intent.horizontal ?? (isTime ? !isInTime && !fits : isLong)
  const data = arranged.points.map((point) => withRank(scene, rowOf(scene, point, scene.label)))
  const names = {
    field: fields.x,
    type: 'ordinal',
    sort: null,
    title: titles.x,
    scale: { paddingInner: grouped ? 0.25 : 0.2, paddingOuter: 0.15 },
    axis: horizontal
      ? { labelLimit: 260, grid: false, ticks: false, domain: true }
      : {
          labelLimit: fits ? 130 : 160,
          labelAngle: fits ? 0 : -45,
          grid: false,
          labelOverlap: isInTime && !fits ? 'greedy' : false,
          ...(isParted && { labelExpr: parted.labelExpr }),
          ...(fits ? {} : { labelAlign: 'right', labelBaseline: 'middle' }),
        },
  }
  const values = arranged.points.map(({ y }) => y as number)
  const lengths = {
    field: fields.y,
    type: 'quantitative',
    scale: numberScale(),
    title:
      intent.stack === 'normalize' && seriesNames.length > 0
        ? `Share of ${titles.y[0]!.toLowerCase()}${titles.y.slice(1)}`
        : titles.y,
    stack: seriesNames.length === 0 || grouped ? null : intent.stack === 'normalize' ? 'normalize' : 'zero',
    axis: intent.stack === 'normalize' && seriesNames.length > 0 ? { format: '.0%' } : numberAxis(values),
  }
  const offset = { field: fields.series, type: 'nominal', sort: null, scale: { domain: seriesNames } }
  return {
    data,
    spec: {
      // Names on their side need some room each; moments may leave some of their labels out.
      width: horizontal ? width : fits || isInTime ? wide : Math.max(wide, 130 + beside + labels.length * 18),
      height: horizontal ? Math.max(180, 120 + labels.length * place) : height,
      mark: { type: 'bar' },
      encoding: {
        [horizontal ? 'y' : 'x']: names,
        [horizontal ? 'x' : 'y']: lengths,
        ...(grouped && { [horizontal ? 'yOffset' : 'xOffset']: offset }),
        color: seriesNames.length > 0 ? seriesColor(scene) : colorOfRest(scene, labels),
        ...(seriesNames.length > 0 && { order: stackOrder(scene, horizontal) }),
      },
    },
  }
}

const widest = (texts: readonly string[]) =>
  texts.reduce((most, text) => Math.max(most, textWidth(text, labelSize)), 0)

/** One colour for all bars: other colours would say nothing. Only what is left over is grey. */
function colorOfRest({ fields }: Scene, labels: readonly string[]) {
  if (!labels.some(isRest)) return { value: palette[0] }
  return {
    field: fields.x,
    type: 'nominal',
    legend: null,
    scale: { domain: labels, range: labels.map((label) => (isRest(label) ? restColor : palette[0])) },
  }
}

const utcUnits: Record<string, string> = {
  year: 'utcyear',
  yearquarter: 'utcyearquarter',
  yearmonth: 'utcyearmonth',
  yearmonthdate: 'utcyearmonthdate',
  yearmonthdatehours: 'utcyearmonthdatehours',
}

function onTimeAxis(scene: Scene): Drawing {
  const { arranged, intent, fields, titles, x, seriesNames } = scene
  const moments = arranged.points.map((point) => point.x as number)
  const unit = arranged.unit ? utcUnits[arranged.unit] : undefined
  const grouped = intent.stack === 'group'
  const descending = intent.sort?.by === 'x' && intent.sort.order === 'descending'
  return {
    data: arranged.points.map((point) => withRank(scene, rowOf(scene, point, null))),
    spec: {
      width,
      height,
      mark: unit
        ? { type: 'bar' }
        : { type: 'bar', width: Math.max(1, Math.min(14, Math.floor(560 / new Set(moments).size) - 1)) },
      encoding: {
        x: {
          field: fields.x,
          type: 'temporal',
          ...(unit && { timeUnit: unit }),
          scale: { type: 'utc' },
          ...(descending && { sort: 'descending' }),
          title: titles.x,
          axis: { ...timeAxis(moments, arranged.unit, x!.grain, { descending }), grid: false },
        },
        y: {
          field: fields.y,
          type: 'quantitative',
          title: titles.y,
          scale: numberScale(),
          axis:
            intent.stack === 'normalize'
              ? { format: '.0%' }
              : numberAxis(arranged.points.map(({ y }) => y as number)),
          stack:
            seriesNames.length === 0
              ? null
              : intent.stack === 'normalize'
                ? 'normalize'
                : grouped && unit
                  ? null
                  : 'zero',
        },
        ...(grouped &&
          unit &&
          seriesNames.length > 0 && {
            xOffset: { field: fields.series, type: 'nominal', sort: null, scale: { domain: seriesNames } },
          }),
        ...(seriesNames.length > 0 && { color: seriesColor(scene), order: stackOrder(scene, false) }),
      },
    },
  }
}

function histogram(scene: Scene): Drawing {
  const { arranged, fields, titles } = scene
  const ends = arranged.points.flatMap(({ x, x2 }) => [x as number, x2!])
  return {
    data: arranged.points.map((point) => ({
      [fields.x]: point.x,
      [fields.x2]: point.x2,
      [fields.y]: point.y,
    })),
    spec: {
      width,
      height,
      mark: { type: 'bar', binSpacing: 1 },
      encoding: {
        x: {
          field: fields.x,
          type: 'quantitative',
          bin: 'binned',
          title: titles.x,
          scale: { zero: false, nice: false },
          axis: {
            ...numberAxis(ends),
            grid: false,
            tickMinStep: arranged.points[0]!.x2! - (arranged.points[0]!.x as number),
          },
        },
        x2: { field: fields.x2 },
        y: {
          field: fields.y,
          type: 'quantitative',
          title: titles.y,
          scale: numberScale(),
          axis: numberAxis(arranged.points.map(({ y }) => y as number)),
        },
      },
    },
  }
}
