import { phrases } from '../text/phrases.ts'
import { type Reading, reading } from '../text/reading.ts'
import type { Token } from '../text/tokens.ts'

const relative = phrases(
  'that',
  'which',
  'who',
  'whom',
  'that|which we|they|i|you',
  'we',
  'they',
  'where',
  'there',
  'of which',
  'and which|who|that',
  'those that|who|which',
  'ones that|who|which',
  'whichever',
  'when',
  'if',
  'it',
  'so long as they',
  'provided they|that they',
)
const auxiliary = phrases(
  'is|are|was|were|be|been|being|am',
  'has|have|had',
  'do|does|did|done',
  'will|would|can|could|should|may|might',
  'get|gets|got',
  'happen to be|have',
  'become|becomes|became',
  'seem to be',
)
const adverb = phrases(
  'still',
  'yet',
  'already',
  'currently',
  'also',
  'only',
  'ever',
  'now',
  'both',
  'either',
  'always',
  'actually',
  'really',
  'just',
  'so far',
  'then',
  'at the moment',
  'at present',
  'right now',
  'today',
  'even',
  'even though they',
  'marked as',
  'flagged as',
  'classified as',
  'categorized|categorised as',
  'labelled|labeled as',
  'tagged as|with',
  'listed as',
  'considered',
  'on record',
  'exclusively',
  'in fact',
  'that is',
  'which is',
  'who are',
  'i.e.',
  'previously',
  'themselves',
  'a',
  'an',
  'the',
)
const negation = phrases(
  'not',
  'never',
  'no longer',
  'neither',
  'not yet',
  'never yet',
  'not currently',
  'not even',
  'not also',
  'nor',
  'never ever',
  'nobody',
  'no one',
  'none',
  'no customer|user|person|one has|have',
  'nobody has|ever',
  'no one has|ever',
)

/** `not`: whether an odd number of negations was passed; `finite`: whether a verb or pronoun shows that a clause begins. */
export type Prefix = { not: boolean; finite: boolean }

const patience = 7

/** What may lead to the words that say something: "that have not yet been …". Every place to which it leads is a reading. */
export function prefixes(tokens: readonly Token[], at: number): Reading<Prefix>[] {
  const found = new Map<string, Reading<Prefix>>()
  const walk = (from: number, not: boolean, finite: boolean, cost: number, steps: number) => {
    const id = `${from} ${not} ${finite}`
    if ((found.get(id)?.cost ?? Number.POSITIVE_INFINITY) <= cost || steps > patience) return
    found.set(id, reading(from, { not, finite }, cost))
    for (const end of relative(tokens, from)) walk(end, not, true, cost + 0.01, steps + 1)
    for (const end of auxiliary(tokens, from)) walk(end, not, true, cost + 0.01, steps + 1)
    for (const end of adverb(tokens, from)) walk(end, not, finite, cost + 0.03, steps + 1)
    for (const end of negation(tokens, from)) walk(end, !not, finite, cost + 0.01, steps + 1)
  }
  walk(at, false, false, 0, 0)
  return [...found.values()]
}

/** What may follow without saying more: "yet", "in total", "so far". */
export const suffix = phrases(
  'yet',
  'so far',
  'already',
  'at all',
  'either',
  'too',
  'as well',
  'ever',
  'still',
  'now',
  'currently',
  'each',
  'in it',
  'in them',
  'on it',
  'of them',
  'for it',
  'in there',
  'to date',
  'until|till now',
  'on record',
  'on file',
  'at the moment',
  'only',
  'alone',
  'with us',
  'from us',
  'to us',
  'by us',
  'with it',
  'here',
  'themselves',
  'anymore',
  'any more',
  'of theirs',
  'to their name',
  'in their name',
)
