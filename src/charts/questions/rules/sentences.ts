import { type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import { noise } from './asides.ts'
import type { Asking } from './asking.ts'
import { forms, groups, measures, rankings } from './clauses.ts'
import { conditions, conditionsAbove, verbs } from './narrowing.ts'
import { keyOf, nothing, type Said } from './said.ts'

/** Of the readings up to a position, so many are followed up. */
const width = 10

export type Sentences = {
  /** The whole question, in every way in which it can be read of the subject; the cheapest first. */
  whole: Reading<Said>[]
  /** Up to where it could be read. */
  reached: number
}

export function sentencesOf(asking: Asking): Sentences {
  const { tokens } = asking.context
  const open: Map<string, Reading<Said>>[] = tokens.map(() => new Map())
  const done = new Map<string, Reading<Said>>()
  let reached = 0
  const put = (one: Reading<Said>) => {
    reached = Math.max(reached, one.end)
    const at = one.end === tokens.length ? done : open[one.end]!
    const key = keyOf(one.value)
    const known = at.get(key)
    if (!known || one.cost < known.cost) at.set(key, one)
  }
  open[0]?.set('', reading(0, nothing))
  for (let at = 0; at < tokens.length; at++) {
    const states = [...open[at]!.values()].sort((a, b) => a.cost - b.cost).slice(0, width)
    for (const state of states) for (const next of nextOf(asking, state)) put(next)
  }
  return { whole: [...done.values()].sort((a, b) => a.cost - b.cost), reached }
}

type Next = (asking: Asking, state: Reading<Said>) => Reading<Said>[]

function nextOf(asking: Asking, state: Reading<Said>): Reading<Said>[] {
  return [noise, forms, measures, rankings, groups, conditions, conditionsAbove, verbs].flatMap(
    (next: Next) => next(asking, state),
  )
}
