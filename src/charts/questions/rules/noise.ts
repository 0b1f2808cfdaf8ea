import { closing, opening, purposes } from '../../../filtered/rules/terms/noise.ts'
import type { Token } from '../../../filtered/rules/text/tokens.ts'
import { takeNamedMark } from '../../words/chart-words.ts'
import { takeHorizontal, takeStack } from '../../words/cues.ts'
import { phrases } from './phrases.ts'

/** What people say around what they ask, and what the rules for charts read of the same question. */

const wish = phrases(
  'plot|draw|display|visualize|visualise|render|chart|graph|illustrate|sketch',
  'plot|draw|display|visualize|visualise|render|chart|graph me',
  'tell me',
  'i want to know|see',
  'we want to know|see',
  'i would like to know|see',
  'let me see|know',
  'can|could i|we see|have|get',
  'what',
  'what does|do',
  'what do|does the',
  'how do|does|did|is|are|was|were|has|have|much|high|large|big',
  'how do|does|did|is|are|was|were|has|have the',
  'how is|are our',
  'compare',
  'compare the',
  'comparison of',
  'a comparison of',
  'the comparison of',
  'overview of',
  'an overview of',
  'summary of',
  'a summary of',
  'report of|on',
  'a report of|on',
  'statistics of|on|about|for',
  'analysis of',
  'analyze|analyse',
  'ranking of',
  'a ranking of',
  'the ranking of',
  'i need',
  'there',
  'we',
  'per favor',
  'create|make|build|generate|produce|draw|show|give|prepare|plot',
  'create|make|build|generate|produce|draw|show|give|prepare|plot me',
  'create|make|build|generate|produce|draw|show|give|prepare|plot me|us a|an|the',
  'create|make|build|generate|produce|draw|show|give|prepare|plot a|an|the',
)
/** Parts of a whole: the chart shows them as such. */
export const sharesOf = phrases(
  'share|shares of',
  'the share|shares of',
  'percentage|percentages of',
  'the percentage|percentages of',
  'proportion|proportions of',
  'the proportion|proportions of',
  'breakdown of',
  'the breakdown of',
  'a breakdown of',
  'composition of',
  'the composition of',
  'relative share of',
  'relative number of',
  'split of',
  'the split of',
)
const asPart = phrases('as', 'in', 'with', 'using', 'by', 'on', 'via', 'in the form of', 'through', 'into')
const article = phrases('a', 'an', 'the', 'one', 'a single', 'a simple', 'a nice', 'a small', 'a big')
const figure = phrases(
  'chart|graph|plot|diagram|visualization|visualisation|figure|picture|graphic|visual',
  'charts|graphs|plots|diagrams|visualizations',
)
const bareMark = phrases(
  'bar|bars',
  'line|lines',
  'pie',
  'area',
  'scatter',
  'columns',
  'points',
  'dots',
  'histogram',
  'heatmap',
  'big number',
  'boxes',
)
const ofWhat = phrases(
  'of',
  'for',
  'showing',
  'that|which shows',
  'to show',
  'displaying',
  'comparing',
  'with',
  'on',
  'about',
  'to compare',
  'to visualize|visualise|display',
  'depicting',
  'illustrating',
  'of how',
)
const look = phrases(
  'stacked',
  'horizontally',
  'vertically',
  'horizontal',
  'vertical',
  'side by side',
  'normalized',
  'in percent',
  'as percentages|percentage|percent|shares',
  'in %',
  'as a percentage|share|proportion',
  'with labels',
  'with a legend',
)
const stops = phrases('?', '.', '!', ',', ';', ':', '-', '–', '—')

/** The ends of what says nothing of the data at a position. */
export function noiseAt(tokens: readonly Token[], at: number, first: boolean): number[] {
  const ends = new Set([
    ...stops(tokens, at),
    ...closing(tokens, at),
    ...purposes(tokens, at),
    ...chartAt(tokens, at),
  ])
  if (first)
    for (const end of [...opening(tokens, at), ...wish(tokens, at), ...article(tokens, at)]) ends.add(end)
  return [...ends]
}

/** "as a stacked bar chart", "a pie chart of", "in a graph". */
function chartAt(tokens: readonly Token[], at: number): number[] {
  const found = new Set<number>(look(tokens, at))
  const lead = asPart(tokens, at)
  const starts = [at, ...article(tokens, at), ...lead, ...lead.flatMap((end) => article(tokens, end))]
  for (const start of starts) {
    const ends = [
      ...figure(tokens, start),
      ...markEnds(tokens, start),
      ...(lead.length > 0 && start > at ? bareMark(tokens, start) : []),
    ]
    for (const end of ends) {
      found.add(end)
      for (const next of ofWhat(tokens, end)) found.add(next)
    }
  }
  return [...found]
}

const longestMark = 6

/** What the rules for charts take for a chart's name, all of it. */
function markEnds(tokens: readonly Token[], at: number): number[] {
  const ends: number[] = []
  for (let end = at + 1; end <= Math.min(at + longestMark, tokens.length); end++) {
    const words = tokens.slice(at, end)
    if (words.some(({ kind }) => kind === 'quoted')) break
    const reading = { text: words.map(({ word }) => word).join(' ') }
    const isMark =
      takeNamedMark(reading) !== null || takeStack(reading) !== null || takeHorizontal(reading) !== null
    if (isMark && reading.text.trim() === '') ends.push(end)
  }
  return ends
}
