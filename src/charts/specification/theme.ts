import { fontFamily } from '../fonts/font-files.ts'

/** Ten colours that can be told apart, also by people who see fewer: they differ in lightness, and not in hue alone. */
export const palette = [
  '#3b6fb6',
  '#eeb02c',
  '#2f9e68',
  '#c08aa6',
  '#983010',
  '#74d0f5',
  '#4e2560',
  '#9dd873',
  '#735448',
  '#807ff7',
]
const turns = [
  { toward: 255, by: 0 },
  { toward: 255, by: 0.5 },
  { toward: 0, by: 0.4 },
]

/** The palette's colours, then lighter ones of them, then darker ones. */
export function seriesHue(at: number): string {
  const { toward, by } = turns[Math.floor(at / palette.length) % turns.length]!
  const channels = palette[at % palette.length]!.match(/[0-9a-f]{2}/g)!.map((part) =>
    Number.parseInt(part, 16),
  )
  const mixed = channels.map((channel) => Math.round(channel + (toward - channel) * by))
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
export const restColor = '#b4b8bd'
export const ink = '#1f2933'
export const faintInk = '#52606d'

export const labelSize = 12
export const titleSize = 17
export const titleLine = 22
export const subtitleSize = 12
export const subtitleLine = 17

export const config = {
  font: fontFamily,
  background: '#ffffff',
  view: { stroke: null },
  // Descriptions of each mark are made by expressions that hold the titles of columns, and cost more than the marks.
  mark: { aria: false },
  axis: {
    labelFontSize: labelSize,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    titleColor: faintInk,
    labelColor: ink,
    gridColor: '#e4e7eb',
    domainColor: '#9aa5b1',
    tickColor: '#9aa5b1',
    titlePadding: 10,
    labelPadding: 5,
    maxExtent: 400,
  },
  legend: {
    labelFontSize: labelSize,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    titleColor: faintInk,
    labelColor: ink,
    labelLimit: 180,
    symbolSize: 90,
    symbolLimit: 30,
  },
  title: {
    fontSize: titleSize,
    fontWeight: 600,
    color: ink,
    subtitleFontSize: subtitleSize,
    subtitleColor: faintInk,
    subtitlePadding: 5,
    lineHeight: titleLine,
    subtitleLineHeight: subtitleLine,
    anchor: 'start',
    frame: 'bounds',
    offset: 16,
  },
  bar: { color: palette[0] },
  line: { color: palette[0], strokeWidth: 2.5 },
  area: { color: palette[0] },
  point: { color: palette[0] },
  boxplot: { color: palette[0] },
} as const
