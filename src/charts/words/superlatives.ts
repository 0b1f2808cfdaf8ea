import { letter } from './word.ts'

/** Words for the end of an order at which small numbers stand, and for the other: low, lower, lowest. */
export const lows =
  'low(?:est|er)?|small(?:est|er)?|least|bottom|min(?:imum|imal)?|few(?:est|er)?|worst|cheap(?:est|er)?|short(?:est|er)?|light(?:est|er)?|young(?:est|er)?|poor(?:est|er)?|weak(?:est|er)?|rare(?:st|r)?|little'
export const highs =
  'high(?:est|er)?|large(?:st|r)?|big(?:gest|ger)?|great(?:est|er)?|most|top|max(?:imum|imal)?|best|expensive|priciest|dearest|long(?:est|er)?|tall(?:est|er)?|heav(?:iest|ier|y)|rich(?:est|er)?|strong(?:est|er)?|bus(?:iest|y)|commonest|leading'

/** Those that name one end alone, without "least" and "most", which have other uses: "at least 5". */
export const smallest =
  'lowest|smallest|fewest|worst|cheapest|shortest|lightest|youngest|poorest|weakest|rarest'
export const largest =
  'highest|largest|biggest|greatest|best|priciest|dearest|longest|tallest|heaviest|oldest|richest|strongest|busiest|commonest|leading'
export const lowest = `least|${smallest}`
export const highest = `most|${largest}`

/** Questions for the one that is first or last: "which wards …", "who …". */
export const asksWhich = `^[^,;.?!]{0,12}(?<![${letter}])(?:which|who|where|what \\S+ (?:has|have|is|are|had|was|were))(?![${letter}])`

const [fast, slow] = [
  new RegExp(`(?<![${letter}])(?:fastest|quickest|soonest)(?![${letter}])`, 'gi'),
  new RegExp(`(?<![${letter}])slowest(?![${letter}])`, 'gi'),
]

/** Who is fastest has the least of a time, or the most of a speed. */
export const paced = (text: string, durations: boolean): string =>
  text.replace(fast, durations ? 'lowest' : 'highest').replace(slow, durations ? 'highest' : 'lowest')
