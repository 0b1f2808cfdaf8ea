import { cycleOf, unitOfGrain } from '../arrange/buckets.ts'
import { isRest } from '../arrange/point.ts'
import { textWidth } from '../fonts/text-width.ts'
import { written } from '../written.ts'
import { axisTitle } from './axis-titles.ts'
import { isBelow, numberAxis, numberScale, shareAxis } from './numbers.ts'
import { type Drawing, rowOf, type Scene, seriesColor, shareTitle, stackOrder, withRank } from './scene.ts'
import { ink, labelSize, palette, restColor } from './theme.ts'
import { timeNames } from './time-names.ts'

const [leastWide, mostWide, high] = [420, 720, 440]
/** What labels and titles of the axes take of the width, and a legend. */
const [axisRoom, legendRoom] = [110, 150]
/** Upright bars stand so far apart at most, and lying ones, from middle to middle. */
const [column, row, closeRow] = [90, 26, 20]
/** More rows than that stand closer. */
const mostApart = 30
const mostLabelled = 30
/** The greatest of the numbers so many times the middle one: most bars cannot be read off any more. */
const unreadable = 50

/** Bars one beside or below the other, each with its name. */
export function barsByName(scene: Scene): Drawing {
  const { arranged, intent, fields, titles, seriesNames } = scene
  const labels = [...new Set(arranged.points.map((point) => scene.label(point.x)))]
  const values = arranged.points.map(({ y }) => y as number)
  const isSplit = seriesNames.length > 0
  const isGrouped = isSplit && intent.stack === 'group'
  const isShare = isSplit && intent.stack === 'normalize'
  const { horizontal, wide, plot, axis } = layout(scene, labels, isGrouped)
  const single = labels.length > mostApart ? closeRow : row
  const place = isGrouped ? Math.max(24, seriesNames.length * 12 + 10) : single
  const tall = horizontal ? Math.max(200, 120 + labels.length * place) : high
  const inner = isGrouped ? 0.25 : 0.2
  const step = Math.max(column, isGrouped ? place * 2 : 0)
  const outer = horizontal ? 0.15 : Math.max(0.15, (plot / step - labels.length + inner) / 2)
  const names = {
    field: fields.x,
    type: 'ordinal',
    sort: null,
    title: axisTitle(titles.x, horizontal ? tall - 90 : plot),
    scale: { paddingInner: inner, paddingOuter: outer },
    // With numbers below 0 the line of 0 is theirs.
    axis: { ...axis, grid: false, domain: !isBelow(values) },
  }
  const lengths = {
    field: fields.y,
    type: 'quantitative',
    scale: numberScale(values),
    title: axisTitle(isShare ? shareTitle(titles.y) : titles.y, horizontal ? mostWide - 200 : tall - 100),
    stack: !isSplit || isGrouped ? null : isShare ? 'normalize' : 'zero',
    axis: isShare ? shareAxis : numberAxis(values),
  }
  const offset = { field: fields.series, type: 'nominal', sort: null, scale: { domain: seriesNames } }
  const color = isSplit ? seriesColor(scene) : colorOfRest(scene, labels)
  const encoding = { [horizontal ? 'y' : 'x']: names, [horizontal ? 'x' : 'y']: lengths }
  const data = arranged.points.map((point) => withRank(scene, rowOf(scene, point, scene.label)))
  const size = { width: wide, height: tall }
  if (!isSplit && isUnreadable(values))
    return {
      data: data.map((row, at) => ({ ...row, [fields.share]: written(values[at]!) })),
      spec: {
        ...size,
        encoding,
        layer: [
          { mark: { type: 'bar' }, encoding: { color } },
          {
            mark: {
              type: 'text',
              fontSize: labelSize,
              color: ink,
              ...(horizontal ? { align: 'left', dx: 4 } : { dy: -7 }),
            },
            encoding: { text: { field: fields.share, type: 'nominal' } },
          },
        ],
      },
    }
  return {
    data,
    spec: {
      ...size,
      mark: { type: 'bar' },
      encoding: {
        ...encoding,
        ...(isGrouped && { [horizontal ? 'yOffset' : 'xOffset']: offset }),
        color,
        ...(isSplit && { order: stackOrder(scene, horizontal) }),
      },
    },
  }
}

/** How bars lie, how wide the picture is, and how their names are written. */
function layout({ arranged, intent, x, seriesNames }: Scene, labels: readonly string[], isGrouped: boolean) {
  const isTime = x?.kind === 'time' || cycleOf(arranged.unit) !== null
  const isInTime = isTime && intent.sort?.by !== 'y'
  const room = axisRoom + (seriesNames.length > 0 ? legendRoom : 0)
  const step = Math.max(column, isGrouped ? seriesNames.length * 24 + 20 : 0)
  const named = Math.min(widest(labels), 130) + 14
  const wide = Math.min(mostWide, Math.max(leastWide, room + labels.length * Math.max(step, named)))
  const unit = arranged.unit ?? (x?.kind === 'time' ? unitOfGrain(x.grain) : null)
  const parted = isInTime ? timeNames(labels, unit) : null
  const fitting = (names: readonly string[], gap: number) =>
    labels.length * (Math.min(widest(names), 130) + gap) <= wide - room
  const isParted = parted !== null && !fitting(labels, 10) && fitting(parted.names, 4)
  const fits = isParted || fitting(labels, 10)
  const isLong = labels.length > 9 || widest(labels) > 90
  const horizontal = intent.horizontal ?? (isTime ? !isInTime && !fits : isLong)
  if (horizontal)
    return { horizontal, wide: mostWide, plot: mostWide - room, axis: { labelLimit: 300, ticks: false } }
  const upright = { labelAngle: 0, labelLimit: 130, labelOverlap: false }
  const turned = {
    labelAngle: -45,
    labelLimit: 160,
    labelAlign: 'right',
    labelBaseline: 'middle',
    labelOverlap: isInTime ? 'greedy' : false,
  }
  const axis = fits ? { ...upright, ...(isParted && { labelExpr: parted.labelExpr }) } : turned
  // Turned names need some room each; moments may leave some of theirs out.
  const needed = fits || isInTime ? wide : Math.max(wide, room + labels.length * 18)
  return { horizontal, wide: needed, plot: needed - room, axis }
}

const widest = (texts: readonly string[]) =>
  texts.reduce((most, text) => Math.max(most, textWidth(text, labelSize)), 0)

function isUnreadable(values: readonly number[]): boolean {
  if (values.length < 3 || values.length > mostLabelled || isBelow(values)) return false
  const sorted = values.toSorted((a, b) => a - b)
  return sorted.at(-1)! > unreadable * sorted[sorted.length >> 1]!
}

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
