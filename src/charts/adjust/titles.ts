import { type Reading, take } from '../words/reading.ts'
import { letter, word } from '../words/word.ts'
import type { Wish } from './wish.ts'

const quoted = '(?:"([^"]{1,300})"|“([^”]{1,300})”|‘([^’]{1,300})’|\'([^\']{1,300})\')'
/** Up to the end of the sentence, or to another wish. */
const bare = `([${letter}][^,;"“”‘]{0,299}?)(?=\\s*(?:$|[,;.!?](?:\\s|$)|and (?:make|sort|order|use|show|put|colou?r|split|stack|turn|change|draw|limit|flip|swap)(?![${letter}])))`
const entitle =
  '(?:(?:with|change|set|use|give it) )?(?:the |a )?(?:title(?:d)?|heading|headline|caption)(?:\\s+(?:it|this|to|as|is|of|should be))*\\s*:?\\s*'
const call = '(?:call|name|rename) (?:it|the chart|this)(?:\\s+(?:to|as|into))?\\s*:?\\s*'
const patterns = [
  new RegExp(`(?<![${letter}])${entitle}${quoted}`, 'i'),
  new RegExp(`(?<![${letter}])${call}${quoted}`, 'i'),
  new RegExp(
    `(?<![${letter}])(?:set )?(?:the )?(?:title|heading|headline|caption)(?:\\s+to)?:\\s*([^,;"“”‘]{1,300})`,
    'i',
  ),
  new RegExp(`(?<![${letter}])${call}${bare}`, 'i'),
  new RegExp(
    `(?<![${letter}])(?:title (?:it|this)(?: as| to)?|(?:change|set|make)(?: the)? title(?: to| as)?|(?:with )?the title)\\s+${bare}`,
    'i',
  ),
]

export function titleWish(reading: Reading): Wish | null {
  if (take(reading, word('(?:default|automatic|usual) title'))) return () => ({ title: null })
  for (const pattern of patterns) {
    const text = take(reading, pattern)?.slice(1).find(Boolean)?.trim()
    if (text) return () => ({ title: text })
  }
  return null
}
