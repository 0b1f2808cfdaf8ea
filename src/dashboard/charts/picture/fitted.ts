import type { Channel, Encoding, Spec } from './spec.ts'

/** Below that, names on an axis have no room beside one another, and a legend none beside the chart. */
const narrow = 560
const least = 200
/** So much a label takes beyond its place beside a pie, and a legend below one. */
const [besideLabels, legendBelow] = [26, 40]
/** A chart of few bars that were drawn very wide would be hard to read. */
const mostStretched = 1.6

/**
 * The chart in the width of its place. Its title and notes stand in the page around it, where they wrap and can be read out.
 * Where it is narrow, the legend goes below it and names are turned.
 */
export function fitted({ title: _, usermeta: _usermeta, ...spec }: Spec, width: number): Spec {
  const own = spec.width ?? width
  const most = isPie(spec) ? own : own * mostStretched
  const sized = { ...spec, width: Math.max(least, Math.floor(Math.min(width, most))), padding: 6 }
  if (width >= narrow || isPlain(spec)) return sized
  const scale = isPie(spec) ? Math.min(1, (width / 2 - besideLabels) / pieRadius(spec)) : width / own
  const { config = {} } = spec
  const legend = { ...(config.legend as object), orient: 'bottom', columns: 2, labelLimit: width / 2 - 40 }
  return {
    ...sized,
    // A pie is as high as it is wide: what it loses in width would stay empty below it.
    ...(isPie(spec) &&
      spec.height && { height: spec.height - 2 * pieRadius(spec) * (1 - scale) + legendBelow }),
    ...(spec.mark !== undefined && { mark: shrunk(spec.mark, scale) }),
    config: { ...config, legend },
    ...(spec.encoding && { encoding: squeezed(spec.encoding, width) }),
    ...(spec.layer && {
      layer: spec.layer.map((one) => ({
        ...one,
        mark: shrunk(one.mark, scale),
        ...(one.encoding && { encoding: squeezed(one.encoding, width) }),
      })),
    }),
  }
}

/** A legend that is far from its pie does not explain it. */
const isPie = ({ encoding = {} }: Spec) => encoding.theta !== undefined

/** A number in large, without axes. */
const isPlain = ({ encoding = {}, layer = [] }: Spec) =>
  layer.length === 0 && !encoding.x && !encoding.y && !encoding.color

/** Of the labels around a pie, from its middle. */
const pieRadius = ({ layer = [] }: Spec): number =>
  Math.max(1, ...layer.map(({ mark }) => Number((mark as { radius?: number } | undefined)?.radius ?? 0)))

/** Sizes that are said in pixels: of a pie, of the labels around it, of boxes. */
function shrunk(mark: unknown, scale: number): Spec['mark'] {
  if (typeof mark !== 'object' || mark === null) return mark as string
  const { type, radius, outerRadius, size } = mark as Record<string, number | string>
  return {
    ...(mark as { type: string }),
    ...(radius !== undefined && { radius: Number(radius) * scale }),
    ...(outerRadius !== undefined && { outerRadius: Number(outerRadius) * scale }),
    ...(type === 'boxplot' && { size: Math.max(4, Math.min(1, scale) * Number(size ?? 30)) }),
  }
}

function squeezed(encoding: Encoding, width: number): Encoding {
  const { x, y, color } = encoding
  return {
    ...encoding,
    ...(x?.field && { x: withAxis(x, isDiscrete(x) ? turned(x) : numbers) }),
    ...(y?.field && { y: withAxis(y, isDiscrete(y) ? { labelLimit: width * 0.45 } : {}) }),
    ...(color?.legend && {
      color: { ...color, legend: { ...color.legend, columns: 2, labelLimit: width / 2 - 40 } },
    }),
  }
}

const isDiscrete = ({ type }: Channel) => type === 'ordinal' || type === 'nominal'

const turned = ({ axis }: Channel) => ({
  labelAngle: -45,
  labelAlign: 'right',
  labelBaseline: 'middle',
  labelLimit: 90,
  labelOverlap: axis?.labelOverlap === 'greedy' ? 'greedy' : true,
})

/** Few, and so far apart that they do not read as one. */
const numbers = { labelOverlap: 'greedy', labelSeparation: 8, labelFlush: true }

const withAxis = (channel: Channel, changes: Record<string, unknown>): Channel =>
  channel.axis === null ? channel : { ...channel, axis: { ...channel.axis, ...changes } }
