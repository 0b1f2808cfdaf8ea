import type { TimeUnit } from '../intent.ts'

/** How labels such as "Jan 2024" and "2024 Q1" come apart: into what each bar says and the year that it belongs to. */
const parts: Partial<Record<TimeUnit, { own: 0 | 1; year: 0 | 1 }>> = {
  yearmonth: { own: 0, year: 1 },
  yearquarter: { own: 1, year: 0 },
}

/**
 * Labels of bars in the order of time: the month or the quarter, with the year below the first one of it. Null where the
 * unit's labels have no such parts. The expression is made of constants alone.
 */
export function timeNames(
  labels: readonly string[],
  unit: TimeUnit | null,
): { names: string[]; labelExpr: string } | null {
  const part = unit && parts[unit]
  if (!part) return null
  const split = labels.map((label) => label.split(' '))
  const changes = split.flatMap((one, at) => (one[part.year] === split[at - 1]?.[part.year] ? [] : [at]))
  const own = `split(datum.value, ' ')[${part.own}]`
  return {
    names: split.map((one) => one[part.own]!),
    labelExpr: `indexof([${changes}], datum.tickIndex) >= 0 ? [${own}, split(datum.value, ' ')[${part.year}]] : ${own}`,
  }
}
