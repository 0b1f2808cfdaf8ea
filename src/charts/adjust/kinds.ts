import type { ChartIntent } from '../intent.ts'
import type { MarkCue } from '../words/chart-words.ts'
import { takeBins, takeHorizontal, takeStack } from '../words/cues.ts'
import { type Reading, take } from '../words/reading.ts'
import { word } from '../words/word.ts'
import type { Wish } from './wish.ts'

export function kindWish(cue: MarkCue | null): Wish | null {
  if (!cue) return null
  return () => ({
    mark: cue.mark,
    ...(cue.stack !== undefined && { stack: cue.stack }),
    ...(cue.horizontal !== undefined && { horizontal: cue.horizontal }),
  })
}

/** What a chart is to be no more: "bars instead of a line". */
export function takeFormerKind(reading: Reading): void {
  take(
    reading,
    word(
      '(?:instead of|rather than|in place of|not) (?:a |an |the |this )?(?:stacked |grouped )?(?:bars?|columns?|lines?|pies?|areas?|points?|dots?|donuts?|scatter|histogram)(?: (?:chart|graph|plot))?',
    ),
  )
}

export function stackWish(reading: Reading): Wish | null {
  take(reading, word('(?:instead of|rather than) (?:side[- ]by[- ]side|grouped|stacked|next to each other)'))
  const stacked = takeStack(reading) ?? (take(reading, word('grouped')) ? 'group' : null)
  const shares = take(
    reading,
    word(
      '(?:as |in |show |with |use )*(?:percent(?:ages?)?|per cent|(?:a )?shares?(?: of (?:the )?(?:total|whole))?|proportions|relative (?:values|numbers))(?: of (?:the )?total)?',
    ),
  )
  const found: ChartIntent['stack'] = shares ? 'normalize' : stacked
  return found && (() => ({ stack: found }))
}

export function directionWish(reading: Reading): Wish | null {
  const lies = take(
    reading,
    word('sideways|(?:lay |put )?(?:the )?(?:bars )?(?:down )?on (?:their|its|the) side'),
  )
  const found = lies ? true : takeHorizontal(reading)
  return found === null ? null : () => ({ horizontal: found })
}

export function binsWish(reading: Reading): Wish | null {
  const bins = takeBins(reading)
  if (bins === null) return null
  return ({ x }) => ({ x: x && { ...x, bins } })
}
