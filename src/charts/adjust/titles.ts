import { type Reading, take } from '../words/reading.ts'
import { type Wish, word } from './wish.ts'

const quoted = '(?:"([^"]{1,300})"|“([^”]{1,300})”|‘([^’]{1,300})’|\'([^\']{1,300})\')'
/** Up to the end of the sentence, or to another wish. */
const bare =
  '(\\p{L}[^,;"“”‘]{0,299}?)(?=\\s*(?:$|[,;.!?](?:\\s|$)|and (?:make|sort|order|use|show|put|colou?r|split|stack|turn|change|draw|limit|flip|swap)(?!\\p{L})))'
const entitle =
  '(?:(?:with|change|set|use|give it) )?(?:the |a )?(?:title(?:d)?|heading|headline|caption)(?:\\s+(?:it|this|to|as|is|of|should be))*\\s*:?\\s*'
const call = '(?:call|name|rename) (?:it|the chart|this)(?:\\s+(?:to|as|into))?\\s*:?\\s*'
const patterns = [
  new RegExp(`(?<!\\p{L})${entitle}${quoted}`, 'iu'),
  new RegExp(`(?<!\\p{L})${call}${quoted}`, 'iu'),
  /(?<!\p{L})(?:set )?(?:the )?(?:title|heading|headline|caption)(?:\s+to)?:\s*([^,;"“”‘]{1,300})/iu,
  new RegExp(`(?<!\\p{L})${call}${bare}`, 'iu'),
  new RegExp(
    `(?<!\\p{L})(?:title (?:it|this)(?: as| to)?|(?:change|set) the title to|(?:with )?the title)\\s+${bare}`,
    'iu',
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
