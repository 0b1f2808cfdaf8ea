import { checkIntent } from '../check.ts'
import { isEmpty, type TypedResult } from '../columns/column.ts'
import { NothingToDraw } from '../errors.ts'
import type { ChartIntent } from '../intent.ts'
import { readCues } from '../words/cues.ts'
import { build } from './build.ts'
import { poolOf } from './pool.ts'
import { type Choice, rankMarks } from './rank.ts'

export type Proposal = { intent: ChartIntent; reason: string; score: number }

export type Design = Proposal & {
  /** Others that could show it, the best first. */
  alternatives: Proposal[]
  /** Where the question could not have what it asks for: why. */
  notes: string[]
}

const mostAlternatives = 4
/** What the words ask for, by name or by what they want to know, has at least so high a score. */
const askedFor = 70

/**
 * The chart that the rules choose for a question and its rows.
 * @throws NothingToDraw where there are no rows, or no values in them
 */
export function designChart(question: string, typed: TypedResult): Design {
  if (typed.columns.length === 0 || typed.rows.length === 0)
    throw new NothingToDraw('The query gave no rows, so there is nothing to draw.')
  if (typed.columns.every(isEmpty))
    throw new NothingToDraw('All values are NULL, so there is nothing to draw.')
  const cues = readCues(question, typed.columns)
  const scene = { typed, cues, pool: poolOf(typed, cues) }
  const notes: string[] = []
  const proposals: Proposal[] = []
  for (const choice of rankMarks(scene)) {
    const intent = build(scene, choice.mark)
    const wrongs = intent ? checkIntent(intent, typed) : ['there are no columns for it']
    if (intent && wrongs.length === 0) proposals.push({ intent, reason: choice.reason, score: choice.score })
    else if (choice.score >= askedFor) notes.push(`Not a ${nameOfMark(choice)}: ${wrongs[0]}`)
  }
  const [first, ...others] = proposals
  if (!first)
    throw new NothingToDraw('None of the columns can be drawn: there are no numbers, times or names in them.')
  const x = typed.columns.find(({ name }) => name === first.intent.x?.field)
  if (cues.top && x?.kind === 'time') notes.push(`All of ${x.label}: times are not cut to the top ones`)
  return { ...first, alternatives: others.slice(0, mostAlternatives), notes }
}

const nameOfMark = ({ mark }: Choice) =>
  ({ arc: 'pie', point: 'scatter chart', rect: 'heat map', boxplot: 'box plot', text: 'number' })[
    mark as string
  ] ?? `${mark} chart`
