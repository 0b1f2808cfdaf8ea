import type { Spec } from './spec.ts'

/** Of the dark scheme's surface, in luminance: what is drawn on it must be told from it. */
const surface = 0.0125
const leastContrast = 3
/** Of what is black where nothing else is said, such as the whiskers of boxes. */
const ruleColor = '#c4cbc7'
/** Channels that lie closer together than that make a grey. */
const grey = 32

const isColorKey = (key: string) => /^(?:color|fill|stroke|background|value)$|Color$/.test(key)
const hex = /^#[0-9a-f]{6}$/i

/**
 * The same chart for a dark page: greys of text and lines turn around, colours of marks become lighter where they would not be seen,
 * and nothing stands behind it. Its data stay as they are.
 */
export function darkened(spec: Spec): Spec {
  const { data, ...rest } = spec
  const { config = {}, ...shown } = turned(rest) as Spec
  const rule = { color: ruleColor }
  const boxplot = { ...(config.boxplot as object), rule }
  return { ...shown, data, config: { ...config, background: null, rule, boxplot } }
}

function turned(value: unknown, key = ''): unknown {
  if (Array.isArray(value))
    return key === 'range'
      ? value.map((one) => (isHex(one) ? visible(one) : one))
      : value.map((one) => turned(one))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries([
      // Much is what stands out: on a light page what is dark, on a dark one what is light.
      ...('scheme' in value && value.scheme === 'blues' ? [['reverse', true]] : []),
      // Domains hold names of the data, which may look like colours.
      ...Object.entries(value).map(([name, one]) => [
        name,
        name === 'domain' || name === 'text' || name === 'title' ? one : turned(one, name),
      ]),
    ])
  if (!isHex(value) || !isColorKey(key)) return value
  const channels = channelsOf(value)
  const isGrey = Math.max(...channels) - Math.min(...channels) < grey
  return isGrey ? inverted(channels) : visible(value)
}

const isHex = (value: unknown): value is string => typeof value === 'string' && hex.test(value)

const channelsOf = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
const colorOf = (channels: readonly number[]) =>
  `#${channels.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`

/** Black becomes a white that does not glare, and white the surface. */
function inverted(channels: readonly number[]): string {
  const mean = channels.reduce((sum, channel) => sum + channel, 0) / channels.length
  return colorOf(channels.map(() => 30 + (255 - mean) * 0.82))
}

function visible(color: string): string {
  let channels = channelsOf(color)
  while ((luminance(channels) + 0.05) / (surface + 0.05) < leastContrast)
    channels = channels.map((channel) => channel + (255 - channel) * 0.12)
  return colorOf(channels)
}

function luminance(channels: readonly number[]): number {
  const [red, green, blue] = channels.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
