import type { ChartIntent, Mark } from '../intent.ts'
import { type Reading, take } from './reading.ts'
import { letter } from './word.ts'

export type MarkCue = {
  mark: Mark
  stack?: ChartIntent['stack']
  horizontal?: boolean
  /** Whether the words name a histogram: bars of counts where there are numbers alone. */
  histogram?: boolean
}

const noun = '(?:\\s*-?\\s*(?:charts?|graphs?|plots?|diagrams?|visuali[sz]ations?))'

type Entry = [pattern: string, cue: MarkCue]

/** With their noun these words mean a chart whatever columns there are: "line chart". */
const named: Entry[] = [
  [
    `(?:100 ?%|normali[sz]ed|percent(?:age)?)\\s+stack(?:ed|ing)?\\s+(?:bars?|columns?)${noun}?`,
    { mark: 'bar', stack: 'normalize' },
  ],
  [
    `stack(?:ed|ing)?\\s+(?:horizontal\\s+)?(?:bars?|columns?|histograms?)${noun}?`,
    { mark: 'bar', stack: 'zero' },
  ],
  [`(?:bars?|columns?)${noun}\\s+stacked`, { mark: 'bar', stack: 'zero' }],
  [
    `(?:grouped|grouping|group|clustered|multi|side[- ]by[- ]side)\\s+(?:bars?|columns?)${noun}?`,
    { mark: 'bar', stack: 'group' },
  ],
  [`stacked\\s+area${noun}?`, { mark: 'area', stack: 'zero' }],
  [
    '(?:bars?|columns?) (?:that are )?(?:piled|stacked|on top of)(?: up)?(?: (?:each other|one another))?',
    { mark: 'bar', stack: 'zero' },
  ],
  ['(?:piled|piled[- ]up) (?:bars?|columns?)', { mark: 'bar', stack: 'zero' }],
  [`stacked${noun}`, { mark: 'bar', stack: 'zero' }],
  [`horizontal\\s+(?:bars?)${noun}?`, { mark: 'bar', horizontal: true }],
  [`(?:lying|sideways)\\s+bars?${noun}?`, { mark: 'bar', horizontal: true }],
  [`(?:vertical|upright|standing)\\s+(?:bars?|columns?)${noun}?`, { mark: 'bar', horizontal: false }],
  [`(?:bar|column|columnar)s?${noun}`, { mark: 'bar' }],
  [`histograms?${noun}?`, { mark: 'bar', histogram: true }],
  [`(?:multi-?)?lines?${noun}`, { mark: 'line' }],
  ['trend\\s*-?lines?', { mark: 'line' }],
  [`area${noun}`, { mark: 'area' }],
  [`(?:pie|donut|doughnut)s?${noun}?|(?:circular|circle|ring|ring-shaped|round)${noun}`, { mark: 'arc' }],
  [`(?:scatter|bubble|point|dot)s?\\s*-?\\s*${noun}`, { mark: 'point' }],
  ['scatter(?:gram|plot)s?', { mark: 'point' }],
  [`heat\\s*-?\\s*maps?${noun}?`, { mark: 'rect' }],
  [`box\\s*-?\\s*(?:and\\s*-?\\s*whiskers?\\s*)?(?:plots?|charts?|diagrams?|graphs?)`, { mark: 'boxplot' }],
  ['(?:big|single|one) number|kpi|scorecard', { mark: 'text' }],
]

/** These words mean a chart only where no column has them for a name. */
const bare: Entry[] = [
  ['scatter(?:ed)?', { mark: 'point' }],
  ['lines?', { mark: 'line' }],
  ['bars', { mark: 'bar' }],
  ['bar', { mark: 'bar' }],
  ['columns', { mark: 'bar', horizontal: false }],
  ['area', { mark: 'area' }],
  ['dots|points|bubbles', { mark: 'point' }],
  ['matrix|cross-?tab(?:le|ulation)?', { mark: 'rect' }],
  ['areas', { mark: 'area' }],
]

const pattern = (source: string) => new RegExp(`(?<![${letter}])(?:${source})(?![${letter}])`, 'i')
const compiled = (entries: Entry[]) => entries.map(([source, cue]) => [pattern(source), cue] as const)
const [namedPatterns, barePatterns] = [compiled(named), compiled(bare)]

export const takeNamedMark = (reading: Reading) => firstOf(reading, namedPatterns)
export const takeBareMark = (reading: Reading) => firstOf(reading, barePatterns)

function firstOf(reading: Reading, patterns: readonly (readonly [RegExp, MarkCue])[]): MarkCue | null {
  for (const [one, cue] of patterns) if (take(reading, one)) return cue
  return null
}
