import { charts } from '../../texts/charts.ts'
import type { Spec } from '../picture/spec.ts'

type Alternative = { mark: string; title: string; spec?: Spec | null }

/** Words of a title that an adjustment understands as well; all others must name columns. */
const known = new Set('total average median number of by and per minimum maximum'.split(' '))

/**
 * Words of an adjustment that make an alternative: its kind, and what it is of, as its title has it, where nothing but its own columns
 * stands in that. Null for a kind that has no words.
 */
export function wordsOfAlternative({ mark, title, spec }: Alternative): string | null {
  const kind = charts.wishes[mark]
  if (!kind) return null
  const said = title.toLowerCase().replace(/^distribution of /, '')
  const names = new Set(spec ? namesIn(spec) : [])
  const isPlain = /^[\p{L}\p{N} ]+$/u.test(said)
  return isPlain && tokensOf(said).every((word) => known.has(word) || names.has(word))
    ? `${kind}, ${said}`
    : kind
}

const namesIn = ({ encoding = {}, data }: Spec) => [
  ...Object.values(encoding).flatMap(({ field, title }) => tokensOf([field, title].flat().join(' '))),
  ...Object.keys(data.values[0] ?? {}).flatMap(tokensOf),
]

const tokensOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
