import type { Column, TypedResult } from '../columns/column.ts'
import { isDuration } from '../columns/roles.ts'
import type { ChartIntent } from '../intent.ts'
import { takeBareMark, takeNamedMark } from '../words/chart-words.ts'
import { markMentions } from '../words/mentions.ts'
import { type Reading, take } from '../words/reading.ts'
import { spelled } from '../words/spelling.ts'
import { paced } from '../words/superlatives.ts'
import { letter, word } from '../words/word.ts'
import { binsWish, directionWish, kindWish, stackWish, takeFormerKind } from './kinds.ts'
import { aggregateWish, timeWish } from './measures.ts'
import { orderWish, othersWish, topWish } from './orders.ts'
import { againstWish, byBothWish, mentionWish, seriesWish, sizeWish, withoutWish } from './places.ts'
import { replaceWish, swapWish, takeFormerColumn } from './swaps.ts'
import { titleWish } from './titles.ts'
import type { Wish } from './wish.ts'

/** What the words wish, and those of them that no wish was made of. */
export function readWishes(words: string, intent: ChartIntent, typed: TypedResult) {
  const { columns } = typed
  const reading: Reading = { text: ` ${words.normalize('NFKC').replaceAll('§', ' ')} ` }
  const wishes: Wish[] = []
  const wish = (one: Wish | null) => {
    if (one) wishes.push(one)
    return one !== null
  }
  wish(titleWish(reading))
  const text = reading.text.replace(/["“”‘]/g, ' ')
  reading.text = paced(spelled(text, columns), columns.some(isDuration))
  take(reading, courtesies)
  const unknown = takeUnknown(reading)
  takeFormerKind(reading)
  const named = takeNamedMark(reading)
  wish(kindWish(named))
  markMentions(reading, columns)
  const request = { reading, intent, columns }
  wish(withoutWish(request))
  wish(swapWish(request))
  wish(orderWish(request))
  wish(topWish(request))
  wish(othersWish(request))
  wish(binsWish(reading))
  wish(stackWish(reading))
  wish(directionWish(reading))
  wish(seriesWish(request))
  wish(sizeWish(request))
  wish(timeWish(request))
  const bare = named ? null : takeBareMark(reading)
  wish(kindWish(bare))
  wish(aggregateWish(request))
  wish(replaceWish(request))
  takeFormerColumn(request)
  wish(againstWish(request))
  wish(byBothWish(request))
  while (wish(mentionWish(request)));
  return { wishes, unknown: [...unknown, ...leftOver(reading, columns)] }
}

const courtesies =
  /^\s*(?:(?:no(?=[,.!])|nope|yes|ok|okay|thanks?|thank you|great|perfect|nice|good|hi|hello|sorry)(?: (?:very|so) much)?[\s,.!]+)+/iu

/** Words that seem to ask for what there is, and ask for something else. */
const others = [
  word(
    '(?:add|draw|show|with|no|without|remove) (?:a |an |the )?(?:trend|regression|average|mean|median|reference|target|goal) ?lines?',
  ),
  word(
    `(?:one|a|own|separate|single) (?:charts?|plots?|graphs?|panels?) (?:per|for each|for every|by|each) [${letter}]+`,
  ),
  word(
    `small multiples|facet(?:s|ed)?(?: by [${letter}]+)?|dual axis|second(?:ary)? axis|log(?:arithmic)?(?: scale| axis)?`,
  ),
]

function takeUnknown(reading: Reading): string[] {
  return others.flatMap((pattern) => take(reading, pattern)?.[0].trim() ?? [])
}

const noise = new Set(
  `a an the it its this that them these those chart charts graph plot diagram picture please kindly make made making turn change
  convert switch use using show showing display draw redraw be is are as in into to of on for with by per and or but then also
  instead just only now can could you i we i'd i’d want would like prefer need should let lets let's s have has give me put set
  get do so each every all values value rows data axis axes bars bar order sorted sort rather than type kind version from at one
  same number counts take try maybe again back better different thanks thank see view look go slices slice points dots lines keep too
  what how about add split divide`.split(/\s+/),
)

/** Words that no wish was made of, those that stand together as one. */
function leftOver({ text }: Reading, columns: readonly Column[]): string[] {
  const says = (one: string) =>
    /[\p{L}\p{N}]/u.test(one) && !noise.has(one.toLowerCase().replace(/['’]s$/, ''))
  return text.split(/[,;:.!?()]|\s{2,}/).flatMap((part) => {
    const words = part
      .trim()
      .split(/\s+/)
      .map((one) => one.replace(/§(\d+)§/g, (_, index) => columns[Number(index)]!.name))
    const [from, to] = [words.findIndex(says), words.findLastIndex(says)]
    return from < 0 ? [] : [words.slice(from, to + 1).join(' ')]
  })
}
