import { best, type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import { moneyAt, perAt, piecesAt } from './amounts.ts'
import type { Asking, Measured } from './asking.ts'
import { countsAt, soldAt } from './counts.ts'
import { and, functions } from './measure-words.ts'
import { numbersAt } from './numbers.ts'

/** What is counted or measured of the subject's rows, from a position on. */
export const measuresAt = (asking: Asking, at: number): Reading<Measured[]>[] => {
  const { context, subject } = asking
  const key = `measure ${subject.id} ${at}`
  const known = context.memo.get(key) as Reading<Measured[]>[] | undefined
  if (known) return known
  const one = [countsAt, numbersAt, moneyAt, piecesAt, soldAt, perAt].flatMap((rule) => rule(asking, at))
  const found = best([
    ...one.map(({ end, value, cost }) => reading(end, [value], cost)),
    ...severalFunctions(asking, at),
  ])
  context.memo.set(key, found)
  return found
}

/** "maximum and minimum salary", "minimum, maximum and average fee". */
function severalFunctions(asking: Asking, at: number): Reading<Measured[]>[] {
  const { tokens } = asking.context
  return functions.flatMap(([first, phrase]) =>
    phrase(tokens, at).flatMap((middle) =>
      and(tokens, middle).flatMap((next) => {
        const last = numbersAt(asking, next)
          .filter(({ value }) => value.function !== 'IMPLIED' && value.column)
          .map(({ end, value, cost }) => reading(end, [value], cost))
        return [...last, ...severalFunctions(asking, next)].flatMap(({ end, value: others, cost }) =>
          others.some((other) => other.function === first)
            ? []
            : [reading(end, [{ ...others[0]!, function: first, where: [] }, ...others], cost)],
        )
      }),
    ),
  )
}
